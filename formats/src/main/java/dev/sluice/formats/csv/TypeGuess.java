package dev.sluice.formats.csv;

import dev.sluice.formats.DoubleDigits;
import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.IntegerText;
import dev.sluice.spi.text.TemporalText;
import dev.sluice.spi.text.ValueParser;

/**
 * The narrowest type that holds every value of a column seen so far, exactly. Not thread-safe.
 *
 * <ul>
 *   <li>Whole numbers are INT64, wider ones a decimal of scale 0.
 *   <li>Fixed-point numbers are a decimal of the largest scale seen. Its precision leaves room for larger values in the
 *       rest of the file: 18 where at most 15 digits are needed, else 38; beyond 38 it is a decimal without precision.
 *   <li>Exponents, NaN and infinities make FLOAT64, unless a double doesn't give back the digits of a number: STRING then.
 *   <li>A number with a leading zero or a plus sign is text. So is a date among timestamps, a wall clock among instants,
 *       and everything else that isn't one of {@link Kind}.
 *   <li>Times are of precision 6, or 9 where more digits are seen. A time of day needs seconds to count as one.
 *   <li>No value at all: STRING.
 * </ul>
 */
final class TypeGuess {
    private static final int ROOMY_DIGITS = 15;
    private static final int MAX_SECOND_DIGITS = 9;
    private static final ValueParser BOOLEAN = ValueParser.of(Type.BOOLEAN);

    /** What a text can be read as. */
    enum Kind {
        WHOLE,
        FIXED_POINT,
        FLOATING,
        BOOLEAN,
        DATE,
        TIME,
        TIMESTAMP,
        TIMESTAMP_TZ,
        TEXT
    }

    private final LongColumn.Builder longs = new LongColumn.Builder(1);
    private final IntColumn.Builder ints = new IntColumn.Builder(1);
    private final BooleanColumn.Builder booleans = new BooleanColumn.Builder(1);

    private final Notation notation;
    private final ByteSink rewritten = new ByteSink(32);

    private Kind kind;
    private boolean fitsLong = true;
    private boolean keptByDouble = true;
    private int wholeDigits;
    private int scale;
    private int secondDigits;

    // of the text that kindOf() looked at last
    private int lastWholeDigits;
    private int lastScale;

    /** A guess of values in the canonical notation. */
    TypeGuess() {
        this(Notation.CANONICAL);
    }

    /** A guess of values in a notation: what reads as a number is one, also where it may be a date or boolean. */
    TypeGuess(Notation notation) {
        this.notation = notation;
    }

    /** Takes in a value that isn't null. */
    void add(byte[] bytes, int from, int to) {
        if (kind == Kind.TEXT) {
            return;
        }
        if (notation.isCanonical()) {
            addCanonical(bytes, from, to);
        } else {
            addRewritten(bytes, from, to);
        }
    }

    private void addRewritten(byte[] bytes, int from, int to) {
        Kind plain = kindOf(bytes, from, to);
        if (isNumber(plain) && notation.numbers() == null) {
            addCanonical(bytes, from, to);
            return;
        }
        for (Kind wanted : Kind.values()) {
            Rewriter rewriter = notation.of(wanted);
            rewritten.clear();
            if (rewriter != null && rewriter.rewrite(bytes, from, to, rewritten)) {
                Kind read = rewritten.length() == 0 ? Kind.TEXT : kindOf(rewritten.array(), 0, rewritten.length());
                if (read == wanted) {
                    addCanonical(rewritten.array(), 0, rewritten.length());
                    return;
                }
            }
        }
        if (notation.of(plain) == null) {
            addCanonical(bytes, from, to);
        } else {
            kind = Kind.TEXT;
        }
    }

    private static boolean isNumber(Kind kind) {
        return kind.compareTo(Kind.FLOATING) <= 0;
    }

    private void addCanonical(byte[] bytes, int from, int to) {
        Kind next = kindOf(bytes, from, to);
        kind = kind == null || kind == next ? next : join(kind, next);
        switch (next) {
            case WHOLE, FIXED_POINT, FLOATING -> {
                wholeDigits = Math.max(wholeDigits, lastWholeDigits);
                scale = Math.max(scale, lastScale);
                keptByDouble = keptByDouble && DoubleDigits.areKept(bytes, from, to);
                fitsLong &= next == Kind.WHOLE && parsesLong(bytes, from, to);
            }
            case TIME, TIMESTAMP, TIMESTAMP_TZ -> secondDigits = Math.max(secondDigits, secondDigits(bytes, from, to));
            default -> {}
        }
    }

    /** Takes in a text without characters, which is not NULL. */
    void addEmptyText() {
        kind = Kind.TEXT;
    }

    /** Whether no value was seen. */
    boolean isEmpty() {
        return kind == null;
    }

