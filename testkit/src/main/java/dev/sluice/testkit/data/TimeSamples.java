package dev.sluice.testkit.data;

import static dev.sluice.testkit.data.TypeMatrix.sample;

import dev.sluice.spi.data.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Dates, times, wall clocks and instants. */
final class TimeSamples {
    /** With the hours that New York (2024-03-10, 11-03) and Berlin (03-31, 10-27) skip and repeat. */
    private static final List<String> CLOCKS = List.of(
            "1970-01-01T00:00:00",
            "1969-12-31T23:59:59",
            "0001-01-01T00:00:00",
            "1582-10-04T12:00:00",
            "1582-10-10T12:00:00",
            "1582-10-15T00:00:00",
            "1883-11-18T12:01:00",
            "1900-02-28T23:59:59",
            "2000-02-29T00:00:00",
            "2024-03-10T02:30:00",
            "2024-11-03T01:30:00",
            "2024-11-03T05:30:00",
            "2024-11-03T06:30:00",
            "2024-03-31T02:30:00",
            "2024-10-27T02:30:00",
            "2024-10-27T00:30:00",
            "2038-01-19T03:14:08",
            "9999-12-31T23:59:59");

    private static final List<String> MICROS =
            List.of("1969-12-31T23:59:59.999999", "2024-06-01T12:00:00.000001", "9999-12-31T23:59:59.999999");

    private static final List<String> NANOS = List.of(
            "1969-12-31T23:59:59.999999999",
            "1969-12-31T23:59:59.000000001",
            "2024-06-01T12:00:00.1234567",
            "2024-06-01T12:00:00.000000001");

    static final List<TypeMatrix.Sample> ALL = List.of(
            sample(
                    "a_date",
                    Type.DATE,
                    LocalDate.EPOCH,
                    LocalDate.of(1969, 12, 31),
                    LocalDate.of(1, 1, 1),
                    LocalDate.of(1582, 10, 4),
                    LocalDate.of(1582, 10, 10),
                    LocalDate.of(1582, 10, 15),
                    LocalDate.of(1900, 2, 28),
                    LocalDate.of(2000, 2, 29),
                    LocalDate.of(9999, 12, 31)),
            sample(
                    "a_time",
                    new Type.Time(6),
                    LocalTime.MIDNIGHT,
                    LocalTime.of(2, 30),
                    LocalTime.NOON,
                    LocalTime.of(23, 59, 59, 999_999_000),
                    "24:00:00"),
            sample(
                    "a_time_in_nanoseconds",
                    new Type.Time(9),
                    LocalTime.MIDNIGHT,
                    LocalTime.MAX,
                    LocalTime.ofNanoOfDay(1)),
            clocks("a_timestamp", new Type.Timestamp(6), LocalDateTime::parse, micros()),
            clocks("a_timestamp_in_seconds", new Type.Timestamp(0), LocalDateTime::parse, CLOCKS.stream()),
            clocks("a_timestamp_in_nanoseconds", new Type.Timestamp(9), LocalDateTime::parse, nanos()),
            clocks("an_instant", new Type.TimestampTz(6), TimeSamples::instant, micros()),
            clocks("an_instant_in_milliseconds", new Type.TimestampTz(3), TimeSamples::instant, CLOCKS.stream()),
            clocks("an_instant_in_nanoseconds", new Type.TimestampTz(9), TimeSamples::instant, nanos()));

    private TimeSamples() {}

    private static Stream<String> micros() {
        return Stream.concat(CLOCKS.stream(), MICROS.stream());
    }

    private static Stream<String> nanos() {
        return Stream.concat(micros(), NANOS.stream());
    }

    private static Instant instant(String clock) {
        return Instant.parse(clock + "Z");
    }

    private static TypeMatrix.Sample clocks(
            String name, Type type, Function<String, Object> parse, Stream<String> texts) {
        return new TypeMatrix.Sample(name, type, texts.map(parse).toList());
    }
}
