package dev.sluice.spi;

import java.util.List;

/**
 * A system that rows are read from: one class, five methods.
 *
 * <p>Stateless and thread-safe, with a public constructor without arguments: it is made anew wherever a task runs.
 * Registered under {@code META-INF/services/dev.sluice.spi.SourceConnector}. Every method throws {@link
 * ConnectorException} for what a user can understand; anything else is reported as a bug of the connector.
 */
public abstract class SourceConnector {
    /** What this connector is: type, options, capabilities. */
    public abstract ConnectorSpec spec();

    /** Connects and logs in; returns if that went well. */
    public abstract void testConnection(Options options);

    /** From where tasks can reach what the options name: what may run on a cluster goes by it. */
    public Reach reach() {
        return Reach.NETWORK;
    }

    /**
     * A connector for the calls of one run, which may keep what is dear to make anew, such as connections, until it is {@link
     * #close}d. This one, which keeps nothing, unless overridden.
     */
    public SourceConnector forRun() {
        return this;
    }

    /** Lets go of what was kept for a run that has ended. */
    public void close() {}

    /** Lists streams with their columns and keys. */
    public abstract Catalog discoverSchema(DiscoverRequest request);

    /**
     * Where the rows of a stream lie, in the words in which a destination of the same type names what it writes to, see
     * {@link DestinationConnector#place}: a run that reads what the one before wrote doubles it. Empty where the two can't
     * be compared.
     */
    public List<String> places(Options options, StreamName stream) {
        return List.of();
    }

    /** Cuts a stream into parts that can be read at the same time; one part unless overridden. */
    public SplitPlan planSplits(ReadRequest request) {
        return SplitPlan.single();
    }

    /**
     * Reads one split: a blocking loop that emits batches until the split is done.
     *
     * @throws Exception of any kind; the engine names stream and split around it
     */
    public abstract void read(ReadRequest request, Split split, BatchOutput out) throws Exception;
}
