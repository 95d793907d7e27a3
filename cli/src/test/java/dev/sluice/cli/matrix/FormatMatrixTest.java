package dev.sluice.cli.matrix;

import static dev.sluice.testkit.data.BatchAssert.assertThatRows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.plan.StreamPlan;
import dev.sluice.engine.run.RunReport;
import dev.sluice.engine.run.Status;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.testkit.conformance.ConnectorDriver;
import dev.sluice.testkit.conformance.EngineCopy;
import dev.sluice.testkit.data.Batches;
import dev.sluice.testkit.data.TypeMatrix;
import dev.sluice.testkit.s3.TestingS3;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Every value of every type, from every format on every storage to every format on every storage, through the engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormatMatrixTest {
    private static final List<String> FORMATS = List.of("csv", "json", "jsonl", "avro", "parquet");

    private final List<Place> places = new ArrayList<>();
    /** Streams that were written, by place and what was left out of the matrix. */
    private final Map<String, StreamName> originals = new HashMap<>();

    private final FileTypesDocument document = FileTypesDocument.read();
    private Path folder;
    private S3Client client;

    @BeforeAll
    void open(@TempDir Path temporary) {
        folder = temporary;
        TestingS3 server = TestingS3.shared();
        client = server.client();
        for (String format : FORMATS) {
            places.add(new Folder(format, folder.resolve(format)));
            places.add(new Bucket(format, server, client));
        }
    }

    @AfterAll
    void close() {
        if (client != null) {
            client.close();
        }
    }

    Stream<Arguments> pairs() {
        return places.stream().flatMap(from -> places.stream().map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "from {0} to {1}")
    @MethodSource("pairs")
    void everyValueArrivesAndWhatBecomesAnotherTypeIsAnnounced(Place from, Place to) throws Exception {
        TypeMatrix matrix = to.matrix(from.matrix());
        StreamName original = original(from, matrix);
        StreamName target = StreamName.of("copy of " + from);

        EngineCopy copy = EngineCopy.plan(from, original, to, target, folder);
        StreamPlan stream = copy.plan().streams().getFirst();
        for (int i = 0; i < stream.mapping().written().size(); i++) {
            document.assertAnnounced(
                    to.format(),
                    stream.mapping().read().type(i),
                    stream.write().columns().get(i));
        }
        RunReport report = copy.run();

        assertThat(report.status()).as("%s", report.failure()).isEqualTo(Status.SUCCEEDED);
        RecordBatch read = Batches.cast(matrix.batch(), from::readBack);
        RecordBatch expected = Batches.cast(read, to::readBack);
        assertThat(stream.mapping().written().fields())
                .extracting(field -> field.type())
                .isEqualTo(expected.schema().fields().stream()
                        .map(field -> field.type())
                        .toList());
        assertThatRows(new ConnectorDriver(to).rows(target).orElseThrow())
                .inAnyOrderBy(TypeMatrix.KEY)
                .hasRows(expected);
        Judge judge = Judge.of(to.format());
        assertThatRows(judge.batch(to.files(target), expected.schema()))
                .inAnyOrderBy(TypeMatrix.KEY)
                .hasRows(judge.comparable(expected));
    }

    private StreamName original(Place place, TypeMatrix matrix) throws Exception {
        String key = place + " " + matrix.samples().hashCode();
        if (!originals.containsKey(key)) {
            originals.put(key, new ConnectorDriver(place).load("original " + originals.size(), matrix.batch()));
        }
        return originals.get(key);
    }
}
