package dev.sluice.testkit.s3;

import dev.sluice.testkit.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** S3Proxy, with signatures on and objects in memory. */
final class EmbeddedS3 extends JarServer {
    private static final String ACCESS_KEY_ID = "testkit-access-key";
    private static final String SECRET_ACCESS_KEY = "testkit/secret+access/key";

    private EmbeddedS3() {
        super("s3proxy");
    }

    static TestingS3 start() throws IOException, InterruptedException {
        int port = ServerProcess.start(new EmbeddedS3());
        return new TestingS3(endpoint(port), ACCESS_KEY_ID, SECRET_ACCESS_KEY, true);
    }

    @Override
    List<String> arguments(Path jarFile, Path folder, int port) throws IOException {
        Path properties = Files.writeString(folder.resolve("s3proxy.properties"), configuration(port));
        return List.of("-Xmx1g", "-DLOG_LEVEL=warn", "-jar", jarFile.toString(), "--properties", properties.toString());
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
