package dev.sluice.cli.progress;

/** How progress is shown. */
public enum ProgressMode {
    AUTO,
    PLAIN,
    JSON,
    NONE
}
