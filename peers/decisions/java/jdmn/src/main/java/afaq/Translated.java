package afaq;

import com.gs.dmn.dialect.JavaTimeDMNDialectDefinition;
import com.gs.dmn.log.NopBuildLogger;
import com.gs.dmn.serialization.DefaultTypeDeserializationConfigurer;
import com.gs.dmn.transformation.InputParameters;
import com.gs.dmn.transformation.NopDMNTransformer;
import com.gs.dmn.transformation.lazy.NopLazyEvaluationDetector;
import com.gs.dmn.transformation.template.TreeTemplateProvider;
import com.gs.dmn.validation.NopDMNValidator;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** jDMN's translation to Java: generated, compiled together with a few lines that call it, and loaded. */
final class Translated {
    private static final String CALLER = """
            package generated;

            public final class Caller implements afaq.Engine {
                private final Support decision = new Support();
                private final com.gs.dmn.runtime.ExecutionContext context = new com.gs.dmn.runtime.ExecutionContext();

                private record Prepared(
                        java.time.LocalDate birth, java.math.BigDecimal income, String kind,
                        java.time.temporal.TemporalAmount stay) {}

                public String mode() {
                    return "generated";
                }

                public Object prepare(Person person) {
                    return new Prepared(person.birth(), person.income(), person.kind(),
                            java.time.Period.ofMonths(person.stayMonths()).normalized());
                }

                public Object evaluate(Object prepared) {
                    Prepared it = (Prepared) prepared;
                    return decision.apply(it.birth(), it.income(), it.kind(), it.stay(), context);
                }

                public Object[] outputs(Object result) {
                    generated.type.TSupport all = (generated.type.TSupport) result;
                    return new Object[] {all.getBenefit(), all.getLevel(), all.getReason()};
                }
            }
            """;

    private Translated() {}

    static Engine of(Path model) throws Exception {
        Path sources = Files.createTempDirectory("translated");
        try {
            return load(model, sources);
        } finally {
            try (Stream<Path> all = Files.walk(sources)) {
                all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
            }
        }
    }

    private static Engine load(Path model, Path sources) throws Exception {
        var parameters = new InputParameters(Main.parameters());
        new JavaTimeDMNDialectDefinition()
                .createDMNToNativeTransformer(
                        new NopDMNValidator(), new NopDMNTransformer<>(), new TreeTemplateProvider(),
                        new NopLazyEvaluationDetector(), new DefaultTypeDeserializationConfigurer(), parameters,
                        new NopBuildLogger())
                .transform(model, sources);
        Path caller = sources.resolve("generated/Caller.java");
        Files.createDirectories(caller.getParent());
        Files.writeString(caller, CALLER);
        List<String> arguments = new ArrayList<>(
                List.of("-nowarn", "-cp", System.getProperty("java.class.path"), "-d", sources.toString()));
        try (Stream<Path> all = Files.walk(sources)) {
            all.filter(path -> path.toString().endsWith(".java")).map(Path::toString).forEach(arguments::add);
        }
        int failed = ToolProvider.getSystemJavaCompiler().run(null, System.err, System.err, arguments.toArray(String[]::new));
        if (failed != 0) {
            throw new IllegalStateException("the translation does not compile");
        }
        var loader = new URLClassLoader(new URL[] {sources.toUri().toURL()}, Translated.class.getClassLoader());
        Engine engine = (Engine) loader.loadClass("generated.Caller").getConstructor().newInstance();
        // Every class is loaded before the folder goes.
        engine.outputs(engine.evaluate(engine.prepare(new Engine.Person(
                java.time.LocalDate.of(1960, 1, 1), 12, java.math.BigDecimal.TEN, "citizen"))));
        return engine;
    }
}
