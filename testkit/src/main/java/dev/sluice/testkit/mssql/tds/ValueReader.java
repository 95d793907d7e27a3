package dev.sluice.testkit.mssql.tds;

import dev.sluice.testkit.mssql.tsql.SqlType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.h2.engine.SessionLocal;
import org.h2.util.DateTimeUtils;
import org.h2.value.Value;
import org.h2.value.ValueBigint;
import org.h2.value.ValueBoolean;
import org.h2.value.ValueDate;
import org.h2.value.ValueDouble;
import org.h2.value.ValueInteger;
import org.h2.value.ValueLob;
import org.h2.value.ValueNull;
import org.h2.value.ValueNumeric;
import org.h2.value.ValueReal;
import org.h2.value.ValueSmallint;
import org.h2.value.ValueTime;
import org.h2.value.ValueTimestamp;
import org.h2.value.ValueTimestampTimeZone;
import org.h2.value.ValueUuid;
import org.h2.value.ValueVarbinary;
import org.h2.value.ValueVarchar;

/** Reads a client's values: parameters and rows of a bulk load. */
public final class ValueReader {
    static final Charset CODE_PAGE = Charset.forName("windows-1252");
    static final int DAYS_TO_1970 = 719_162;
    static final int DAYS_1900_TO_1970 = 25_567;

    /** Longer values become LOBs of the database while they arrive. */
    private static final int INLINE = 1 << 18;

    private final MessageInput in;
    private final SessionLocal session;

    public ValueReader(MessageInput in, SessionLocal session) {
        this.in = in;
        this.session = session;
    }

    public Value read(WireType type) throws IOException {
        return switch (type.form()) {
            case FIXED -> value(type.type(), type.type().maxLength());
            case SHORT_LENGTH -> {
                int length = in.u8();
                yield length == 0 ? ValueNull.INSTANCE : value(type.type(), length);
            }
            case LONG_LENGTH -> {
                int length = in.u16();
                yield length == 0xffff ? ValueNull.INSTANCE : value(type.type(), length);
            }
            case CHUNKS -> in.i64() == -1 ? ValueNull.INSTANCE : chunks(type.type());
        };
    }

    private Value value(SqlType type, int length) throws IOException {
        return switch (type.base()) {
            case BIT -> ValueBoolean.get(in.u8() != 0);
            case TINYINT -> ValueSmallint.get((short) in.u8());
            case SMALLINT -> ValueSmallint.get((short) in.u16());
            case INT -> ValueInteger.get(in.i32());
            case BIGINT -> ValueBigint.get(in.i64());
            case REAL -> ValueReal.get(Float.intBitsToFloat(in.i32()));
            case FLOAT -> ValueDouble.get(Double.longBitsToDouble(in.i64()));
            case DECIMAL, NUMERIC -> decimal(type.scale(), length);
            case SMALLMONEY -> ValueNumeric.get(BigDecimal.valueOf(in.i32(), 4));
            case MONEY -> {
                long high = in.i32();
                yield ValueNumeric.get(BigDecimal.valueOf(high << 32 | in.i32() & 0xffff_ffffL, 4));
            }
            case DATE -> ValueDate.fromDateValue(date());
            case TIME -> ValueTime.fromNanos(nanos(type.scale(), length));
            case SMALLDATETIME -> {
                long day = DateTimeUtils.dateValueFromAbsoluteDay(in.u16() - DAYS_1900_TO_1970);
                yield ValueTimestamp.fromDateValueAndNanos(day, in.u16() * 60_000_000_000L);
            }
            case DATETIME -> {
                long day = DateTimeUtils.dateValueFromAbsoluteDay(in.i32() - DAYS_1900_TO_1970);
                yield ValueTimestamp.fromDateValueAndNanos(day, Math.round(in.i32() * 10 / 3.0) * 1_000_000);
            }
            case DATETIME2 -> {
                long nanos = nanos(type.scale(), length - 3);
                yield ValueTimestamp.fromDateValueAndNanos(date(), nanos);
            }
            case DATETIMEOFFSET -> withOffset(type.scale(), length);
            case CHAR, VARCHAR, TEXT -> ValueVarchar.get(new String(in.bytes(length), CODE_PAGE));
            case NCHAR, NVARCHAR, SYSNAME, NTEXT, XML -> ValueVarchar.get(in.text(length / 2));
            case BINARY, VARBINARY, IMAGE, ROWVERSION -> ValueVarbinary.getNoCopy(in.bytes(length));
            case UNIQUEIDENTIFIER -> guid();
        };
    }

