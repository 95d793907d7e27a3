package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Int128Column;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.DecimalText;

/**
 * {@code numeric}: number of digits, weight of the first, sign, scale for display, then digits of base 10,000. Trailing
 * zero digits are not sent, so a fraction's last digit may stand for fewer decimals than four.
 */
final class NumericDecoders {
    private static final int HEADER = 8;
    private static final int BASE = 10_000;
    private static final int NEGATIVE = 0x4000;
    private static final int INFINITY = 0xD000;
    private static final int NEGATIVE_INFINITY = 0xF000;

    private NumericDecoders() {}

    /** Unscaled values in one long. */
    static final class Narrow extends ColumnDecoder {
        private final int scale;
        private final LongColumn.Builder target;

        Narrow(Type.Decimal type, LongColumn.Builder target) {
            this.scale = type.scale();
            this.target = target;
        }

        @Override
        void decode(byte[][] rows, int[] positions, int count) {
            for (int i = 0; i < count; i++) {
                byte[] row = rows[i];
                int at = positions[i];
                int length = Wire.intAt(row, at);
                at += 4;
                if (length == Wire.NULL) {
                    target.appendNull();
                } else {
                    target.append(unscaled(row, at, i));
                    at += length;
                }
                positions[i] = at;
            }
        }

        private long unscaled(byte[] row, int at, int rowInBlock) {
            int digits = Wire.shortAt(row, at) & 0xFFFF;
            int sign = Wire.shortAt(row, at + 4) & 0xFFFF;
            if (sign > NEGATIVE) {
                throw notANumber(rowInBlock, sign);
            }
            int last = at + HEADER + 2 * (digits - 1);
            int shift = 4 * (Wire.shortAt(row, at + 2) - digits + 1) + scale;
            long value = 0;
            for (int digit = at + HEADER; digit < last; digit += 2) {
                value = value * BASE + Wire.shortAt(row, digit);
            }
            if (digits > 0) {
                long lastDigit = Wire.shortAt(row, last);
                value = shift >= 0
                        ? (value * BASE + lastDigit) * DecimalText.powerOfTen(shift)
                        : value * DecimalText.powerOfTen(4 + shift) + lastDigit / DecimalText.powerOfTen(-shift);
            }
            return sign == 0 ? value : -value;
        }
    }

    /** Unscaled values in two longs. */
    static final class Wide extends ColumnDecoder {
        private final int scale;
        private final Int128Column.Builder target;
        private long high;
        private long low;

        Wide(Type.Decimal type, Int128Column.Builder target) {
            this.scale = type.scale();
            this.target = target;
        }

        @Override
        void decode(byte[][] rows, int[] positions, int count) {
            for (int i = 0; i < count; i++) {
                byte[] row = rows[i];
                int at = positions[i];
                int length = Wire.intAt(row, at);
                at += 4;
                if (length == Wire.NULL) {
                    target.appendNull();
                } else {
                    append(row, at, i);
                    at += length;
                }
                positions[i] = at;
            }
        }

        private void append(byte[] row, int at, int rowInBlock) {
            int digits = Wire.shortAt(row, at) & 0xFFFF;
            int sign = Wire.shortAt(row, at + 4) & 0xFFFF;
            if (sign > NEGATIVE) {
                throw notANumber(rowInBlock, sign);
            }
            high = 0;
            low = 0;
            int shift = 4 * (Wire.shortAt(row, at + 2) - digits + 1) + scale;
            int last = at + HEADER + 2 * (digits - 1);
            for (int digit = at + HEADER; digit < last; digit += 2) {
                multiplyAdd(BASE, Wire.shortAt(row, digit));
            }
            if (digits > 0 && shift < 0) {
                multiplyAdd(
                        DecimalText.powerOfTen(4 + shift), Wire.shortAt(row, last) / DecimalText.powerOfTen(-shift));
            } else if (digits > 0) {
                multiplyAdd(BASE, Wire.shortAt(row, last));
                for (int rest = shift; rest > 0; rest -= 18) {
                    multiplyAdd(DecimalText.powerOfTen(Math.min(18, rest)), 0);
                }
            }
            if (sign == 0) {
                target.append(high, low);
            } else {
                target.append(~high + (low == 0 ? 1 : 0), -low);
            }
        }

        private void multiplyAdd(long factor, long addend) {
            high = high * factor + Math.unsignedMultiplyHigh(low, factor);
            low = low * factor + addend;
            if (Long.compareUnsigned(low, addend) < 0) {
                high++;
            }
        }
    }

    /** Values of any size as text, with as many decimals as the server shows. */
    static final class Unbounded extends ColumnDecoder {
        private final BytesColumn.Builder target;

        Unbounded(BytesColumn.Builder target) {
            this.target = target;
        }

        @Override
        void decode(byte[][] rows, int[] positions, int count) {
            for (int i = 0; i < count; i++) {
                byte[] row = rows[i];
                int at = positions[i];
                int length = Wire.intAt(row, at);
                at += 4;
                if (length == Wire.NULL) {
                    target.appendNull();
                } else {
                    append(row, at);
                    at += length;
                }
                positions[i] = at;
            }
        }

        private void append(byte[] row, int at) {
            int digits = Wire.shortAt(row, at) & 0xFFFF;
            int weight = Wire.shortAt(row, at + 2);
            int sign = Wire.shortAt(row, at + 4) & 0xFFFF;
            int scale = Wire.shortAt(row, at + 6);
            if (sign > NEGATIVE) {
                target.append(name(sign));
                return;
            }
            byte[] out = target.reserve(2 + 4 * (Math.max(weight, 0) + 1) + scale);
            int start = target.position();
            int end = start;
            if (sign == NEGATIVE) {
                out[end++] = '-';
            }
            int whole = end;
            for (int group = 0; group <= weight; group++) {
                int value = digit(row, at, digits, group);
                for (int power = 1000; power > 0; power /= 10) {
                    int decimal = value / power % 10;
                    if (decimal != 0 || end > whole) {
                        out[end++] = (byte) ('0' + decimal);
                    }
                }
            }
            if (end == whole) {
                out[end++] = '0';
            }
            if (scale > 0) {
                out[end++] = '.';
                int power = 1000;
                int group = weight + 1;
                for (int i = 0; i < scale; i++) {
                    out[end++] = (byte) ('0' + digit(row, at, digits, group) / power % 10);
                    power /= 10;
                    if (power == 0) {
                        power = 1000;
                        group++;
                    }
                }
            }
            target.endValue(end - start);
        }

        /** The digit of base 10,000 at a position counted from the first one sent; zero where none was. */
        private static int digit(byte[] row, int at, int digits, int group) {
            return group >= 0 && group < digits ? Wire.shortAt(row, at + HEADER + 2 * group) : 0;
        }
    }

    private static String name(int sign) {
        return switch (sign) {
            case INFINITY -> "Infinity";
            case NEGATIVE_INFINITY -> "-Infinity";
            default -> "NaN";
        };
    }

    private static RefusedValue notANumber(int row, int sign) {
        return new RefusedValue(
                row,
                name(sign),
                "a decimal with a precision holds numbers only",
                "select the column without a precision (column::numeric) or as text (column::text)");
    }
}
