package dev.sluice.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Flags that say what becomes of rows that can't be read or don't fit. */
final class BadRowFlags {
    @Option(
            names = "--on-error",
            paramLabel = "WHAT",
            description =
                    "What a bad row or value does: fail (ends the run, unless given), reject (the row goes to a file),"
                            + " null (the value becomes NULL).")
    private String onError;

    @Option(
            names = "--max-errors",
            paramLabel = "N",
            description = "How many bad rows end the run all the same: a number such as 100 or a share such as 1%%.")
    private String maxErrors;

    @Option(
            names = "--rejects",
            paramLabel = "DIR",
            description = "Folder for the files of rejected rows; beside the run history unless given.")
    private String rejects;

    /** The keys of a pipeline file that were set. */
    Map<String, Object> keys() {
        Map<String, Object> keys = new LinkedHashMap<>();
        put(keys, "on_error", onError);
        put(keys, "max_errors", maxErrors);
        put(keys, "rejects", rejects);
        return keys;
    }

    private static void put(Map<String, Object> keys, String key, String value) {
        if (value != null) {
            keys.put(key, value);
        }
    }
}
