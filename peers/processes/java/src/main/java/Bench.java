import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.ProcessEngineConfiguration;
import org.operaton.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.operaton.bpm.engine.impl.persistence.StrongUuidGenerator;

/** Whole lives of instances in an embedded engine, 64 clients; prints one figure a line as "name value". */
public final class Bench {
    private static final int CLIENTS = 64;
    private static final long WARM_UP_SECONDS = 8;

    public static void main(String[] words) {
        try {
            measure(words);
            System.exit(0);
        } catch (Exception fault) {
            fault.printStackTrace();
            System.exit(1);
        }
    }

    private static void measure(String[] words) throws Exception {
        String url = words[0];
        String history = words[1];
        Path folder = Path.of(words[2]);
        long seconds = Long.parseLong(words[3]);
        var configuration = (ProcessEngineConfigurationImpl) ProcessEngineConfiguration
                .createStandaloneProcessEngineConfiguration();
        var pool = new HikariConfig();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(2 * CLIENTS);
        pool.setAutoCommit(false);
        configuration.setDataSource(new HikariDataSource(pool));
        // As its manual advises where many work at the same time.
        configuration.setIdGenerator(new StrongUuidGenerator());
        configuration.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
        configuration.setHistory(history);
        configuration.setJobExecutorActivate(false);
        configuration.setMetricsEnabled(false);
        ProcessEngine engine = configuration.buildProcessEngine();
        for (String model : List.of("script", "task")) {
            engine.getRepositoryService().createDeployment().addInputStream(model + ".bpmn",
                    java.nio.file.Files.newInputStream(folder.resolve(model + ".bpmn"))).deploy();
            run(engine, model, WARM_UP_SECONDS);
            System.out.println("durable_" + model + " " + run(engine, model, seconds));
        }
        engine.close();
    }

    private static double run(ProcessEngine engine, String model, long seconds) throws Exception {
        AtomicLong next = new AtomicLong();
        long begin = System.nanoTime();
        long end = begin + seconds * 1_000_000_000L;
        Callable<Long> client = () -> {
            long done = 0;
            while (System.nanoTime() < end) {
                String id = engine.getRuntimeService()
                        .startProcessInstanceByKey(model, Map.of("x", next.incrementAndGet() % 10)).getId();
                if (model.equals("task")) {
                    String task = engine.getTaskService().createTaskQuery().processInstanceId(id).singleResult().getId();
                    engine.getTaskService().complete(task);
                }
                done++;
            }
            return done;
        };
        var pool = Executors.newFixedThreadPool(CLIENTS);
        long done = 0;
        for (Future<Long> one : pool.invokeAll(java.util.Collections.nCopies(CLIENTS, client))) {
            done += one.get();
        }
        pool.shutdown();
        return done / ((System.nanoTime() - begin) / 1e9);
    }
}
