package dev.sluice.cli.command;

import dev.sluice.engine.ConnectorRegistry;
import dev.sluice.engine.config.ConnectionConfig;
import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.plan.Budget;
import dev.sluice.engine.run.Cluster;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.Options;
import picocli.CommandLine.Option;

/** Flags of every command that moves rows or plans to. */
final class RunFlags {
    private static final String BATCH_SIZE = "batch_size";

    @Option(names = "--json", description = "Print the result as JSON on stdout.")
    private boolean json;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "How many parts to move at once; one per processor unless given.")
    private Integer parallelism;

    @Option(
            names = "--max-memory",
            paramLabel = "SIZE",
            description = "Heap to work in, such as 512m or 2g; 1g unless given, less on small machines.")
    private String maxMemory;

    boolean json() {
        return json;
    }

    /** What the flags allow a pipeline. The launcher has made the heap as large as {@code --max-memory} says. */
    Budget budget(ConnectorRegistry registry, Pipeline pipeline) {
        return budget(registry, pipeline, null);
    }

    /**
     * The same on a cluster, whose processes have a heap of their own.
     *
     * @param cluster null for this process
     */
    Budget budget(ConnectorRegistry registry, Pipeline pipeline, Cluster cluster) {
        if (maxMemory != null) {
            MemorySize.parse(maxMemory);
        }
        if (parallelism != null) {
            Arguments.requirePositive("--parallelism", parallelism);
        }
        int batchSize = Math.max(
                batchSize(registry.spec(pipeline.source().type(), true).orElseThrow(), pipeline.source()),
                batchSize(registry.spec(pipeline.destination().type(), false).orElseThrow(), pipeline.destination()));
        if (cluster != null) {
            return cluster.budget(parallelism == null ? 0 : parallelism, batchSize);
        }
        int tasks = parallelism != null ? parallelism : Runtime.getRuntime().availableProcessors();
        return Budget.of(Runtime.getRuntime().maxMemory(), tasks, batchSize);
    }

    /** The connection's batch_size where the user wrote one, or 0. */
    private static int batchSize(ConnectorSpec spec, ConnectionConfig connection) {
        Options options = connection.options();
        return spec.options().stream()
                .filter(option -> option.key().equals(BATCH_SIZE) && options.isSet(option))
                .map(option -> options.get(option))
                .mapToInt(value -> value instanceof Number number ? number.intValue() : 0)
                .findFirst()
                .orElse(0);
    }
}
