package dev.sluice.formats.csv;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.Quoted;
import dev.sluice.spi.text.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Reads the records of one range: some rows at a time are cut into fields, then parsed column by column. */
final class RangeReader {
    private static final int INITIAL_ROWS = 4096;
    /** Over all columns: a wide table's columns start small. */
    private static final int INITIAL_VALUES = 128 << 10;

    private static final int MAX_SHOWN = 80;

    private final InputFile file;
    private final FileRange range;
    private final BatchOutput out;
    private final Schema schema;
    private final RecordBuffer buffer;
    private final RowTokenizer tokenizer;
    private final FieldSlices fields;
    private final BatchBuilder builder;
    private final ColumnParser[] parsers;
    private final int[] positions;
    /** Null where the first bad record ends the read. */
    private final BadRecords bad;

    /**
     * @param range in a file in UTF-8; the first one starts at the first record
     * @param declared the columns whose types the user set
     */
    RangeReader(
            InputFile file,
            FileRange range,
            Schema fileSchema,
            Dialect dialect,
            Notation notation,
            Set<String> declared,
            BatchOutput out) {
        this.file = file;
        this.range = range;
        this.out = out;
        this.schema = out.schema();
        boolean tolerant = BadRecords.areTolerated(out.rowErrors());
        this.buffer = new RecordBuffer(file, range, dialect, tolerant);
        this.tokenizer = new RowTokenizer(dialect, fileSchema.names());
        this.bad = tolerant
                ? new BadRecords(file, range.start(), dialect.lineEnd(), out.rowErrors(), tokenizer, buffer)
                : null;
        this.fields = new FieldSlices(dialect, tokenizer.capacity());
        this.builder =
                new BatchBuilder(schema, Math.min(initialRows(), out.batchSize().maxRows()));
        this.parsers = new ColumnParser[schema.size()];
        this.positions = new int[schema.size()];
        for (int i = 0; i < parsers.length; i++) {
            Field field = schema.field(i);
            boolean inferred = !declared.contains(field.name());
            parsers[i] = ColumnParser.of(field.type(), builder.column(i), notation.of(field.type()), inferred);
            positions[i] = fileSchema
                    .indexOf(field.name())
                    .orElseThrow(() -> new ConnectorException(
                            ErrorCode.COLUMN_NOT_FOUND,
                            file.name() + ": there is no column '" + field.name() + "'; the file has "
                                    + Quoted.list(fileSchema.names())));
        }
    }

    private int initialRows() {
        return Math.clamp(INITIAL_VALUES / Math.max(1, schema.size()), 1, INITIAL_ROWS);
    }

    void read(boolean skipHeader) throws IOException, InterruptedException {
        buffer.more();
        boolean header = skipHeader;
        int rows = 0;
        while (true) {
            tokenizer.tokenize(buffer, header ? 1 : out.batchSize().maxRows() - rows);
            if (bad != null) {
                bad.next();
            }
            if (tokenizer.rows() == 0) {
                if (tokenizer.bad() == null && !buffer.more()
                        || tokenizer.bad() != null && !bad.skip(tokenizer.bad())) {
                    break;
                }
            } else if (header) {
                header = tokenizer.startsBlank();
            } else {
                if (bad == null) {
                    parseColumns();
                } else {
                    parseTolerantly(rows);
                }
                rows += tokenizer.rows();
                if (out.batchSize().isFull(rows, builder.sizeInBytes())) {
                    emit(rows);
                    rows = 0;
                }
            }
        }
        requireRangeEnd();
        if (rows > 0) {
            emit(rows);
        }
    }

    private void emit(int rows) throws InterruptedException {
        RecordBatch batch = parsers.length == 0 ? new RecordBatch(schema, rows, List.of()) : builder.build();
        RecordBatch good = bad == null ? batch : batch.without(bad.takeAside());
        if (good.rowCount() > 0) {
            out.emit(good);
        }
    }

