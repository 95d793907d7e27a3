package dev.sluice.cli;

import dev.sluice.engine.ProgramVersion;
import picocli.CommandLine.IVersionProvider;

/** The program's version and the Java it runs on. */
public final class VersionLine implements IVersionProvider {
    public static String text() {
        return "sluice " + number() + " (Java " + Runtime.version().feature() + ")";
    }

    static String number() {
        return ProgramVersion.number();
    }

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }
}
