package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.s3.TestingS3;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Kills real processes with SIGKILL while they write to S3, and looks at the bucket with the SDK. */
class KilledS3RunTest {
    private static final int KILLS = 3;
    private static final int ROWS = 200_000;
    private static final long SEED = 20261124;

    @TempDir
    Path folder;

    private final TestingS3 server = TestingS3.shared();
    private final String bucket = server.createBucket();
    private final S3Client client = server.client();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    @Timeout(120)
    void contract10ARunKilledInTheMiddleOfAWriteLeavesNoObjectButItsLeaseAndTheNextOneNoUpload() throws Exception {
        for (String target : List.of("lake/people.csv", "lake/")) {
            Process process = copy(target, 1);
            while (process.isAlive() && uploads().isEmpty()) {
                Thread.sleep(1);
            }
            process.destroyForcibly().waitFor();
            assertThat(process.exitValue()).as(output()).isNotZero();
            assertThat(objects())
                    .as("after a kill while writing to %s", target)
                    .singleElement()
                    .asString()
                    .contains("/.sluice-lock-");
            assertThat(uploads()).isNotEmpty();

            Process next = copy(target, 2);
            assertThat(next.waitFor()).as(output()).isZero();

            assertThat(uploads()).isEmpty();
            assertThat(objects()).noneMatch(key -> key.contains("/.sluice"));
            assertThat(rows()).isEqualTo(ROWS);
            objects()
                    .forEach(key -> client.deleteObject(
                            request -> request.bucket(bucket).key(key)));
        }
    }

    @Test
    @Timeout(120)
    void contract09AnOverwriteKilledAtAnyMomentLeavesTheOldFileOrTheNewOne() throws Exception {
        long start = System.nanoTime();
        assertThat(copy("lake/people.csv", 0).waitFor()).as(output()).isZero();
        RandomKills kills = new RandomKills(SEED, System.nanoTime() - start);
        int current = 0;
        int version = 0;
        while (kills.killed() < KILLS) {
            version++;
            // the second half is where the writing is
            kills.strike(copy("lake/people.csv", version), 0.5);
            int found = soleVersion();
            assertThat(found).isIn(current, version);
            current = found;
        }

        assertThat(copy("lake/people.csv", version + 1).waitFor()).as(output()).isZero();
        assertThat(soleVersion()).isEqualTo(version + 1);
        assertThat(objects()).containsExactly("lake/people.csv");
        assertThat(uploads()).isEmpty();
    }

    private List<String> objects() {
        return client.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private List<String> uploads() {
        return client.listMultipartUploads(request -> request.bucket(bucket)).uploads().stream()
                .map(MultipartUpload::key)
                .toList();
    }

    private List<String> lines(String key) {
        return client.getObject(request -> request.bucket(bucket).key(key), ResponseTransformer.toBytes())
                .asUtf8String()
                .lines()
                .skip(1)
                .toList();
    }

    private int rows() {
        return objects().stream()
                .filter(key -> key.endsWith(".csv"))
                .mapToInt(key -> lines(key).size())
                .sum();
    }

    /** The version that all rows have; the file must have all rows of it. */
    private int soleVersion() {
        List<String> lines = lines("lake/people.csv");
        assertThat(lines).hasSize(ROWS);
        List<String> versions =
                lines.stream().map(line -> line.split(",")[1]).distinct().toList();
        assertThat(versions).hasSize(1);
        return Integer.parseInt(versions.getFirst());
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    private Process copy(String target, int version) throws IOException {
        Path csv = folder.resolve("people.csv");
        try (BufferedWriter out = Files.newBufferedWriter(csv)) {
            out.write("id,version,text\n");
            for (int id = 0; id < ROWS; id++) {
                out.write(id + "," + version + ",some text that makes the row a little longer " + id + "\n");
            }
        }
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.sluice.cli.Main",
                        "copy",
                        csv.toString(),
                        "s3://" + bucket + "/" + target + "?format=csv&endpoint=" + server.endpoint(),
                        "--overwrite")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("SLUICE_STATE_DIR", folder.resolve("state").toString());
        builder.environment().put("AWS_ACCESS_KEY_ID", server.accessKeyId());
        builder.environment().put("AWS_SECRET_ACCESS_KEY", server.secretAccessKey());
        return builder.start();
    }
}
