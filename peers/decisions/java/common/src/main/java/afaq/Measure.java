package afaq;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Evaluates the people of a file, writes what comes out, warms up, and prints one line with nanoseconds for a row. */
public final class Measure {
    private static final long WARM_UP_NANOS = 8_000_000_000L;
    private static final long TIME_NANOS = 3_000_000_000L;

    private Measure() {}

    /** {@code people}: birth, months of stay, income, kind; {@code results}: benefit, level, reason. */
    public static void run(Engine engine, Path people, Path results) throws Exception {
        List<Object> prepared = new ArrayList<>();
        for (String line : Files.readAllLines(people)) {
            String[] fields = line.split("\t");
            prepared.add(engine.prepare(new Engine.Person(
                    LocalDate.parse(fields[0]), Integer.parseInt(fields[1]), new BigDecimal(fields[2]), fields[3])));
        }
        List<String> lines = new ArrayList<>();
        for (Object person : prepared) {
            Object[] outputs = engine.outputs(engine.evaluate(person));
            String benefit = new BigDecimal(String.valueOf(outputs[0])).stripTrailingZeros().toPlainString();
            lines.add(benefit + "\t" + outputs[1] + "\t" + outputs[2]);
        }
        Files.write(results, lines);
        // The compiler of the virtual machine needs its time.
        long begin = System.nanoTime();
        long seen = 0;
        while (System.nanoTime() - begin < WARM_UP_NANOS) {
            seen += once(engine, prepared);
        }
        long best = Long.MAX_VALUE;
        begin = System.nanoTime();
        for (int round = 0; round < 3 || System.nanoTime() - begin < TIME_NANOS; round++) {
            long start = System.nanoTime();
            seen += once(engine, prepared);
            best = Math.min(best, System.nanoTime() - start);
        }
        if (seen == 0) {
            throw new IllegalStateException("nothing came out");
        }
        System.out.printf("{\"mode\": \"%s\", \"nanos\": %d, \"rows\": %d}%n", engine.mode(), best, prepared.size());
    }

    private static long once(Engine engine, List<Object> prepared) throws Exception {
        long seen = 0;
        for (Object person : prepared) {
            if (engine.evaluate(person) != null) {
                seen++;
            }
        }
        return seen;
    }
}
