package dev.sluice.connectors.storage;

import dev.sluice.spi.Commit;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StoredState;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The states that a folder's manifest keeps. They change with the manifest only, by a journal, so that a commit that goes on
 * at the same time either comes first or is refused.
 */
record FolderStates(FolderPublisher folder) {
    /** The states of all pipelines, once what a crashed commit left is brought to its end. */
    List<StoredState> all() throws IOException {
        folder.endCommit();
        return folder.manifest().map(Manifest::states).orElse(List.of());
    }

    /**
     * Replaces a request's own state.
     *
     * @param state empty to remove it
     */
    void put(WriteRequest request, String state) throws IOException {
        folder.endCommit();
        Optional<Manifest> old = folder.manifest();
        if (state.isEmpty()
                && old.flatMap(manifest -> manifest.stateOf(request)).isEmpty()) {
            return;
        }
        Manifest before = old.isPresent() ? old.get() : Manifest.ofUnknown(folder.present());
        Manifest changed = new Manifest(
                before.runId(),
                before.files(),
                before.schema(),
                before.reading(),
                before.statesWith(request, stored(request, state)));
        String stream = Stager.of(request).stream();
        folder.commit(
                new Journal(folder.path(), stream, List.of(), changed, before.commit(), List.of()), before.files());
    }

    private static Optional<StoredState> stored(WriteRequest request, String state) {
        return state.isEmpty()
                ? Optional.empty()
                : Optional.of(new StoredState(
                        request.pipeline(),
                        request.stream().toString(),
                        request.target().toString(),
                        request.runId(),
                        Instant.now().truncatedTo(ChronoUnit.MICROS).toString(),
                        state));
    }

    /**
     * The states after a commit. Rows that replace all others have no other state than the commit's own; those that are added
     * leave the state as it is where they bring none.
     *
     * @throws ConnectorException EXTERNAL_FAILURE where the state isn't the one that the run began with
     */
    static List<StoredState> after(String folder, Manifest old, WriteRequest request, Commit commit) {
        Optional<StoredState> own = old.stateOf(request);
        boolean counts = !commit.state().isEmpty() || !commit.previousState().isEmpty();
        if (counts && !own.map(StoredState::state).orElse("").equals(commit.previousState())) {
            throw new ConnectorException(
                    ErrorCode.EXTERNAL_FAILURE,
                    folder + ": the state of stream '" + request.stream() + "' of pipeline '" + request.pipeline()
                            + "' is not the one that this run began with"
                            + own.map(state -> " (run " + state.runId() + " changed it)")
                                    .orElse(" (it was removed)")
                            + ", so that nothing was published; run again");
        }
        boolean replaced = !commit.state().isEmpty() || request.mode() == WriteMode.OVERWRITE;
        return replaced ? old.statesWith(request, stored(request, commit.state())) : old.states();
    }
}
