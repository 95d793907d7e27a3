package dev.sluice.runners.spark;

import dev.sluice.engine.plan.Budget;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.run.Cluster;
import dev.sluice.engine.run.ClusterProvider;
import dev.sluice.engine.run.ClusterRules;
import dev.sluice.engine.run.ClusterWork;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Split;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** A Spark application whose executors move splits. Rows don't pass through Spark: it carries tasks and tokens. */
final class SparkCluster implements Cluster {
    private static final int MOST_STREAMS = 8;

    private final JavaSparkContext spark;
    private final ExecutorFacts facts;
    private final boolean sharesDisk;
    /** Null where all cores may be used. */
    private volatile Slots slots;

    private SparkCluster(JavaSparkContext spark, ExecutorFacts facts, boolean sharesDisk) {
        this.spark = spark;
        this.facts = facts;
        this.sharesDisk = sharesDisk;
    }

    /**
     * Starts the application, and asks its executors what they run on.
     *
     * @throws ConnectorException where no executor can be had, or one can't run us
     */
    static SparkCluster open(ClusterProvider.Settings settings) {
        SparkConf conf = new SparkConf();
        if (!settings.master().isEmpty()) {
            conf.setMaster(settings.master());
        }
        if (!conf.contains("spark.master")) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "no Spark cluster is named; set --master, such as spark://host:7077, or spark.master in Spark's"
                            + " own configuration");
        }
        conf.setIfMissing("spark.app.name", "sluice");
        if (conf.get("spark.app.name").equals(SparkMain.class.getName())) {
            conf.setAppName("sluice " + settings.title());
        }
        // what Spark has to say in passing would be in between lines of progress, which comes with executors'
        // heartbeats
        conf.setIfMissing("spark.log.level", "ERROR");
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        conf.setIfMissing("spark.executor.heartbeatInterval", "2s");
        JavaSparkContext spark = start(conf);
        try {
            ExecutorFacts facts = ExecutorFacts.of(spark);
            facts.requireJava(SparkMain.NEEDED);
            boolean oneProcess = spark.sc().isLocal();
            return new SparkCluster(spark, facts, oneProcess || settings.sharedFiles());
        } catch (RuntimeException e) {
            spark.close();
            throw e;
        }
    }

    private static JavaSparkContext start(SparkConf conf) {
        try {
            return new JavaSparkContext(conf);
        } catch (RuntimeException e) {
            throw new ConnectorException(
                    ErrorCode.UNREACHABLE,
                    "Spark at " + conf.get("spark.master") + " can't be used: " + SparkFailures.firstLine(e),
                    e);
        }
    }

    @Override
    public Budget budget(int parallelism, int rowsPerBatch) {
        slots = parallelism > 0 && parallelism < facts.cores() ? new Slots(parallelism) : null;
        Budget ofExecutor = Budget.of(facts.heap(), facts.coresPerExecutor(), rowsPerBatch);
        return new Budget(
                parallelism > 0 ? parallelism : facts.cores(),
                ofExecutor.batchSize(),
                ofExecutor.channelBytes(),
                ofExecutor.readMemory(),
                ofExecutor.writeMemory());
    }

    @Override
    public void check(RunPlan plan) {
        ClusterRules.check(plan, sharesDisk);
    }

    /** Enough that small streams fill the cores; each holds connections of the driver's while it is planned and published. */
    @Override
    public int streamsAtOnce() {
        return Math.min(MOST_STREAMS, facts.cores());
    }

    @Override
    public void run(ClusterWork work, List<Split> splits, int atOnce, Tasks tasks) throws Exception {
        Slots limited = slots;
        if (limited == null && atOnce >= Math.min(facts.cores(), splits.size())) {
            new SparkTasks(spark, work, splits, new Slots(1), tasks).runTogether();
        } else {
            new SparkTasks(spark, work, splits, limited == null ? new Slots(atOnce) : limited, tasks).runEach(atOnce);
        }
    }

    @Override
    public void close() {
        spark.close();
    }
}
