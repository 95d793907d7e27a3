package dev.sluice.testkit.mssql.server;

import java.util.HashMap;
import java.util.Map;

/** Locks by name, of sp_getapplock: exclusive ones. Thread-safe. */
final class AppLocks {
    private final Map<String, Object> owners = new HashMap<>();

    /** @return false where another session kept the lock for so long */
    synchronized boolean acquire(String resource, Object owner, long timeoutMillis) throws InterruptedException {
        long end = System.nanoTime() + timeoutMillis * 1_000_000;
        while (owners.containsKey(resource) && owners.get(resource) != owner) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        owners.put(resource, owner);
        return true;
    }

    /** @return false where the session doesn't hold it */
    synchronized boolean release(String resource, Object owner) {
        notifyAll();
        return owners.remove(resource, owner);
    }

    synchronized void releaseAll(Object owner) {
        owners.values().removeIf(other -> other == owner);
        notifyAll();
    }
}
