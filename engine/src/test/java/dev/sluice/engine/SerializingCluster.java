package dev.sluice.engine;

import dev.sluice.engine.plan.Budget;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.run.Cluster;
import dev.sluice.engine.run.ClusterRules;
import dev.sluice.engine.run.ClusterWork;
import dev.sluice.engine.run.RowCounter;
import dev.sluice.engine.run.TaskResult;
import dev.sluice.spi.Split;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** As a cluster of other processes does, it takes everything as bytes and answers with bytes. Each split is moved twice. */
final class SerializingCluster implements Cluster {
    private final List<Integer> attempts = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong starts = new AtomicLong();
    private volatile String shown = "";
    private int streamsAtOnce = 1;
    private Arrival arrival = stream -> {};

    /** Is told, and may wait, before a stream's splits are moved. */
    interface Arrival {
        void of(String stream) throws Exception;
    }

    void several(int streams, Arrival told) {
        streamsAtOnce = streams;
        arrival = told;
    }

    /** The numbers of all attempts that succeeded. */
    List<Integer> attempts() {
        return attempts;
    }

    /** What a user interface would have to show of the work. */
    String shown() {
        return shown;
    }

    @Override
    public Budget budget(int parallelism, int rowsPerBatch) {
        return Budget.of(64L << 20, 2, rowsPerBatch);
    }

    @Override
    public void check(RunPlan plan) {
        ClusterRules.check(plan, false);
    }

    @Override
    public int streamsAtOnce() {
        return streamsAtOnce;
    }

    @Override
    public void run(ClusterWork work, List<Split> splits, int atOnce, Tasks tasks) throws Exception {
        shown = work + " " + splits;
        arrival.of(work.stream());
        for (Split split : splits) {
            TaskResult first = attempt(work, split);
            attempt(work, split);
            tasks.done(first);
        }
    }

    private TaskResult attempt(ClusterWork work, Split split) throws Exception {
        ConnectorRegistry registry = ConnectorRegistry.load(Optional.empty());
        TaskResult result = copy(copy(work).run(registry, copy(split), starts.getAndIncrement(), new RowCounter() {
            @Override
            public void read(long rows, long bytes) {
                // nobody watches
            }

            @Override
            public void taken(long rows) {
                // nobody watches
            }
        }));
        attempts.add(result.token().attempt());
        return result;
    }

    @SuppressWarnings("unchecked")
    private static <T extends Serializable> T copy(T object) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    @Override
    public void close() {
        // nothing is held
    }
}
