package dev.sluice.engine.run;

/** Opens clusters of one kind. Found by {@link java.util.ServiceLoader}. */
public interface ClusterProvider {
    /** What users call this kind of cluster. */
    String name();

    /** Connects to a cluster. */
    Cluster open(Settings settings);

    /**
     * What a user says of the cluster.
     *
     * @param master where it is; empty for what the cluster's own configuration says
     * @param title how the cluster shall call this run
     * @param sharedFiles whether paths of files lead to the same files on all machines
     */
    record Settings(String master, String title, boolean sharedFiles) {}
}
