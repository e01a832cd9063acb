package afaq;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Period;
import java.util.Map;
import org.camunda.dmn.DmnEngine;
import org.camunda.dmn.parser.ParsedDmn;
import org.camunda.feel.syntaxtree.ValDate;
import org.camunda.feel.syntaxtree.ValNumber;
import org.camunda.feel.syntaxtree.ValString;
import org.camunda.feel.syntaxtree.ValYearMonthDuration;
import scala.math.BigDecimal;

/** Camunda's DMN-Scala: it interprets a parsed tree. */
public final class Main implements Engine {
    private final DmnEngine engine = new DmnEngine.Builder().build();
    private final ParsedDmn model;

    private Main(Path model) throws Exception {
        try (InputStream stream = Files.newInputStream(model)) {
            this.model = engine.parse(stream).toOption().get();
        }
    }

    /** Model, people, results. */
    public static void main(String[] arguments) throws Exception {
        Measure.run(new Main(Path.of(arguments[0])), Path.of(arguments[1]), Path.of(arguments[2]));
    }

    @Override
    public String mode() {
        return "interpreted";
    }

    @Override
    public Object prepare(Person person) {
        return Map.<String, Object>of(
                "birth", new ValDate(person.birth()),
                "stay", new ValYearMonthDuration(Period.ofMonths(person.stayMonths()).normalized()),
                "income", new ValNumber(BigDecimal.javaBigDecimal2bigDecimal(person.income())),
                "kind", new ValString(person.kind()));
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object evaluate(Object prepared) {
        return engine.eval(model, "support", (Map<String, Object>) prepared).toOption().get();
    }

    @Override
    public Object[] outputs(Object result) {
        var all = (scala.collection.Map<String, Object>) ((DmnEngine.EvalResult) result).value();
        return new Object[] {all.apply("benefit"), all.apply("level"), all.apply("reason")};
    }
}
