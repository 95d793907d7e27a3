package dev.sluice.cli.progress;

import dev.sluice.cli.Console;
import dev.sluice.engine.run.RunEvent;
import dev.sluice.engine.run.RunListener;

/** Shows on stderr how a run gets on. Closed before anything else is printed. */
public interface Progress extends RunListener, AutoCloseable {
    /** A display on a terminal, or lines, as the user asked or as stderr is. */
    static Progress of(ProgressMode mode, Console console) {
        return switch (mode) {
            case AUTO -> console.terminal().interactive() ? new LiveProgress(console) : new PlainProgress(console);
            case PLAIN -> new PlainProgress(console);
            case JSON -> new JsonProgress(console);
            case NONE -> new NoProgress();
        };
    }

    /** The source is being looked at. */
    default void planning(String pipeline) {}

    /** So many streams will be moved. */
    default void planned(int streams) {}

    @Override
    default void close() {}

    /** Nothing at all. */
    final class NoProgress implements Progress {
        @Override
        public void on(RunEvent event) {}
    }
}
