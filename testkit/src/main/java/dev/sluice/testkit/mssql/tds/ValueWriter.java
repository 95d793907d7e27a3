package dev.sluice.testkit.mssql.tds;

import dev.sluice.testkit.mssql.tsql.SqlType;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.h2.util.DateTimeUtils;
import org.h2.value.Value;
import org.h2.value.ValueDate;
import org.h2.value.ValueNull;
import org.h2.value.ValueTime;
import org.h2.value.ValueTimestamp;
import org.h2.value.ValueTimestampTimeZone;
import org.h2.value.ValueUuid;

/** Writes the values of result rows. */
public final class ValueWriter {
    private static final long UNKNOWN_LENGTH = -2;
    private static final int CHUNK = 1 << 15;

    private final MessageOutput out;

    public ValueWriter(MessageOutput out) {
        this.out = out;
    }

    public void write(SqlType type, Value value) throws IOException {
        if (value == ValueNull.INSTANCE) {
            writeNull(type);
            return;
        }
        switch (type.base()) {
            case BIT -> number(value.getBoolean() ? 1 : 0, 1);
            case TINYINT -> number(value.getInt(), 1);
            case SMALLINT -> number(value.getInt(), 2);
            case INT -> {
                out.u8(4);
                out.i32(value.getInt());
            }
            case BIGINT -> {
                out.u8(8);
                out.i64(value.getLong());
            }
            case REAL -> {
                out.u8(4);
                out.i32(Float.floatToIntBits(value.getFloat()));
            }
            case FLOAT -> {
                out.u8(8);
                out.i64(Double.doubleToLongBits(value.getDouble()));
            }
            case DECIMAL, NUMERIC -> decimal(type, value.getBigDecimal());
            case SMALLMONEY -> number(scaled(value.getBigDecimal(), 4).longValueExact(), 4);
            case MONEY -> {
                long money = scaled(value.getBigDecimal(), 4).longValueExact();
                out.u8(8);
                out.i32((int) (money >> 32));
                out.i32((int) money);
            }
            case DATE -> {
                out.u8(3);
                date(((ValueDate) value.convertTo(Value.DATE)).getDateValue());
            }
            case TIME -> {
                out.u8(type.timeBytes());
                time(type, ((ValueTime) value.convertTo(Value.TIME)).getNanos());
            }
            case SMALLDATETIME, DATETIME, DATETIME2 ->
                timestamp(type, (ValueTimestamp) value.convertTo(Value.TIMESTAMP));
            case DATETIMEOFFSET -> withOffset(type, (ValueTimestampTimeZone) value.convertTo(Value.TIMESTAMP_TZ));
            case CHAR, VARCHAR, TEXT, NCHAR, NVARCHAR, SYSNAME, NTEXT, XML -> text(type, value);
            case BINARY, VARBINARY, IMAGE, ROWVERSION -> binary(type, value);
            case UNIQUEIDENTIFIER -> guid((ValueUuid) value.convertTo(Value.UUID));
        }
    }

    private void writeNull(SqlType type) throws IOException {
        if (type.isMax()) {
            out.i64(-1);
        } else if (type.isText() || type.length() > 0) {
            out.u16(0xffff);
        } else {
            out.u8(0);
        }
    }

    private void number(long value, int bytes) throws IOException {
        out.u8(bytes);
        out.unsigned(value, bytes);
    }

    private static BigInteger scaled(BigDecimal value, int scale) {
        return value.setScale(scale, RoundingMode.HALF_UP).unscaledValue();
    }

    private void decimal(SqlType type, BigDecimal value) throws IOException {
        int bytes = type.decimalBytes();
        out.u8(bytes);
        out.u8(value.signum() < 0 ? 0 : 1);
        if (value.scale() == type.scale() && value.precision() <= 18) {
            long magnitude = Math.abs(value.unscaledValue().longValue());
            out.unsigned(magnitude, Math.min(8, bytes - 1));
            out.unsigned(0, Math.max(0, bytes - 9));
            return;
        }
        BigInteger unscaled = scaled(value, type.scale());
        byte[] magnitude = unscaled.abs().toByteArray();
        for (int i = 0; i < bytes - 1; i++) {
            out.u8(i < magnitude.length ? magnitude[magnitude.length - 1 - i] : 0);
        }
    }

