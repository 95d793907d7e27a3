package dev.sluice.connectors.storage;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.text.ValueParser;
import java.nio.charset.StandardCharsets;

/** A column with the same value in every row. Not thread-safe. */
final class ConstantColumn {
    private final Field field;
    private final byte[] text;
    private final ValueParser parser;
    private Column last;

    private ConstantColumn(Field field, byte[] text) {
        this.field = field;
        this.text = text;
        this.parser = text == null ? null : ValueParser.of(field.type());
    }

    /**
     * @param text the value as {@link ValueParser} reads it, or null
     * @throws ConnectorException VALUE_REFUSED, naming the file, where the text is no value of the column's type
     */
    static ConstantColumn of(Field field, String text, StoredFile file) {
        byte[] bytes = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        ConstantColumn column = new ConstantColumn(field, bytes);
        if (bytes != null && !column.append(ColumnBuilder.of(field.type(), 1))) {
            throw new ConnectorException(
                    ErrorCode.VALUE_REFUSED,
                    file.path() + ": '" + text + "' of the folder '" + field.name() + "=…' is not a value of type "
                            + field.type() + "; set partition_types: {\"" + field.name() + "\": string}");
        }
        return column;
    }

    private boolean append(ColumnBuilder builder) {
        return parser.parse(text, 0, text.length, builder);
    }

    long bytesPerRow() {
        return text == null ? 1 : text.length + Integer.BYTES;
    }

    /** The column for a batch of so many rows. */
    Column ofSize(int rows) {
        if (last == null || last.size() != rows) {
            ColumnBuilder builder = ColumnBuilder.of(field.type(), rows);
            for (int i = 0; i < rows; i++) {
                if (text == null) {
                    builder.appendNull();
                } else {
                    append(builder);
                }
            }
            last = builder.build();
        }
        return last;
    }
}
