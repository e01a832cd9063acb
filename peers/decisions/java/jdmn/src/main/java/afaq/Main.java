package afaq;

import com.gs.dmn.DMNModelRepository;
import com.gs.dmn.dialect.JavaTimeDMNDialectDefinition;
import com.gs.dmn.log.NopBuildLogger;
import com.gs.dmn.runtime.interpreter.DMNInterpreter;
import com.gs.dmn.runtime.interpreter.EvaluationContext;
import com.gs.dmn.runtime.interpreter.Result;
import com.gs.dmn.transformation.InputParameters;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.LinkedHashMap;
import java.util.Map;

/** jDMN: it interprets, or translates the model to Java, which is compiled. */
public final class Main implements Engine {
    private final DMNInterpreter<Number, LocalDate, TemporalAccessor, TemporalAccessor, TemporalAmount> interpreter;
    private final String namespace;

    private Main(Path model) {
        var dialect = new JavaTimeDMNDialectDefinition();
        var parameters = new InputParameters(parameters());
        var definitions = dialect.createDMNSerializer(new NopBuildLogger(), parameters).readModel(model.toFile());
        var repository = new DMNModelRepository(definitions);
        interpreter = dialect.createDMNInterpreter(repository, parameters);
        namespace = definitions.getNamespace();
    }

    static Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("dmnVersion", "1.3");
        parameters.put("modelVersion", "1.0");
        parameters.put("platformVersion", "1.0");
        parameters.put("javaRootPackage", "generated");
        return parameters;
    }

    /** Model, people, results, mode. */
    public static void main(String[] arguments) throws Exception {
        Path model = Path.of(arguments[0]);
        Engine engine = arguments[3].equals("generated") ? Translated.of(model) : new Main(model);
        Measure.run(engine, Path.of(arguments[1]), Path.of(arguments[2]));
    }

    @Override
    public String mode() {
        return "interpreted";
    }

    @Override
    public Object prepare(Person person) {
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("birth", person.birth());
        known.put("stay", Period.ofMonths(person.stayMonths()).normalized());
        known.put("income", person.income());
        known.put("kind", person.kind());
        return EvaluationContext.makeDecisionEvaluationContext(null, known);
    }

    @Override
    public Object evaluate(Object prepared) {
        return interpreter.evaluateDecision(namespace, "support", (EvaluationContext) prepared);
    }

    @Override
    public Object[] outputs(Object result) {
        var all = (com.gs.dmn.runtime.Context) Result.value((Result) result);
        return new Object[] {all.get("benefit"), all.get("level"), all.get("reason")};
    }
}
