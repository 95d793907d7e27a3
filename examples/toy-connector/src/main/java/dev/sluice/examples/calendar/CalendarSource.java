package dev.sluice.examples.calendar;

import dev.sluice.spi.*;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/** The days from one date to another, as rows of a stream {@code days}. */
public final class CalendarSource extends SourceConnector {
    private static final Option<String> FROM =
            Option.string("from", "first day, such as 2026-01-01").required();
    private static final Option<String> TO = Option.string("to", "last day").defaultValue("2026-12-31");
    private static final Schema DAYS = Schema.of(
            Field.required("day", Type.DATE), Field.of("weekday", Type.STRING), Field.of("day_of_year", Type.INT32));

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec("calendar", "the days of a calendar", List.of(FROM, TO), Set.of(), UriMapping.NONE);
    }

    @Override
    public void testConnection(Options options) {
        date(options, FROM);
        date(options, TO);
    }

    @Override
    public Catalog discoverSchema(DiscoverRequest request) {
        return new Catalog(List.of(CatalogStream.of(StreamName.of("days"), CatalogStream.Kind.OTHER, DAYS)));
    }

    @Override
    public void read(ReadRequest request, Split split, BatchOutput out) throws InterruptedException {
        LocalDate last = date(request.options(), TO);
        for (LocalDate day = date(request.options(), FROM); !day.isAfter(last); day = day.plusDays(1)) {
            List<Object> values = List.of(day, day.getDayOfWeek().toString(), day.getDayOfYear());
            for (int i = 0; i < request.schema().size(); i++) {
                String column = request.schema().field(i).name();
                out.rows().set(i, values.get(DAYS.names().indexOf(column)));
            }
            out.rows().end();
        }
    }

    private static LocalDate date(Options options, Option<String> option) {
        try {
            return LocalDate.parse(options.get(option));
        } catch (java.time.DateTimeException e) {
            throw new ConnectorException(ErrorCode.INVALID_CONFIGURATION, option + ": " + e.getMessage(), e);
        }
    }
}
