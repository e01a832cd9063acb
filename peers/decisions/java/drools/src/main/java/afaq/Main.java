package afaq;

import java.nio.file.Path;
import java.time.Period;
import java.util.List;
import java.util.Map;
import org.kie.dmn.api.core.DMNContext;
import org.kie.dmn.api.core.DMNModel;
import org.kie.dmn.api.core.DMNResult;
import org.kie.dmn.api.core.DMNRuntime;
import org.kie.dmn.api.marshalling.DMNExtensionRegister;
import org.kie.dmn.core.compiler.DMNProfile;
import org.kie.dmn.core.compiler.DRGElementCompiler;
import org.kie.dmn.core.internal.utils.DMNRuntimeBuilder;
import org.kie.dmn.feel.lang.types.impl.ComparablePeriod;
import org.kie.dmn.feel.parser.feel11.profiles.DoCompileFEELProfile;
import org.kie.internal.io.ResourceFactory;

/** Drools DMN: it interprets, or compiles expressions of FEEL to Java ({@code generated}). */
public final class Main implements Engine {
    private final DMNRuntime runtime;
    private final DMNModel model;
    private final String mode;

    private Main(Path model, String mode) {
        this.mode = mode;
        var builder = DMNRuntimeBuilder.fromDefaults();
        if (mode.equals("generated")) {
            builder.addProfile(new Generated());
        }
        runtime = builder.buildConfiguration()
                .fromResources(List.of(ResourceFactory.newFileResource(model.toFile())))
                .getOrElseThrow(RuntimeException::new);
        this.model = runtime.getModels().get(0);
        if (this.model.hasErrors()) {
            throw new IllegalStateException(String.valueOf(this.model.getMessages()));
        }
    }

    /** Model, people, results, mode. */
    public static void main(String[] arguments) throws Exception {
        Engine engine = new Main(Path.of(arguments[0]), arguments[3]);
        Measure.run(engine, Path.of(arguments[1]), Path.of(arguments[2]));
    }

    @Override
    public String mode() {
        return mode;
    }

    @Override
    public Object prepare(Person person) {
        DMNContext context = runtime.newContext();
        context.set("birth", person.birth());
        context.set("stay", new ComparablePeriod(Period.ofMonths(person.stayMonths()).normalized()));
        context.set("income", person.income());
        context.set("kind", person.kind());
        return context;
    }

    @Override
    public Object evaluate(Object prepared) {
        return runtime.evaluateByName(model, (DMNContext) prepared, "support");
    }

    @Override
    public Object[] outputs(Object result) {
        var all = (Map<?, ?>) ((DMNResult) result).getDecisionResultByName("support").getResult();
        return new Object[] {all.get("benefit"), all.get("level"), all.get("reason")};
    }

    /** Has the expressions of FEEL compiled to Java. */
    private static final class Generated extends DoCompileFEELProfile implements DMNProfile {
        @Override
        public List<DMNExtensionRegister> getExtensionRegisters() {
            return List.of();
        }

        @Override
        public List<DRGElementCompiler> getDRGElementCompilers() {
            return List.of();
        }
    }
}
