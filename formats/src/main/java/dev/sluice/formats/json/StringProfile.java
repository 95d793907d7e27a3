package dev.sluice.formats.json;

import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ValueParser;
import java.util.ArrayList;
import java.util.List;

/** Whether all strings of a column are ISO dates, times or timestamps of one kind. Not thread-safe. */
final class StringProfile {
    private static final int SHORTEST = "12:30".length();
    private static final int LONGEST = "2024-02-29T23:59:59.123456789+02:00".length();
    private static final List<Type> CANDIDATES = List.of(
            Type.DATE,
            new Type.Time(6),
            new Type.Time(9),
            new Type.Timestamp(6),
            new Type.Timestamp(9),
            new Type.TimestampTz(6),
            new Type.TimestampTz(9));

    private boolean any;
    private List<Candidate> left;

    /** Takes note of the text in {@code bytes[from … to)}. */
    void observe(byte[] bytes, int from, int to) {
        if (!any) {
            any = true;
            left = new ArrayList<>(CANDIDATES.stream().map(Candidate::of).toList());
        }
        if (left.isEmpty()) {
            return;
        }
        int length = to - from;
        boolean possible = length >= SHORTEST && length <= LONGEST && bytes[from] >= '0' && bytes[from] <= '9';
        left.removeIf(candidate -> !possible || !candidate.holds(bytes, from, to));
    }

    boolean any() {
        return any;
    }

    Type type() {
        return left.isEmpty() ? Type.STRING : left.getFirst().type;
    }

    private record Candidate(Type type, ValueParser parser, ColumnBuilder scratch) {
        static Candidate of(Type type) {
            return new Candidate(type, ValueParser.of(type), ColumnBuilder.of(type, 1));
        }

        boolean holds(byte[] bytes, int from, int to) {
            boolean holds = parser.parse(bytes, from, to, scratch);
            if (holds) {
                scratch.build();
            }
            return holds;
        }
    }
}
