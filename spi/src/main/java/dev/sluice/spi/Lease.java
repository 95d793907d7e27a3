package dev.sluice.spi;

import java.util.List;

/**
 * Keeps every other run from writing the same stream to the same target, from whatever machine, as long as it is renewed. It
 * ends by itself some time after whoever holds it has died. Thread-safe.
 */
public interface Lease extends AutoCloseable {
    /** What a destination gives that knows no leases: holds nobody off. */
    Lease NONE = new Lease() {
        @Override
        public boolean renew() {
            return true;
        }

        @Override
        public void close() {}
    };

    /**
     * Makes it last as long again as it did at first, from now on. Where the destination can't be asked, that is no failure:
     * the next call may come in time.
     *
     * @return false once another run has taken it over: what this one staged won't be published
     */
    boolean renew();

    /** What whoever runs the pipeline should know: where runs can't be kept apart here, for instance. */
    default List<String> notes() {
        return List.of();
    }

    /** Lets others in. */
    @Override
    void close();
}
