package dev.sluice.testkit.s3;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starts Adobe's S3Mock on a free loopback port. It takes any login. */
final class EmbeddedS3Mock {
    private static final Path JAR = Path.of("target", "servers", "s3mock.jar");

    private EmbeddedS3Mock() {}

    static TestingS3 start() throws IOException, InterruptedException {
        if (!Files.isRegularFile(JAR)) {
            throw new IOException(JAR.toAbsolutePath() + " is missing");
        }
        URI endpoint = ServerProcess.start(port -> List.of(
                "-Xmx512m",
                "-Dloader.main=" + LoopbackS3Mock.class.getName(),
                "-Dloader.path=" + ownClasses(),
                "-cp",
                JAR.toString(),
                "org.springframework.boot.loader.launch.PropertiesLauncher",
                String.valueOf(port)));
        return new TestingS3(endpoint, "any-access-key", "any-secret", false);
    }

    private static Path ownClasses() throws IOException {
        try {
            return Path.of(LoopbackS3Mock.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
