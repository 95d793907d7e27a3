package dev.sluice.testkit.s3;

import dev.sluice.testkit.server.ServerProcess;
import dev.sluice.testkit.server.ServerProgram;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** S3Proxy, with signatures on and objects in memory. */
final class EmbeddedS3 implements ServerProgram {
    private static final Path JAR = Path.of("target", "servers", "s3proxy.jar");
    private static final String ACCESS_KEY_ID = "testkit-access-key";
    private static final String SECRET_ACCESS_KEY = "testkit/secret+access/key";

    private EmbeddedS3() {}

    static TestingS3 start() throws IOException, InterruptedException {
        int port = ServerProcess.start(new EmbeddedS3());
        return new TestingS3(endpoint(port), ACCESS_KEY_ID, SECRET_ACCESS_KEY);
    }

    @Override
    public String name() {
        return "s3proxy";
    }

    @Override
    public void prepare(Path folder) throws IOException {
        if (!Files.isRegularFile(JAR)) {
            throw new IOException(JAR.toAbsolutePath() + " is missing");
        }
    }

    @Override
    public List<String> command(Path folder, int port) throws IOException {
        Path properties = Files.writeString(folder.resolve("s3proxy.properties"), configuration(port));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-DLOG_LEVEL=warn",
                "-jar",
                JAR.toAbsolutePath().toString(),
                "--properties",
                properties.toString());
    }

    /** Any answer will do. */
    @Override
    public void probe(int port) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) endpoint(port).toURL().openConnection();
        connection.getResponseCode();
        connection.disconnect();
    }

    @Override
    public String endSignal() {
        return "TERM";
    }

    private static URI endpoint(int port) {
        return URI.create("http://127.0.0.1:" + port);
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
