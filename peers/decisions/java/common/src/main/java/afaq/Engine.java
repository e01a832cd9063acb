package afaq;

/** An engine that evaluates the table. Values are made before anything is measured. */
public interface Engine {
    /** What a person of the table looks like. */
    record Person(java.time.LocalDate birth, int stayMonths, java.math.BigDecimal income, String kind) {}

    /** Interpreted or generated code. */
    String mode();

    /** The person as values of this engine. */
    Object prepare(Person person) throws Exception;

    /** One evaluation; what is measured. */
    Object evaluate(Object prepared) throws Exception;

    /** Benefit, level and reason of a result. */
    Object[] outputs(Object result) throws Exception;
}
