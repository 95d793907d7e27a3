package dev.sluice.formats;

import static dev.sluice.testkit.data.BatchAssert.assertThatRows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import dev.sluice.testkit.data.Batches;
import dev.sluice.testkit.data.TypeMatrix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every file format owes, whatever it is stored on. A subclass names the format and what breaks its files. */
public abstract class FormatConformance {
    private static final BatchSize BATCHES = new BatchSize(500, 1 << 20);
    private static final long MEMORY = 8 << 20;
    private static final int MANY = 5000;
    private static final Schema SCHEMA = new Schema(
            List.of(
                    Field.required(TypeMatrix.KEY, Type.INT64),
                    Field.of("name", Type.STRING),
                    Field.of("amount", new Type.Decimal(12, 2))),
            List.of());

    protected abstract FileFormat format();

    /**
     * Files that are no more what the format promises, by what is wrong with them.
     *
     * @param valid a file of 100 rows of a number, a text and a decimal, some null
     */
    protected abstract Map<String, byte[]> brokenFiles(byte[] valid);

    /** The types and values that the format can hold. */
    protected TypeMatrix matrix() {
        return TypeMatrix.all();
    }

    /** The type that values written as another come back as. */
    protected Type readBack(Type written) {
        return format().accepted(written);
    }

    @Test
    void everyValueOfEveryTypeIsReadAsItWasWritten() throws Exception {
        RecordBatch batch = matrix().batch();
        InputFile file = write(batch);

        assertThatRows(read(file, batch.schema(), Long.MAX_VALUE)).hasRows(Batches.cast(batch, this::readBack));
    }

    @Test
    void theRangesOfAFileHoldEachRecordOnceAndInOrder() throws Exception {
        RecordBatch rows = rows(0, MANY);
        InputFile file = write(rows);
        for (long target : List.of(100L, 7919L, file.length() / 3, file.length(), Long.MAX_VALUE)) {
            assertThatRows(read(file, SCHEMA, target))
                    .as("ranges of %d bytes", target)
                    .hasRows(Batches.cast(rows, this::readBack));
        }
    }

    @Test
    void columnsAreFoundByNameInTheOrderAskedFor() throws Exception {
        RecordBatch rows = rows(0, 50);
        InputFile file = write(rows);
        Options options = readOptions(SCHEMA);
        Schema stored = format().readSchema(file, options);
        Schema wanted = Schema.of(stored.field(2), stored.field(0));
        Collector out = new Collector(wanted);
        format().read(file, new FileRange(0, file.length()), stored, options, out);
        out.flush();

        RecordBatch expected = Batches.cast(rows, this::readBack);
        assertThatRows(out.batches)
                .hasRows(new RecordBatch(wanted, 50, List.of(expected.column(2), expected.column(0))));
    }

    @Test
    void partsMakeOneFileInTheirOrder() throws Exception {
        List<InputFile> parts = List.of(
                write(false, rows(0, 10)), write(true, rows(10, 10)), write(true, rows(10, 700), rows(700, 1200)));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        format().concatenate(parts, whole);

        assertThatRows(read(new StoredBytes("whole", whole.toByteArray()), SCHEMA, 10_000))
                .hasRows(Batches.cast(rows(0, 1200), this::readBack));
    }

    @Test
    void noBatchHasMoreRowsThanAskedFor() throws Exception {
        List<RecordBatch> batches = read(write(rows(0, MANY)), SCHEMA, Long.MAX_VALUE);

        assertThat(batches).allSatisfy(batch -> assertThat(batch.rowCount()).isBetween(1, BATCHES.maxRows()));
    }

    @Test
    void aCountOfRecordsIsRightWhereThereIsOne() throws Exception {
        format().countRecords(write(rows(0, 1234)))
                .ifPresent(count -> assertThat(count).isEqualTo(1234));
    }

