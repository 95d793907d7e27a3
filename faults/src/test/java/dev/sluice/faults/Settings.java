package dev.sluice.faults;

/** What the build, or who runs the suite, asks for. */
final class Settings {
    private static final long SEED = 20261125;

    private Settings() {}

    /** How many processes are killed, all pipelines together. */
    static int kills() {
        return Integer.getInteger("faults.kills", 63);
    }

    static long historySeconds() {
        return Long.getLong("faults.history.seconds", 30);
    }

    /** The one given, else always the same. */
    static long seed() {
        return Long.getLong("faults.seed", SEED);
    }
}
