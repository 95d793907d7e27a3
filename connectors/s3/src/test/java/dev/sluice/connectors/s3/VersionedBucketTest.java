package dev.sluice.connectors.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.WriteMode;
import dev.sluice.testkit.s3.TestingS3;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * A bucket that keeps the versions of its objects: what is current counts, and what was is still there. Deletions aren't
 * tested here: unlike S3, S3Mock lists objects that are deleted, and takes them for being there when it is to write an object
 * only if there is none.
 */
class VersionedBucketTest {
    private final S3Runs runs = new S3Runs(TestingS3.withVersions());

    @BeforeEach
    void keepVersions() {
        runs.client.putBucketVersioning(request -> request.bucket(runs.bucket)
                .versioningConfiguration(configuration -> configuration.status(BucketVersioningStatus.ENABLED)));
    }

    @AfterEach
    void close() {
        runs.close();
    }

    private List<ObjectVersion> versions(String key) {
        return runs.client.listObjectVersions(request -> request.bucket(runs.bucket)).versions().stream()
                .filter(version -> version.key().equals(key))
                .toList();
    }

    @Test
    void theCurrentVersionIsRead() throws Exception {
        runs.put("in/a.csv", "id,name\n1,old\n");
        runs.put("in/a.csv", "id,name\n1,new\n");

        assertThat(S3Runs.read(runs.source(Map.of("prefix", "in/")))).containsExactly(List.of(1L, "new"));
    }

    @Test
    void anOverwriteMakesANewVersionAndKeepsTheOldOne() throws Exception {
        Map<String, Object> options = Map.of("prefix", "lake/people.csv", "overwrite", true);
        runs.run(runs.request(WriteMode.OVERWRITE, options), S3Runs.rows(0, 3));
        runs.run(runs.request(WriteMode.OVERWRITE, options), S3Runs.rows(3, 5));

        assertThat(runs.text("lake/people.csv")).isEqualTo(S3Runs.csv(3, 5));
        List<String> contents = versions("lake/people.csv").stream()
                .map(version -> runs.client
                        .getObject(
                                request -> request.bucket(runs.bucket)
                                        .key(version.key())
                                        .versionId(version.versionId()),
                                ResponseTransformer.toBytes())
                        .asUtf8String())
                .toList();
        assertThat(contents).containsExactlyInAnyOrder(S3Runs.csv(0, 3), S3Runs.csv(3, 5));
    }

    @Test
    void aFileReplacedAfterItWasFoundIsAnErrorAlthoughItsVersionIsStillThere() throws Exception {
        runs.put("in/a.csv", "id,name\n1,old\n");
        Options source = runs.source(Map.of("prefix", "in/"));
        S3Source connector = new S3Source();
        CatalogStream stream =
                connector.discoverSchema(DiscoverRequest.of(source)).streams().getFirst();
        runs.put("in/a.csv", "id,name\n1,new\n");

        List<List<Object>> rows = new ArrayList<>();
        ConnectorException failure = catchThrowableOfType(
                ConnectorException.class,
                () -> S3Runs.read(
                        connector,
                        new ReadRequest(source, stream, stream.schema(), 2, S3Runs.BATCHES, 24 << 20),
                        rows));

        assertThat(failure.code()).isEqualTo(ErrorCode.EXTERNAL_FAILURE);
        assertThat(failure).hasMessageContaining("in/a.csv").hasMessageContaining("changed while it was being read");
        assertThat(rows).isEmpty();
    }
}
