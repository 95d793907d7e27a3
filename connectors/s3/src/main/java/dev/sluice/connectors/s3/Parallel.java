package dev.sluice.connectors.s3;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Carries out many requests, several at a time. */
final class Parallel {
    private static final int AT_ONCE = 8;

    private Parallel() {}

    /** Calls an action for each item; after a failure, which is thrown, for no further one. Not ended by an interrupt. */
    static <T> void forEach(ExecutorService threads, List<T> items, Consumer<T> action) {
        if (items.size() <= 1) {
            items.forEach(action);
            return;
        }
        Iterator<T> left = items.iterator();
        List<? extends Future<?>> workers = IntStream.range(0, Math.min(AT_ONCE, items.size()))
                .mapToObj(i -> threads.submit(() -> {
                    while (true) {
                        T item;
                        synchronized (left) {
                            if (!left.hasNext()) {
                                return;
                            }
                            item = left.next();
                        }
                        act(action, item, left);
                    }
                }))
                .toList();
        RuntimeException failure = null;
        for (Future<?> worker : workers) {
            try {
                await(worker);
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static <T> void act(Consumer<T> action, T item, Iterator<T> left) {
        try {
            action.accept(item);
        } catch (RuntimeException | Error e) {
            synchronized (left) {
                left.forEachRemaining(skipped -> {});
            }
            throw e;
        }
    }

    /** Waits for a request although this thread may be interrupted, which it is again afterwards. */
    static <T> T await(Future<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    switch (e.getCause()) {
                        case RuntimeException cause -> throw cause;
                        case Error cause -> throw cause;
                        default -> throw new IllegalStateException(e.getCause());
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