    private void date(long dateValue) throws IOException {
        out.unsigned(DateTimeUtils.absoluteDayFromDateValue(dateValue) + ValueReader.DAYS_TO_1970, 3);
    }

    private void time(SqlType type, long nanos) throws IOException {
        long value = nanos;
        for (int i = type.scale(); i < 9; i++) {
            value /= 10;
        }
        out.unsigned(value, type.timeBytes());
    }

    private void timestamp(SqlType type, ValueTimestamp value) throws IOException {
        long day = DateTimeUtils.absoluteDayFromDateValue(value.getDateValue());
        switch (type.base()) {
            case SMALLDATETIME -> {
                out.u8(4);
                out.u16((int) (day + ValueReader.DAYS_1900_TO_1970));
                out.u16((int) (value.getTimeNanos() / 60_000_000_000L));
            }
            case DATETIME -> {
                out.u8(8);
                out.i32((int) (day + ValueReader.DAYS_1900_TO_1970));
                out.i32((int) Math.round(value.getTimeNanos() / 1e7 * 3));
            }
            default -> {
                out.u8(type.timeBytes() + 3);
                time(type, value.getTimeNanos());
                date(value.getDateValue());
            }
        }
    }

    private void withOffset(SqlType type, ValueTimestampTimeZone value) throws IOException {
        int offset = value.getTimeZoneOffsetSeconds();
        long nanos = value.getTimeNanos() - offset * 1_000_000_000L;
        long day = DateTimeUtils.absoluteDayFromDateValue(value.getDateValue())
                + Math.floorDiv(nanos, DateTimeUtils.NANOS_PER_DAY);
        out.u8(type.timeBytes() + 5);
        time(type, Math.floorMod(nanos, DateTimeUtils.NANOS_PER_DAY));
        out.unsigned(day + ValueReader.DAYS_TO_1970, 3);
        out.u16(offset / 60);
    }

    private void guid(ValueUuid value) throws IOException {
        out.u8(16);
        out.i32((int) (value.getHigh() >> 32));
        out.u16((int) (value.getHigh() >> 16));
        out.u16((int) value.getHigh());
        out.i64(Long.reverseBytes(value.getLow()));
    }

    private void text(SqlType type, Value value) throws IOException {
        if (!type.isMax()) {
            if (type.isWideText()) {
                String text = value.getString();
                out.u16(2 * text.length());
                out.text(text);
            } else {
                byte[] bytes = value.getString().getBytes(ValueReader.CODE_PAGE);
                out.u16(bytes.length);
                out.bytes(bytes);
            }
            return;
        }
        out.i64(UNKNOWN_LENGTH);
        if (value.getValueType() == Value.CLOB) {
            try (Reader reader = value.getReader()) {
                char[] chars = new char[CHUNK];
                int count;
                while ((count = reader.read(chars)) > 0) {
                    textChunk(type, new String(chars, 0, count));
                }
            }
        } else {
            textChunk(type, value.getString());
        }
        out.i32(0);
    }

    private void textChunk(SqlType type, String text) throws IOException {
        byte[] bytes = text.getBytes(type.isWideText() ? StandardCharsets.UTF_16LE : ValueReader.CODE_PAGE);
        chunk(bytes, bytes.length);
    }

    private void binary(SqlType type, Value value) throws IOException {
        if (!type.isMax()) {
            byte[] bytes = value.getBytesNoCopy();
            out.u16(bytes.length);
            out.bytes(bytes);
            return;
        }
        out.i64(UNKNOWN_LENGTH);
        if (value.getValueType() == Value.BLOB) {
            try (InputStream stream = value.getInputStream()) {
                byte[] bytes = new byte[CHUNK];
                int count;
                while ((count = stream.read(bytes)) > 0) {
                    chunk(bytes, count);
                }
            }
        } else {
            chunk(value.getBytesNoCopy(), value.getBytesNoCopy().length);
        }
        out.i32(0);
    }

    private void chunk(byte[] bytes, int length) throws IOException {
        if (length > 0) {
            out.i32(length);
            out.bytes(bytes, 0, length);
        }
    }
}
