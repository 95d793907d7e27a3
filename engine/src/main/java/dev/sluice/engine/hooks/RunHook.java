package dev.sluice.engine.hooks;

import java.net.URI;
import java.util.List;

/** Whom to tell that a run has ended; they are given its report as JSON. */
public sealed interface RunHook {
    /**
     * An address that the report is posted to.
     *
     * @param address of http or https; its path or query often is a secret
     */
    record Webhook(URI address) implements RunHook {
        @Override
        public String toString() {
            return "webhook at " + address.getHost();
        }
    }

    /**
     * A program that gets the report on its standard input, and {@code SLUICE_PIPELINE}, {@code SLUICE_RUN_ID} and {@code
     * SLUICE_STATUS} in its environment. No shell is involved.
     *
     * @param words the program and its arguments
     */
    record Command(List<String> words) implements RunHook {
        public Command {
            words = List.copyOf(words);
        }

        @Override
        public String toString() {
            return "command " + words.getFirst();
        }
    }
}
