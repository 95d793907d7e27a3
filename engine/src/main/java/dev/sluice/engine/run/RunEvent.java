package dev.sluice.engine.run;

import java.io.Serializable;
import java.time.Duration;

/** Something that happened in a run, in the order it happened. */
public sealed interface RunEvent {
    /** A stream begins; {@code progress} counts on while it runs. */
    record StreamStarted(StreamProgress progress) implements RunEvent {}

    /** Something the user should know of a stream. */
    record Note(String stream, String text) implements RunEvent {}

    /** An attempt failed and will be made again. */
    record Retry(String stream, String split, int attempt, Duration pause, String reason)
            implements RunEvent, Serializable {}

    /** All rows of a stream are staged and are being published. */
    record Publishing(String stream) implements RunEvent {}

    /** A stream ended, well or not. */
    record StreamFinished(StreamReport report) implements RunEvent {}
}
