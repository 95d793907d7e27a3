package dev.sluice.runners.spark;

import dev.sluice.engine.run.Cluster;
import dev.sluice.engine.run.ClusterProvider;

/** Opens Spark applications. */
public final class SparkClusterProvider implements ClusterProvider {
    @Override
    public String name() {
        return "spark";
    }

    @Override
    public Cluster open(Settings settings) {
        return SparkCluster.open(settings);
    }
}
