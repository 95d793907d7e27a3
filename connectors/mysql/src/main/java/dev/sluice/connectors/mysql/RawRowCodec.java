package dev.sluice.connectors.mysql;

import java.sql.SQLException;
import java.util.Calendar;
import org.mariadb.jdbc.client.ColumnDecoder;
import org.mariadb.jdbc.client.Context;
import org.mariadb.jdbc.client.ReadableByteBuf;
import org.mariadb.jdbc.client.socket.Writer;
import org.mariadb.jdbc.client.util.MutableInt;
import org.mariadb.jdbc.plugin.Codec;

/**
 * A plugin of the driver that hands out the packet of the current row: {@code getObject(i, ReadableByteBuf.class)}. The
 * driver uses one buffer for all rows of a result, so asking once is enough. Registered under {@code META-INF/services}.
 */
public final class RawRowCodec implements Codec<ReadableByteBuf> {
    @Override
    public String className() {
        return ReadableByteBuf.class.getName();
    }

    @Override
    public boolean canDecode(ColumnDecoder column, Class<?> type) {
        return type == ReadableByteBuf.class;
    }

    @Override
    public ReadableByteBuf decodeText(
            ReadableByteBuf row, MutableInt length, ColumnDecoder column, Calendar calendar, Context context) {
        return row;
    }

    @Override
    public ReadableByteBuf decodeBinary(
            ReadableByteBuf row, MutableInt length, ColumnDecoder column, Calendar calendar, Context context) {
        return row;
    }

    @Override
    public boolean canEncode(Object value) {
        return false;
    }

    @Override
    public void encodeText(Writer encoder, Context context, ReadableByteBuf value, Calendar calendar, Long maxLength)
            throws SQLException {
        throw new SQLException("a row's packet is only read");
    }

    @Override
    public void encodeBinary(Writer encoder, Context context, ReadableByteBuf value, Calendar calendar, Long maxLength)
            throws SQLException {
        throw new SQLException("a row's packet is only read");
    }

    @Override
    public int getApproximateTextProtocolLength(ReadableByteBuf value, Long maxLength) {
        return -1;
    }

    @Override
    public int getBinaryEncodeType() {
        return 0;
    }
}
