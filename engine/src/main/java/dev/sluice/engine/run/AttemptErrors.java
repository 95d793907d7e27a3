package dev.sluice.engine.run;

import dev.sluice.spi.BadRow;
import dev.sluice.spi.OnError;
import dev.sluice.spi.RowErrors;
import java.util.LinkedHashMap;
import java.util.Map;

/** The bad rows of one attempt at a split. Thread-safe. */
final class AttemptErrors implements RowErrors {
    private final StreamErrors stream;
    private final RejectsPart part;
    private final Map<String, NulledValues> nulled = new LinkedHashMap<>();
    private long rejected;
    private long rejectedByWriter;

    AttemptErrors(StreamErrors stream, RejectsPart part) {
        this.stream = stream;
        this.part = part;
    }

    @Override
    public OnError policy() {
        return stream.rule().onError();
    }

    @Override
    public synchronized void reject(BadRow row) {
        if (policy() != OnError.REJECT) {
            throw row.asFailure();
        }
        part.add(row);
        rejected++;
        stream.count(row);
    }

    @Override
    public synchronized void becomesNull(BadRow row) {
        if (policy() != OnError.NULL) {
            throw row.asFailure();
        }
        nulled.merge(row.column(), new NulledValues(1, row.asFailure().getMessage()), NulledValues::plus);
        stream.count(row);
    }

    /** The same for the writer, whose rejected rows were counted as read before. */
    RowErrors ofWriter() {
        return new RowErrors() {
            @Override
            public OnError policy() {
                return AttemptErrors.this.policy();
            }

            @Override
            public void reject(BadRow row) {
                AttemptErrors.this.reject(row);
                synchronized (AttemptErrors.this) {
                    rejectedByWriter++;
                }
            }

            @Override
            public void becomesNull(BadRow row) {
                AttemptErrors.this.becomesNull(row);
            }
        };
    }

    synchronized long rejectedByWriter() {
        return rejectedByWriter;
    }

    synchronized long rejected() {
        return rejected;
    }

    synchronized Map<String, NulledValues> nulled() {
        return Map.copyOf(nulled);
    }

    /** Takes over what an attempt in another process met. */
    synchronized void take(Map<String, NulledValues> values) {
        nulled.putAll(values);
        stream.count(count());
    }

    synchronized long count() {
        return rejected
                + nulled.values().stream().mapToLong(NulledValues::count).sum();
    }

    RejectsPart part() {
        return part;
    }
}