    @Test
    void aReadEndsOnceNobodyWantsTheRows() throws Exception {
        InputFile file = write(rows(0, MANY));
        Options options = readOptions(SCHEMA);
        Schema stored = format().readSchema(file, options);
        BatchOutput closed = new BatchOutput(stored, BATCHES) {
            @Override
            public void emit(RecordBatch batch) throws InterruptedException {
                throw new InterruptedException("the writer failed");
            }
        };

        assertThatThrownBy(() -> {
                    format().read(file, new FileRange(0, file.length()), stored, options, closed);
                    closed.flush();
                })
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void columnNamesThatNeedCareAreKept() throws Exception {
        List<String> names = List.of(
                "MixedCase", "with space", "a\"quote", "it's", "a,comma", "a\ttab", "dot.ted", "Größe€", "\u540D");
        Schema schema = Schema.of(
                names.stream().map(name -> Field.of(name, Type.STRING)).toList());
        BatchBuilder builder = new BatchBuilder(schema, 1);
        for (int i = 0; i < names.size(); i++) {
            Values.append(Type.STRING, builder.column(i), "value of " + names.get(i));
        }
        RecordBatch row = builder.build();

        assertThatRows(read(write(row), schema, Long.MAX_VALUE)).hasRows(row);
    }

    /** Else a lost connection would end a run that only has to try again, and blame the file for it. */
    @Test
    void aFailureOfTheStorageIsNotTakenForDamageOfTheFile() throws Exception {
        InputFile file = write(rows(0, MANY));
        IOException lost = new IOException("the connection was lost");
        ConnectorException busy = new ConnectorException(ErrorCode.TRY_AGAIN, "the server is busy");
        for (int reads = 0, succeeded = 0; succeeded == 0; reads++) {
            FailingStorage losing = new FailingStorage(file, reads, () -> lost);
            Throwable failure = catchThrowable(() -> read(losing, SCHEMA, Long.MAX_VALUE));
            succeeded += losing.failed() ? 0 : 1;
            assertThat(failure).isSameAs(losing.failed() ? lost : null);

            FailingStorage refusing = new FailingStorage(file, reads, () -> {
                throw busy;
            });
            failure = catchThrowable(() -> read(refusing, SCHEMA, Long.MAX_VALUE));
            assertThat(failure).isSameAs(refusing.failed() ? busy : null);
        }
    }

    @Test
    void aBrokenFileIsNamedAndNothingElse() throws Exception {
        byte[] valid = write(rows(0, 100)).content();
        brokenFiles(valid).forEach((what, content) -> {
            StoredBytes file = new StoredBytes("broken." + format().extensions().getFirst(), content);
            ConnectorException failure =
                    catchThrowableOfType(ConnectorException.class, () -> read(file, SCHEMA, Long.MAX_VALUE));
            assertThat(failure).as(what).isNotNull().hasMessageContaining(file.name());
            assertThat(failure.code()).as("%s: %s", what, failure.getMessage()).isEqualTo(ErrorCode.MALFORMED_INPUT);
        });
    }

    private StoredBytes write(RecordBatch... batches) throws IOException {
        return write(false, batches);
    }

    private StoredBytes write(boolean continuation, RecordBatch... batches) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Schema schema = Batches.cast(batches[0], format()::accepted).schema();
        Options options = Options.of(format().writeOptions(), Map.of());
        try (RecordWriter writer = format().newWriter(out, new WriterSettings(schema, options, continuation, MEMORY))) {
            for (RecordBatch batch : batches) {
                writer.write(Batches.cast(batch, format()::accepted));
            }
            writer.finish();
        }
        return new StoredBytes("file." + format().extensions().getFirst(), out.toByteArray());
    }

    /** Reads all ranges in order; a format without types of its own is told the types. */
    private List<RecordBatch> read(InputFile file, Schema written, long targetBytes)
            throws IOException, InterruptedException {
        Options options = readOptions(written);
        Schema stored = format().readSchema(file, options);
        Collector out = new Collector(Schema.of(stored.fields()));
        for (FileRange range : format().split(file, options, targetBytes)) {
            format().read(file, range, stored, options, out);
            out.flush();
        }
        return out.batches;
    }

    private Options readOptions(Schema written) {
        List<Option<?>> declared = format().readOptions();
        String declaration = InferenceOptions.COLUMN_TYPES.key();
        if (declared.stream().noneMatch(option -> option.key().equals(declaration))) {
            return Options.of(declared, Map.of());
        }
        Map<String, String> types = new LinkedHashMap<>();
        written.fields()
                .forEach(field -> types.put(field.name(), readBack(field.type()).toString()));
        return Options.of(declared, Map.of(declaration, types));
    }

    private static RecordBatch rows(int from, int to) {
        BatchBuilder builder = new BatchBuilder(SCHEMA, to - from);
        for (int i = from; i < to; i++) {
            Values.append(SCHEMA.type(0), builder.column(0), (long) i);
            Values.append(SCHEMA.type(1), builder.column(1), i % 10 == 3 ? null : "line\n\"" + i + "\", text");
            Values.append(SCHEMA.type(2), builder.column(2), i % 7 == 2 ? null : i + ".50");
        }
        return builder.build();
    }

    private static final class Collector extends BatchOutput {
        private final List<RecordBatch> batches = new ArrayList<>();

        Collector(Schema schema) {
            super(schema, BATCHES);
        }

        @Override
        public void emit(RecordBatch batch) {
            batches.add(batch);
        }
    }
}
