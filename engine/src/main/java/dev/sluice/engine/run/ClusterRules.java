package dev.sluice.engine.run;

import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.plan.StreamPlan;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OnError;
import dev.sluice.spi.Reach;
import dev.sluice.spi.WriteMode;

/** What can't be done by processes that share neither disk nor memory, refused before anything is moved. */
public final class ClusterRules {
    private ClusterRules() {}

    /**
     * @param sharedFiles whether paths of files lead to the same files on all machines
     * @throws ConnectorException UNSUPPORTED, saying what to do instead
     */
    public static void check(RunPlan plan, boolean sharedFiles) {
        requireReachable(plan.source().reach(), "source " + plan.source().spec().type(), sharedFiles);
        requireReachable(
                plan.destination().reach(),
                "destination " + plan.destination().spec().type(),
                sharedFiles);
        plan.streams().forEach(ClusterRules::check);
    }

    private static void requireReachable(Reach reach, String connection, boolean sharedFiles) {
        if (reach == Reach.MACHINE) {
            throw unsupported("the " + connection
                    + " can be used by the processes of one machine only, and not by a cluster; leave out --runner");
        }
        if (reach == Reach.DISK && !sharedFiles) {
            throw unsupported("the " + connection
                    + " is on the disk of one machine, which the others of a cluster don't see; if its path leads to"
                    + " the same files on all of them, say so with --shared-files");
        }
    }

    private static void check(StreamPlan stream) {
        String name = stream.stream().name().toString();
        if (stream.badRows().onError() == OnError.REJECT) {
            throw unsupported(
                    name + ": on_error: reject writes a file of rejected rows, which a cluster can't; use fail"
                            + " or null, or leave out --runner");
        }
        boolean byCursor = stream.increment() != null && stream.increment().cursor() != null;
        if (byCursor && stream.mode() == WriteMode.APPEND) {
            throw unsupported(name + ": appending incrementally compares rows with those of the last run, which a"
                    + " cluster can't; use write_mode merge, or leave out --runner");
        }
    }

    /** A plan whose splits only the process that made it can read. */
    static ConnectorException boundToProcess(String stream) {
        return unsupported(stream + ": its splits read one point in time by connections of one process, which a cluster"
                + " can't; set consistent_read: false, or leave out --runner");
    }

    private static ConnectorException unsupported(String message) {
        return new ConnectorException(ErrorCode.UNSUPPORTED, message);
    }
}
