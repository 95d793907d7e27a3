package dev.sluice.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.formats.ReadOnceException;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Values;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** {@code -} as a source and as a destination. */
class StandardStreamsTest {
    private static final Path DASH = Path.of("-");

    private static LocalFileSource source(InputStream in) {
        return new LocalFileSource(new LocalStorage(new StandardInput(Channels.newChannel(in))));
    }

    private static List<List<Object>> rows(LocalFileSource source, Map<String, ?> config) throws Exception {
        Options options = FileRuns.source(DASH, config);
        CatalogStream stream =
                source.discoverSchema(DiscoverRequest.of(options)).streams().getFirst();
        assertThat(stream.name().toString()).isEqualTo("stdin");
        ReadRequest request = FileRuns.request(options, stream);
        List<Split> splits = source.planSplits(request).splits();
        assertThat(splits).hasSize(1);
        return read(source, request, splits.getFirst());
    }

    private static List<List<Object>> read(LocalFileSource source, ReadRequest request, Split split) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        source.read(request, split, new BatchOutput(request.schema(), FileRuns.BATCHES) {
            @Override
            public void emit(RecordBatch batch) {
                for (int i = 0; i < batch.rowCount(); i++) {
                    rows.add(Values.row(batch, i));
                }
            }
        });
        return rows;
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(parts);
    }

    @Test
    void standardInputIsOneStreamOfOneSplit() throws Exception {
        assertThat(rows(source(text("a,b\n1,x\n2,y\n")), Map.of("format", "csv")))
                .containsExactly(List.of(1L, "x"), List.of(2L, "y"));
        assertThat(rows(source(text("{\"a\":1}\n\n{\"a\":2}")), Map.of("format", "jsonl")))
                .containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    void theFormatMustBeGivenAndBeReadableForward() {
        assertFails(
                ErrorCode.INVALID_CONFIGURATION, () -> rows(source(text("a\n1\n")), Map.of()), "stdin", "set 'format'");
        assertFails(
                ErrorCode.UNSUPPORTED,
                () -> rows(source(text("PAR1")), Map.of("format", "parquet")),
                "stdin: a parquet file can't be read from its beginning to its end");
    }

    /** CSV of so many rows, made as it is read. */
    private static InputStream numbers(int rows, String last) {
        return new InputStream() {
            private byte[] line = "id,text\n".getBytes(StandardCharsets.UTF_8);
            private int at;
            private int row;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] target, int offset, int count) {
                int done = 0;
                while (done < count && (at < line.length || row <= rows)) {
                    if (at == line.length) {
                        String text = row == rows ? last : row + ",a text that is the same in every row\n";
                        line = text.getBytes(StandardCharsets.UTF_8);
                        at = 0;
                        row++;
                    } else {
                        target[offset + done++] = line[at++];
                    }
                }
                return done == 0 && count > 0 ? -1 : done;
            }
        };
    }

    @Test
    void moreThanItsHeadIsReadOnceAndNotKept() throws Exception {
        int rows = 400_000; // about twice the head
        List<List<Object>> read = rows(source(numbers(rows, "")), Map.of("format", "csv"));

        assertThat(read).hasSize(rows);
        for (int i = 0; i < rows; i++) {
            assertThat(read.get(i).getFirst()).isEqualTo((long) i);
        }
    }

    @Test
    void aBadRowIsNamedByItsByteWhereLinesCanNotBeCountedAnyMore() {
        assertFails(
                ErrorCode.MALFORMED_INPUT,
                () -> rows(source(numbers(10, "1,2,3\n")), Map.of("format", "csv")),
                "stdin, line 12 (byte ");
        assertFails(
                ErrorCode.MALFORMED_INPUT,
                () -> rows(source(numbers(400_000, "1,2,3\n")), Map.of("format", "csv")),
                "stdin, byte 1");
    }

    @Test
    void aHalfReadInputIsNotReadAgain() throws Exception {
        LocalFileSource source = source(numbers(400_000, ""));
        Options options = FileRuns.source(DASH, Map.of("format", "csv"));
        CatalogStream stream =
                source.discoverSchema(DiscoverRequest.of(options)).streams().getFirst();
        ReadRequest request = FileRuns.request(options, stream);
        Split split = source.planSplits(request).splits().getFirst();
        read(source, request, split);

        assertThatThrownBy(() -> read(source, request, split))
                .hasCauseInstanceOf(ReadOnceException.class)
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.code().isRetryable()).isFalse())
                .hasMessageContaining("stdin: it can be read only once");
    }

    @Test
    void lookingAtAllOfALongInputIsRefused() {
        assertFails(
                ErrorCode.UNSUPPORTED,
                () -> rows(source(numbers(400_000, "")), Map.of("format", "csv", "infer", "all")),
                "stdin: it can be read only once",
                "infer: all");
    }

    private static WriteRequest request(String format) {
        return FileRuns.write("01JDAAAAAAAAAAAAAAAAAAAAAA", DASH, Map.of("format", format), WriteMode.OVERWRITE);
    }

    @Test
    void standardOutputIsOnePlaceForAllStreams() {
        LocalFileDestination destination = new LocalFileDestination(new ByteArrayOutputStream());

        assertThat(destination.place(request("csv"))).isEqualTo("stdout");
    }

    @Test
    void standardOutputCannotBeReadAgain() {
        LocalFileDestination destination = new LocalFileDestination(new ByteArrayOutputStream());

        assertThatThrownBy(() -> destination.readBack(request("csv")))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("standard output can't be read again");
    }

    @Test
    void splitsAreWrittenInTheirOrderHoweverTheyCome() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LocalFileDestination destination = new LocalFileDestination(out);
        WriteRequest request = request("csv");
        destination.plan(request);
        WriteHandle handle = destination.begin(request);
        List<CommitToken> tokens = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            List<Future<CommitToken>> tasks = new ArrayList<>();
            for (int split : List.of(2, 1, 0)) {
                tasks.add(pool.submit(
                        () -> FileRuns.stage(destination, request, handle, split, split * 2, split * 2 + 2)));
            }
            for (Future<CommitToken> task : tasks) {
                tokens.add(task.get());
            }
        }

        assertThat(destination.commit(request, handle, new Commit(tokens, "")).rows())
                .isEqualTo(6);
        assertThat(out).hasToString("id,name\n0,name 0\n1,name 1\n2,name 2\n3,name 3\n4,name 4\n5,name 5\n");
    }

    @Test
    void aSecondAttemptAndASecondStreamAreRefused() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LocalFileDestination destination = new LocalFileDestination(out);
        WriteRequest request = request("jsonl");
        WriteHandle handle = destination.begin(request);
        assertThatThrownBy(
                        () -> destination.write(new WriteTask(request, handle, 0, 1), new dev.sluice.spi.BatchInput() {
                            @Override
                            public dev.sluice.spi.data.Schema schema() {
                                return FileRuns.SCHEMA;
                            }

                            @Override
                            public RecordBatch next() throws InterruptedException {
                                throw new InterruptedException("the reader failed");
                            }
                        }))
                .isInstanceOf(InterruptedException.class);

        assertFails(
                ErrorCode.EXTERNAL_FAILURE,
                () -> destination.write(
                        new WriteTask(request, handle, 0, 2), FileRuns.input(FileRuns.SCHEMA, List.of())),
                "stdout",
                "can't be taken back");
        assertFails(ErrorCode.UNSUPPORTED, () -> destination.begin(request), "stdout: takes one stream");
    }

    @Test
    void aReaderThatWentAwayEndsTheRun() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        LocalFileDestination destination = new LocalFileDestination(closed);
        WriteRequest request = request("csv");
        WriteHandle handle = destination.begin(request);

        assertFails(ErrorCode.OUTPUT_CLOSED, () -> FileRuns.stage(destination, request, handle, 0, 0, 10), "stdout");
    }

    @Test
    void whatCanNotBeWrittenPieceByPieceIsRefused() {
        LocalFileDestination destination = new LocalFileDestination(new ByteArrayOutputStream());

        assertFails(ErrorCode.UNSUPPORTED, () -> destination.plan(request("parquet")), "use csv or jsonl");
        assertFails(
                ErrorCode.INVALID_CONFIGURATION,
                () -> destination.plan(
                        FileRuns.write("01JDAAAAAAAAAAAAAAAAAAAAAA", DASH, Map.of(), WriteMode.OVERWRITE)),
                "config.format");
        assertFails(
                ErrorCode.INVALID_CONFIGURATION,
                () -> destination.plan(FileRuns.write(
                        "01JDAAAAAAAAAAAAAAAAAAAAAA",
                        DASH,
                        Map.of("format", "csv", "max_file_rows", 5),
                        WriteMode.OVERWRITE)),
                "max_file_rows");
    }
}