    /**
     * Parses what was cut last, with placeholders for what is no value.
     *
     * @param batchRows how many rows the batch has before these
     */
    private void parseTolerantly(int batchRows) throws IOException {
        byte[] data = buffer.data();
        if (!tokenizer.isAscii()) {
            refuseInvalidUtf8(data, batchRows);
        }
        for (int i = 0; i < parsers.length; i++) {
            fields.point(tokenizer, data, positions[i], schema.type(i) instanceof Type.Text);
            int done = 0;
            for (int refused = parsers[i].parse(data, fields);
                    refused != ColumnParser.ALL;
                    refused = parsers[i].parse(data, fields)) {
                Field field = schema.field(i);
                int row = done + refused;
                bad.refuse(row, batchRows + row, field.name(), ErrorCode.VALUE_REFUSED, problem(field, data, refused));
                builder.column(i).appendNull();
                fields.dropFirst(refused + 1);
                done = row + 1;
            }
        }
        bad.endRows();
    }

    private void refuseInvalidUtf8(byte[] data, int batchRows) throws IOException {
        int from = tokenizer.start();
        for (int invalid = Utf8.firstInvalid(data, from, buffer.position());
                invalid >= 0;
                invalid = Utf8.firstInvalid(data, from, buffer.position())) {
            int row = tokenizer.rowAt(invalid);
            if (row >= 0) {
                String problem =
                        String.format("the byte 0x%02X is not UTF-8; %s", data[invalid], Decoding.SET_ENCODING);
                bad.refuse(row, batchRows + row, tokenizer.columnNameAt(invalid), ErrorCode.MALFORMED_INPUT, problem);
            }
            from = row >= 0 ? tokenizer.rowEnd(row) : invalid + 1;
        }
    }

    private void parseColumns() throws IOException {
        byte[] data = buffer.data();
        if (!tokenizer.isAscii()) {
            requireUtf8(data);
        }
        for (int i = 0; i < parsers.length; i++) {
            fields.point(tokenizer, data, positions[i], schema.type(i) instanceof Type.Text);
            int refused = parsers[i].parse(data, fields);
            if (refused != ColumnParser.ALL) {
                throw refused(schema.field(i), data, refused);
            }
        }
    }

    private void requireUtf8(byte[] data) throws IOException {
        int invalid = Utf8.firstInvalid(data, tokenizer.start(), buffer.position());
        if (invalid >= 0) {
            throw buffer.malformed(
                    invalid,
                    String.format(
                            "%sthe byte 0x%02X is not UTF-8; %s",
                            tokenizer.columnAt(invalid), data[invalid], Decoding.SET_ENCODING));
        }
    }

    private ConnectorException refused(Field field, byte[] data, int row) throws IOException {
        return buffer.error(
                ErrorCode.VALUE_REFUSED,
                fields.start(row),
                "column '" + field.name() + "': " + problem(field, data, row));
    }

    private String problem(Field field, byte[] data, int row) {
        int start = fields.start(row);
        int length = Math.max(0, fields.end(row) - start);
        String value = new String(data, start, length, StandardCharsets.UTF_8);
        String shown = value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "…";
        return "'" + shown + "' is not a value of type " + field.type() + "; set column_types: {\"" + field.name()
                + "\": string} or a type that holds it, or 'infer: all' to go by all values"
                + Notation.hint(field.type(), shown);
    }

    /** The record that ends a range must end exactly there, or ranges would overlap or leave a gap. */
    private void requireRangeEnd() throws IOException {
        if (!buffer.hasRest()) {
            return;
        }
        if (range.end() < file.length()) {
            throw buffer.malformed(
                    buffer.position(),
                    "the record doesn't end where the quotes before it say: somewhere a quote stands alone;"
                            + " set 'parallel: false', or 'quote' to what encloses fields");
        }
        throw buffer.malformed(
                buffer.position(),
                "column '" + tokenizer.openColumn()
                        + "': in the record that starts here the field has a quote that is never closed; close it, or"
                        + " set 'quote' to what encloses fields");
    }
}
