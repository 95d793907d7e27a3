package dev.sluice.engine;

import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.Capability;
import dev.sluice.spi.Catalog;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.UriMapping;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Counts: a source whose every value is known. Options make it fail where a test wants it to. */
public final class NumbersSource extends SourceConnector {
    static final Option<Integer> ROWS =
            Option.integer("rows", "rows per split").between(0, 100_000_000).defaultValue(10);
    static final Option<Integer> SPLITS =
            Option.integer("splits", "number of splits").defaultValue(1);
    static final Option<Integer> FAIL_AT =
            Option.integer("fail_at", "row to fail at").defaultValue(-1);
    static final Option<Boolean> LATER =
            Option.bool("later", "have a third stream").defaultValue(false);
    static final Option<Boolean> COMPLAINS = Option.bool(
                    "complains", "fail with an error of its own where it is interrupted")
            .defaultValue(false);
    static final Option<String> TOKEN = Option.string("token", "a secret").secret();
    static final Option<String> FILE = Option.path("file", "a file");

    static final Schema SCHEMA = new Schema(
            List.of(Field.required("id", Type.INT64), Field.of("half", new Type.Decimal(12, 1))), List.of("id"));

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                "numbers",
                "Counts",
                List.of(ROWS, SPLITS, FAIL_AT, LATER, COMPLAINS, TOKEN, FILE),
                Set.of(Capability.SPLITS),
                UriMapping.server("file", "numbers"));
    }

    @Override
    public void testConnection(Options options) {
        // there is nothing to connect to
    }

    @Override
    public Catalog discoverSchema(DiscoverRequest request) {
        Stream<String> names =
                request.options().get(LATER) ? Stream.of("even", "odd", "later") : Stream.of("even", "odd");
        return new Catalog(
                names.map(name -> CatalogStream.of(new StreamName("math", name), CatalogStream.Kind.OTHER, SCHEMA))
                        .toList());
    }

    @Override
    public SplitPlan planSplits(ReadRequest request) {
        return SplitPlan.of(IntStream.range(0, request.options().get(SPLITS))
                .mapToObj(i -> new Split(i, "part " + i, Map.of()))
                .toList());
    }

    @Override
    public void read(ReadRequest request, Split split, BatchOutput out) throws Exception {
        try {
            count(request, split, out);
        } catch (InterruptedException e) {
            if (request.options().get(COMPLAINS)) {
                throw new IllegalStateException("disturbed while counting", e);
            }
            throw e;
        }
    }

    private static void count(ReadRequest request, Split split, BatchOutput out) throws Exception {
        int rows = request.options().get(ROWS);
        int failAt = request.options().get(FAIL_AT);
        for (int i = 0; i < rows; i++) {
            if (i == failAt) {
                throw new IllegalArgumentException("told to fail at " + i);
            }
            long id = (long) split.index() * rows + i;
            for (int column = 0; column < request.schema().size(); column++) {
                if (request.schema().field(column).name().equals("id")) {
                    out.rows().set(column, id);
                } else {
                    out.rows().set(column, java.math.BigDecimal.valueOf(id * 5, 1));
                }
            }
            out.rows().end();
        }
    }
}
