package dev.sluice.testkit.s3;

import dev.sluice.testkit.Folders;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starts S3Proxy on a free loopback port, with signatures on and objects in memory. */
final class EmbeddedS3 {
    private static final Path JAR = Path.of("target", "servers", "s3proxy.jar");
    private static final String ACCESS_KEY_ID = "testkit-access-key";
    private static final String SECRET_ACCESS_KEY = "testkit/secret+access/key";

    private EmbeddedS3() {}

    static TestingS3 start() throws IOException, InterruptedException {
        if (!Files.isRegularFile(JAR)) {
            throw new IOException(JAR.toAbsolutePath() + " is missing");
        }
        Path properties = Files.createTempFile(Folders.temporary(), "sluice-s3proxy-", ".properties");
        try {
            URI endpoint = ServerProcess.start(port -> {
                Files.writeString(properties, configuration(port));
                return List.of(
                        "-Xmx1g", "-DLOG_LEVEL=warn", "-jar", JAR.toString(), "--properties", properties.toString());
            });
            return new TestingS3(endpoint, ACCESS_KEY_ID, SECRET_ACCESS_KEY, true);
        } finally {
            Files.delete(properties);
        }
    }

    private static String configuration(int port) {
        return """
            s3proxy.endpoint=http://127.0.0.1:%d
            s3proxy.authorization=aws-v4
            s3proxy.identity=%s
            s3proxy.credential=%s
            s3proxy.ignore-unknown-headers=true
            jclouds.provider=transient-nio2
            jclouds.identity=unused
            jclouds.credential=unused
            """.formatted(port, ACCESS_KEY_ID, SECRET_ACCESS_KEY);
    }
}
