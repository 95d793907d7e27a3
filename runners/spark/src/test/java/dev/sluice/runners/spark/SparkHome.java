package dev.sluice.runners.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A Spark installation as far as the tests need one: the jars that the build put there, and the script to submit. */
final class SparkHome {
    static final Path JAR = Path.of("target", "sluice-spark.jar").toAbsolutePath();

    private SparkHome() {}

    static Path folder() {
        Path home = Path.of("target", "spark").toAbsolutePath();
        Path script = home.resolve("bin/spark-submit");
        try {
            Files.createDirectories(script.getParent());
            Files.copy(
                    Path.of("src", "test", "spark", "bin", "spark-submit"),
                    script,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return home;
    }

    static Path submit() {
        return folder().resolve("bin/spark-submit");
    }
}
