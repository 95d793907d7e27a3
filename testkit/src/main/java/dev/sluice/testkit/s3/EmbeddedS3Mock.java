package dev.sluice.testkit.s3;

import dev.sluice.testkit.server.ServerProcess;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** Starts Adobe's S3Mock on a free loopback port. It takes any login. */
final class EmbeddedS3Mock extends JarServer {
    private EmbeddedS3Mock() {
        super("s3mock");
    }

    static TestingS3 start() throws IOException, InterruptedException {
        int port = ServerProcess.start(new EmbeddedS3Mock());
        return new TestingS3(endpoint(port), "any-access-key", "any-secret", false);
    }

    @Override
    List<String> arguments(Path jarFile, Path folder, int port) throws IOException {
        return List.of(
                "-Xmx512m",
                "-Dloader.main=" + LoopbackS3Mock.class.getName(),
                "-Dloader.path=" + ownClasses(),
                "-cp",
                jarFile.toString(),
                "org.springframework.boot.loader.launch.PropertiesLauncher",
                String.valueOf(port));
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
