package dev.sluice.cli.command;

import dev.sluice.engine.run.ClusterProvider;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.text.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import picocli.CommandLine.Option;

/** Flags that say on which machines rows are moved. */
final class RunnerFlags {
    private static final String LOCAL = "local";
    private static final String SPARK = "spark";

    @Option(
            names = "--runner",
            paramLabel = "WHERE",
            defaultValue = LOCAL,
            description = "local: in this process; spark: on the executors of a Spark cluster, by the spark-submit of"
                    + " SPARK_HOME.")
    private String runner;

    @Option(
            names = "--master",
            paramLabel = "URL",
            defaultValue = "",
            description = "The Spark cluster, such as spark://host:7077; what Spark's own configuration says unless"
                    + " given.")
    private String master;

    @Option(
            names = "--shared-files",
            description = "Paths of local files lead to the same files on all machines of the cluster.")
    private boolean sharedFiles;

    boolean isLocal() {
        if (!List.of(LOCAL, SPARK).contains(runner)) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "--runner is local or spark, not '" + runner + "'"
                            + Suggestion.didYouMean(runner, List.of(LOCAL, SPARK)));
        }
        boolean local = runner.equals(LOCAL);
        if (local && (!master.isEmpty() || sharedFiles)) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION, "--master and --shared-files are for '--runner spark'");
        }
        return local;
    }

    String master() {
        return master;
    }

    /** Whether the runner is on the class path: in a process that its own launcher has started. */
    Optional<ClusterProvider> provider() {
        return ServiceLoader.load(ClusterProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(runner))
                .findFirst();
    }

    ClusterProvider.Settings settings(String title) {
        return new ClusterProvider.Settings(master, title, sharedFiles);
    }
}
