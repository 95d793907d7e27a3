package dev.sluice.connectors.jdbc.bind;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.ValueWriter;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A column whose values are bound as their canonical text. */
public class TextParameter extends Parameter {
    private final ValueWriter writer;
    private final ByteSink out = new ByteSink(64);
    private Column values;

    public TextParameter(Type type, int index, int sqlType) {
        super(index, sqlType);
        this.writer = ValueWriter.of(type);
    }

    @Override
    protected void takeValues(Column column) {
        values = column;
    }

    @Override
    protected boolean setValue(PreparedStatement statement, int row) throws SQLException {
        out.clear();
        writer.write(values, row, out);
        return setText(statement, new String(out.array(), 0, out.length(), StandardCharsets.UTF_8));
    }

    /** Binds the text; false where the database can't store it. */
    protected boolean setText(PreparedStatement statement, String text) throws SQLException {
        statement.setString(index(), text);
        return true;
    }
}
