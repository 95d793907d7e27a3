package dev.sluice.connectors.jdbc.bind;

import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;

/** A column of bytes, or of texts for drivers that take UTF-8 as bytes. */
public class BytesParameter extends Parameter {
    private byte[] bytes;
    private int[] offsets;

    public BytesParameter(int index, int sqlType) {
        super(index, sqlType);
    }

    @Override
    protected void takeValues(Column column) {
        BytesColumn values = (BytesColumn) column;
        bytes = values.bytes();
        offsets = values.offsets();
    }

    @Override
    protected boolean setValue(PreparedStatement statement, int row) throws SQLException {
        statement.setBytes(index(), Arrays.copyOfRange(bytes, offsets[row], offsets[row + 1]));
        return true;
    }
}
