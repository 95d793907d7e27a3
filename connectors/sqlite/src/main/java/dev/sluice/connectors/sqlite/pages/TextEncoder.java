package dev.sluice.connectors.sqlite.pages;

import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.ValueWriter;

/** Values as their canonical text, in the database's encoding. */
final class TextEncoder extends BytesEncoder {
    private final ValueWriter writer;
    private final TextEncoding encoding;
    private final ByteSink out = new ByteSink(1 << 12);
    private int[] offsets = {};

    TextEncoder(Type type, TextEncoding encoding) {
        super(SerialType.FIRST_TEXT);
        this.writer = ValueWriter.of(type);
        this.encoding = encoding;
    }

    @Override
    void takeValues(Column column) {
        BytesColumn texts = column instanceof BytesColumn bytes ? bytes : written(column);
        super.takeValues(encoding == TextEncoding.UTF_8 ? texts : encoded(texts));
    }

    private BytesColumn written(Column column) {
        out.clear();
        if (offsets.length <= column.size()) {
            offsets = new int[column.size() + 1];
        }
        for (int row = 0; row < column.size(); row++) {
            if (!column.isNull(row)) {
                writer.write(column, row, out);
            }
            offsets[row + 1] = out.length();
        }
        return new BytesColumn(column.size(), out.array(), offsets, column.nulls());
    }

    /** Databases in UTF-16 are rare: through a String for each value. */
    private BytesColumn encoded(BytesColumn texts) {
        BytesColumn.Builder builder = new BytesColumn.Builder(texts.size());
        for (int row = 0; row < texts.size(); row++) {
            builder.append(texts.text(row).getBytes(encoding.charset()));
        }
        return builder.build();
    }
}