    Type type() {
        return switch (kind) {
            case null -> Type.STRING;
            case TEXT -> Type.STRING;
            case WHOLE -> fitsLong ? Type.INT64 : decimal();
            case FIXED_POINT -> decimal();
            case FLOATING -> keptByDouble ? Type.FLOAT64 : Type.STRING;
            case BOOLEAN -> Type.BOOLEAN;
            case DATE -> Type.DATE;
            case TIME -> new Type.Time(secondPrecision());
            case TIMESTAMP -> new Type.Timestamp(secondPrecision());
            case TIMESTAMP_TZ -> new Type.TimestampTz(secondPrecision());
        };
    }

    private Type decimal() {
        int digits = wholeDigits + scale;
        if (digits > Type.Decimal.MAX_PRECISION) {
            return Type.NUMERIC;
        }
        boolean narrow = digits <= ROOMY_DIGITS;
        return new Type.Decimal(narrow ? Type.Decimal.MAX_LONG_PRECISION : Type.Decimal.MAX_PRECISION, scale);
    }

    private int secondPrecision() {
        return secondDigits <= 6 ? 6 : MAX_SECOND_DIGITS;
    }

    private static Kind join(Kind a, Kind b) {
        return isNumber(a) && isNumber(b) ? (a.compareTo(b) > 0 ? a : b) : Kind.TEXT;
    }

    /** What a text can be read as, on its own. */
    Kind kindOf(byte[] bytes, int from, int to) {
        byte first = bytes[from];
        byte second = from + 1 < to ? bytes[from + 1] : 0;
        if (isDigit(first) || first == '.' || first == '-' && (isDigit(second) || second == '.' || second == 'I')) {
            Kind number = number(bytes, from, to);
            return number != Kind.TEXT ? number : temporal(bytes, from, to);
        }
        if (first == 'N' || first == 'I') {
            return number(bytes, from, to);
        }
        boolean flag = BOOLEAN.parse(bytes, from, to, booleans) && discard(booleans);
        return flag ? Kind.BOOLEAN : first == '+' ? temporal(bytes, from, to) : Kind.TEXT;
    }

    private Kind number(byte[] bytes, int from, int to) {
        int start = bytes[from] == '-' ? from + 1 : from;
        if (isName(bytes, start, to, "Infinity") || isName(bytes, from, to, "NaN")) {
            lastWholeDigits = 0;
            lastScale = 0;
            return Kind.FLOATING;
        }
        int position = skipDigits(bytes, start, to);
        lastWholeDigits = position - start;
        lastScale = 0;
        if (lastWholeDigits > 1 && bytes[start] == '0') {
            return Kind.TEXT;
        }
        if (position < to && bytes[position] == '.') {
            int fraction = position + 1;
            position = skipDigits(bytes, fraction, to);
            lastScale = position - fraction;
            if (lastScale == 0) {
                return Kind.TEXT;
            }
        }
        if (position == to) {
            return lastWholeDigits + lastScale == 0 ? Kind.TEXT : lastScale > 0 ? Kind.FIXED_POINT : Kind.WHOLE;
        }
        if (lastWholeDigits == 0 || bytes[position] != 'e' && bytes[position] != 'E') {
            return Kind.TEXT;
        }
        position++;
        if (position < to && (bytes[position] == '-' || bytes[position] == '+')) {
            position++;
        }
        return position < to && skipDigits(bytes, position, to) == to ? Kind.FLOATING : Kind.TEXT;
    }

    private Kind temporal(byte[] bytes, int from, int to) {
        if (TemporalText.parseDate(bytes, from, to, ints)) {
            discard(ints);
            return Kind.DATE;
        }
        boolean hasSeconds = to - from >= 8;
        if (hasSeconds && TemporalText.parseTime(bytes, from, to, MAX_SECOND_DIGITS, longs) && discard(longs)) {
            return Kind.TIME;
        }
        if (TemporalText.parseTimestamp(bytes, from, to, MAX_SECOND_DIGITS, longs) && discard(longs)) {
            return Kind.TIMESTAMP;
        }
        if (TemporalText.parseInstant(bytes, from, to, MAX_SECOND_DIGITS, longs) && discard(longs)) {
            return Kind.TIMESTAMP_TZ;
        }
        return Kind.TEXT;
    }

    private boolean parsesLong(byte[] bytes, int from, int to) {
        return IntegerText.parse(bytes, from, to, longs) && discard(longs);
    }

    private static boolean discard(ColumnBuilder builder) {
        builder.build();
        return true;
    }

    private static int secondDigits(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '.') {
                return skipDigits(bytes, i + 1, to) - i - 1;
            }
        }
        return 0;
    }

    private static int skipDigits(byte[] bytes, int from, int to) {
        int position = from;
        while (position < to && isDigit(bytes[position])) {
            position++;
        }
        return position;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    private static boolean isName(byte[] bytes, int from, int to, String name) {
        if (to - from != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (bytes[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
