package dev.sluice.spi.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.data.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TemporalTextTest {
    private final Random random = new Random(5);

    @Test
    void everyDayIsReadAsItWasPrinted() {
        LocalDate last = LocalDate.of(10_100, 1, 1);
        for (LocalDate day = LocalDate.of(-4712, 1, 1); day.isBefore(last); day = day.plusDays(1 + random.nextInt(9))) {
            String text = Texts.print(Type.DATE, day);
            assertThat(text).isEqualTo(day.toString());
            assertThat(Texts.parse(Type.DATE, text)).isEqualTo(day);
        }
        for (LocalDate day : List.of(LocalDate.of(-999_999, 2, 28), LocalDate.of(5_000_000, 12, 31))) {
            assertThat(Texts.parse(Type.DATE, Texts.print(Type.DATE, day))).isEqualTo(day);
        }
    }

    @Test
    void onlyDaysThatExistAreTaken() {
        for (int year : new int[] {1900, 2000, 2023, 2024, 0, 9999}) {
            for (int month = 0; month <= 13; month++) {
                for (int day = 0; day <= 32; day++) {
                    boolean exists = month >= 1
                            && month <= 12
                            && day >= 1
                            && day <= java.time.YearMonth.of(year, month).lengthOfMonth();
                    String text = String.format("%04d-%02d-%02d", year, month, day);
                    assertThat(Texts.parse(Type.DATE, text) != null).as(text).isEqualTo(exists);
                }
            }
        }
    }

    @Test
    void everyWrongCharacterOfADateIsRefused() {
        String date = "2024-02-29";
        for (int i = 0; i < date.length(); i++) {
            for (char c : new char[] {'/', ':', 'a', ' ', '-', '.', 0, 'é', '.' + 128}) {
                if (c != date.charAt(i)) {
                    String text = date.substring(0, i) + c + date.substring(i + 1);
                    assertThat(Texts.parse(Type.DATE, text)).as(text).isNull();
                }
            }
        }
        for (String text : List.of("", "2024", "2024-1-1", "24-01-01", "12024-01-01", "2024-01-01T", "+2024-01")) {
            assertThat(Texts.parse(Type.DATE, text)).as(text).isNull();
        }
    }

    @Test
    void timesOfDayAreReadAsTheyWerePrinted() {
        for (int i = 0; i < 20_000; i++) {
            LocalTime time =
                    LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000_000L) / unit() * 1000 % 86_400_000_000_000L);
            assertThat(Texts.parse(new Type.Time(9), Texts.print(new Type.Time(9), time)))
                    .isEqualTo(time);
        }
        assertThat(Texts.print(new Type.Time(6), LocalTime.of(1, 2, 3, 40_000_000)))
                .isEqualTo("01:02:03.040");
        assertThat(Texts.parse(new Type.Time(6), "24:00:00")).isEqualTo("24:00:00");
        assertThat(Texts.parse(new Type.Time(6), "12:30")).isEqualTo(LocalTime.of(12, 30));
    }

    @Test
    void timesThatDoNotExistAreRefused() {
        for (String text : List.of(
                "24:00:01",
                "25:00",
                "12:60",
                "12:30:60",
                "12",
                "1:30",
                "12:30:",
                "12:30:5",
                "12:30:05.",
                "12:30:05,5",
                "12.30",
                "-1:30:00",
                "12:30:05.1234567")) {
            assertThat(Texts.parse(new Type.Time(6), text)).as(text).isNull();
        }
        assertThat(Texts.parse(new Type.Time(6), "12:30:05.1234560")).isEqualTo(LocalTime.of(12, 30, 5, 123_456_000));
    }

    @Test
    void timestampsAreReadAsTheyWerePrinted() {
        for (int i = 0; i < 20_000; i++) {
            long second = random.nextLong(560_000_000_000L) - 210_000_000_000L;
            int nanos = (int) (random.nextInt(1_000_000_000) / unit() * 1000 % 1_000_000_000);
            LocalDateTime clock = LocalDateTime.ofEpochSecond(second, nanos, ZoneOffset.UTC);
            Instant instant = clock.toInstant(ZoneOffset.UTC);
            assertThat(Texts.parse(new Type.Timestamp(9), Texts.print(new Type.Timestamp(9), clock)))
                    .isEqualTo(clock);
            assertThat(Texts.parse(new Type.TimestampTz(9), Texts.print(new Type.TimestampTz(9), instant)))
                    .isEqualTo(instant);
            LocalDateTime micros = clock.withNano(nanos / 1000 * 1000);
            assertThat(Texts.parse(new Type.Timestamp(6), Texts.print(new Type.Timestamp(6), micros)))
                    .isEqualTo(micros);
        }
    }

    @Test
    void theMicrosecondBeforeTheEpochIsKept() {
        assertThat(Texts.parse(new Type.Timestamp(6), "1969-12-31T23:59:59.999999"))
                .isEqualTo(LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000));
        assertThat(Texts.print(new Type.TimestampTz(9), Instant.ofEpochSecond(-1, 999_999_999)))
                .isEqualTo("1969-12-31T23:59:59.999999999Z");
    }

    @Test
    void offsetsAreTakenOffAndClocksHaveNone() {
        Type instant = new Type.TimestampTz(6);
        Instant noon = Instant.parse("2024-01-01T12:00:00Z");
        for (String text : List.of(
                "2024-01-01T12:00:00Z",
                "2024-01-01 14:00:00+02",
                "2024-01-01T07:30:00-04:30",
                "2024-01-01T13:45+0145",
                "2024-01-01T12:00Z",
                "2024-01-02T00:00:00.000+12:00",
                "2023-12-31T24:00:00-12:00")) {
            assertThat(Texts.parse(instant, text)).as(text).isEqualTo(noon);
            assertThat(Texts.parse(new Type.Timestamp(6), text)).as(text).isNull();
        }
        for (String text : List.of(
                "2024-01-01T12:00:00",
                "2024-01-01",
                "2024-01-01T12:00:00+19",
                "2024-01-01T12:00:00+1",
                "Z",
                "2024-01-01T12:00:00+02:60",
                "2024-01-01T12:00:00 UTC",
                "2024-01-01+02:00")) {
            assertThat(Texts.parse(instant, text)).as(text).isNull();
        }
    }

    private long unit() {
        return random.nextBoolean() ? 1000 : random.nextBoolean() ? 1_000_000_000L / 1000 : 1;
    }
}