    private Value decimal(int scale, int length) throws IOException {
        boolean negative = in.u8() == 0;
        if (length <= 9) {
            long magnitude = in.unsigned(length - 1);
            if (magnitude >= 0) {
                return ValueNumeric.get(BigDecimal.valueOf(negative ? -magnitude : magnitude, scale));
            }
            return ValueNumeric.get(
                    new BigDecimal(new BigInteger((negative ? "-" : "") + Long.toUnsignedString(magnitude)), scale));
        }
        byte[] magnitude = new byte[length - 1];
        for (int i = magnitude.length - 1; i >= 0; i--) {
            magnitude[i] = (byte) in.u8();
        }
        return ValueNumeric.get(new BigDecimal(new BigInteger(negative ? -1 : 1, magnitude), scale));
    }

    private long nanos(int scale, int bytes) throws IOException {
        long value = in.unsigned(bytes);
        for (int i = scale; i < 9; i++) {
            value *= 10;
        }
        return value;
    }

    private long date() throws IOException {
        return DateTimeUtils.dateValueFromAbsoluteDay(in.unsigned(3) - DAYS_TO_1970);
    }

    /** The wire has the instant in UTC; the database has the local time. */
    private Value withOffset(int scale, int length) throws IOException {
        long nanos = nanos(scale, length - 5);
        long day = in.unsigned(3) - DAYS_TO_1970;
        int offset = (short) in.u16() * 60;
        nanos += offset * 1_000_000_000L;
        day += Math.floorDiv(nanos, DateTimeUtils.NANOS_PER_DAY);
        return ValueTimestampTimeZone.fromDateValueAndNanos(
                DateTimeUtils.dateValueFromAbsoluteDay(day), Math.floorMod(nanos, DateTimeUtils.NANOS_PER_DAY), offset);
    }

    private Value guid() throws IOException {
        long high = (in.i32() & 0xffff_ffffL) << 32 | (long) in.u16() << 16;
        high |= in.u16();
        return ValueUuid.get(high, Long.reverseBytes(in.i64()));
    }

    private Value chunks(SqlType type) throws IOException {
        Chunks chunks = new Chunks();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        int count;
        while (head.size() < INLINE && (count = chunks.read(buffer, 0, buffer.length)) > 0) {
            head.write(buffer, 0, count);
        }
        byte[] bytes = head.toByteArray();
        Charset charset = type.isWideText() ? StandardCharsets.UTF_16LE : CODE_PAGE;
        if (bytes.length < INLINE) {
            if (!type.isText()) {
                return ValueVarbinary.getNoCopy(bytes);
            }
            String text = new String(bytes, charset);
            boolean marked = type.base() == SqlType.Base.XML && text.startsWith("\ufeff");
            return ValueVarchar.get(marked ? text.substring(1) : text);
        }
        InputStream all = new SequenceInputStream(new java.io.ByteArrayInputStream(bytes), chunks);
        var lobs = session.getDatabase().getLobStorage();
        ValueLob lob =
                type.isText() ? lobs.createClob(new InputStreamReader(all, charset), -1) : lobs.createBlob(all, -1);
        return session.addTemporaryLob(lob);
    }

    /** The bytes of a value that comes in pieces. */
    private final class Chunks extends InputStream {
        private int left;
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0 && !ended) {
                left = in.i32();
                ended = left == 0;
            }
            if (ended) {
                return -1;
            }
            int count = in.read(bytes, offset, Math.min(left, length));
            if (count < 0) {
                throw new IOException("the message ends within a value");
            }
            left -= count;
            return count;
        }
    }
}
