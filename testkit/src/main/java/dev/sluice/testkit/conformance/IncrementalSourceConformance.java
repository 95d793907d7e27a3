package dev.sluice.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.Capability;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Position;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.ValueWriter;
import dev.sluice.testkit.conformance.IncrementalRun.Asked;
import dev.sluice.testkit.data.TypeMatrix;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every source owes that declares {@link Capability#INCREMENTAL} and goes by a cursor column. A subclass names the
 * system; the streams are written through its own destination.
 */
public abstract class IncrementalSourceConformance {
    private static final String CURSOR = "moved";
    private static final Schema SCHEMA = schema(Field.of(CURSOR, Type.INT64));
    private static final int MANY = 3000;

    private SystemUnderTest system;
    private ConnectorDriver driver;

    protected abstract SystemUnderTest system() throws Exception;

    @BeforeEach
    void open() throws Exception {
        system = system();
        driver = new ConnectorDriver(system);
    }

    private static Schema schema(Field cursor) {
        return new Schema(
                List.of(Field.required(TypeMatrix.KEY, Type.INT64), cursor, Field.of("name", Type.STRING)),
                List.of(TypeMatrix.KEY));
    }

    /** Rows with keys that count from a first one, and these cursor values. */
    private static RecordBatch rows(Schema schema, long firstKey, List<?> cursors) {
        BatchBuilder builder = new BatchBuilder(schema, cursors.size());
        for (int i = 0; i < cursors.size(); i++) {
            Values.append(Type.INT64, builder.column(0), firstKey + i);
            Values.append(schema.type(1), builder.column(1), cursors.get(i));
            Values.append(Type.STRING, builder.column(2), "row " + (firstKey + i));
        }
        return builder.build();
    }

    private static List<Long> cursors(Long... values) {
        return Arrays.asList(values);
    }

    private static List<Long> keys(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private Asked load(String name, Long... cursors) throws Exception {
        return asked(driver.load(name, rows(SCHEMA, 0, cursors(cursors))), CURSOR);
    }

    private Asked asked(StreamName target, String cursor) {
        return Asked.of(system, target, driver.discover(target), cursor);
    }

    private void add(Asked to, long firstKey, Long... cursors) throws Exception {
        RecordBatch batch = rows(SCHEMA, firstKey, cursors(cursors));
        WriteSession session = WriteSession.begin(system, to.target(), SCHEMA, WriteMode.APPEND);
        CommitToken token = session.write(0, 1, batch);
        session.commit(token);
    }

    @Test
    void isDeclared() {
        assertThat(system.source().spec().capabilities()).contains(Capability.INCREMENTAL);
    }

    @Test
    void aFirstRunReadsEverythingAndTheNextOnlyWhatIsNew() throws Exception {
        Asked asked = load("first_and_next", 10L, 20L, 30L);
        IncrementalRun first = asked.read();
        add(asked, 3, 31L, 40L);
        IncrementalRun second =
                asked.after(first.position()).separatingRepeats().read();

        assertThat(first.keys()).isEqualTo(keys(0, 3));
        assertThat(first.position().cursor()).isEqualTo("30");
        assertThat(second.keys()).isEqualTo(keys(2, 5));
        assertThat(second.position().cursor()).isEqualTo("40");
        assertThat(second.notes()).anySatisfy(note -> assertThat(note).contains(CURSOR + " from 30 to 40"));
    }

    @Test
    void contract02TiesAtTheBoundaryAreReadAgain() throws Exception {
        Asked asked = load("ties", 1L, 2L, 3L, 3L);
        IncrementalRun first = asked.separatingRepeats().read();
        add(asked, 4, 3L, 3L, 4L);
        IncrementalRun second =
                asked.after(first.position()).separatingRepeats().read();

        assertThat(first.once()).containsExactlyInAnyOrder(0L, 1L);
        assertThat(first.again()).containsExactlyInAnyOrder(2L, 3L);
        assertThat(second.once()).containsExactlyInAnyOrder(2L, 3L, 4L, 5L);
        assertThat(second.again()).containsExactly(6L);
    }

    @Test
    void contract03NullCursorRowsAreReadByEveryRun() throws Exception {
        Asked asked = load("null_cursors", null, 1L, null, 2L);
        IncrementalRun first = asked.separatingRepeats().read();
        add(asked, 4, null, 3L);
        IncrementalRun second =
                asked.after(first.position()).separatingRepeats().read();

        assertThat(first.once()).containsExactly(1L);
        assertThat(first.again()).containsExactlyInAnyOrder(0L, 2L, 3L);
        assertThat(second.keys()).containsExactly(0L, 2L, 3L, 4L, 5L);
    }

    @Test
    void contract03NullCursorRowsAreReadWhereThereAreNoOthers() throws Exception {
        Asked asked = load("null_cursors_only", null, null);
        IncrementalRun first = asked.separatingRepeats().read();
        add(asked, 2, 5L);

        assertThat(first.once()).isEmpty();
        assertThat(first.again()).containsExactlyInAnyOrder(0L, 1L);
        assertThat(first.position().cursor()).isEmpty();
        assertThat(asked.after(first.position()).read().keys()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void anEmptyStreamIsReadFromItsBeginningOnceItHasRows() throws Exception {
        Asked asked = load("empty_at_first");
        IncrementalRun first = asked.read();
        add(asked, 0, -5L, 7L);
        IncrementalRun second = asked.after(first.position()).read();

        assertThat(first.keys()).isEmpty();
        assertThat(first.position().cursor()).isEmpty();
        assertThat(second.keys()).isEqualTo(keys(0, 2));
        assertThat(second.position().cursor()).isEqualTo("7");
    }

    @Test
    void whereNothingIsNewNoMoreThanTheBoundaryIsReadAndThePositionStays() throws Exception {
        Asked asked = load("nothing_new", 1L, 2L, 2L);
        IncrementalRun first = asked.separatingRepeats().read();
        IncrementalRun second =
                asked.after(first.position()).separatingRepeats().read();

        assertThat(second.once()).isEmpty();
        assertThat(second.againAfter(first)).containsExactlyInAnyOrder(1L, 2L);
        assertThat(second.position().cursor()).isEqualTo("2");
    }

    @Test
    void whatIsMergedNeedNotBeReadAgainAtTheBoundaryButWhatCameSinceIs() throws Exception {
        Asked asked = load("merged", 1L, 2L, 2L, null);
        IncrementalRun first = asked.read();
        IncrementalRun second = asked.after(first.position()).read();
        add(asked, 4, 2L, 3L);
        IncrementalRun third = asked.after(second.position()).inParallel(4).read();
        IncrementalRun fourth = asked.after(third.position()).inParallel(4).read();

        assertThat(second.keys()).isSubsetOf(1L, 2L, 3L);
        if (second.splits() > 0) {
            assertThat(second.keys()).as("rows without a cursor").contains(3L);
        }
        assertThat(second.position().cursor()).isEqualTo("2");
        assertThat(third.keys()).contains(3L, 4L, 5L).isSubsetOf(1L, 2L, 3L, 4L, 5L);
        assertThat(fourth.keys()).isSubsetOf(3L, 5L);
        if (fourth.splits() > 0) {
            assertThat(fourth.keys()).as("rows without a cursor").contains(3L);
        }
        assertThat(fourth.position().cursor()).isEqualTo("3");
    }

    @Test
    void thePositionStaysWhereTheNewestRowsAreGone() throws Exception {
        Asked asked = load("gone", 1L, 2L);
        IncrementalRun run = asked.after(Position.of("9")).read();
        add(asked, 2, 9L, 10L);

        assertThat(run.keys()).isEmpty();
        assertThat(run.position().cursor()).isEqualTo("9");
        assertThat(asked.after(run.position()).read().keys()).containsExactly(2L, 3L);
    }

    @Test
    void aWindowIsReadWithBothItsEnds() throws Exception {
        Asked asked = load("window", 1L, 2L, 3L, 4L, 5L, null);
        IncrementalRun first = asked.between("2", "4").separatingRepeats().read();
        IncrementalRun second = asked.between("2", "5")
                .after(first.position())
                .separatingRepeats()
                .read();
        IncrementalRun beyond = asked.between("", "3").after(second.position()).read();

        assertThat(first.once()).containsExactlyInAnyOrder(1L, 2L);
        assertThat(first.again()).containsExactlyInAnyOrder(3L, 5L);
        assertThat(first.position().cursor()).isEqualTo("4");
        assertThat(second.keys()).containsExactly(3L, 4L, 5L);
        assertThat(beyond.keys()).containsExactlyElementsOf(beyond.splits() > 0 ? List.of(5L) : List.of());
        assertThat(beyond.position().cursor()).isEqualTo("5");
    }

    @Test
    void aWindowThatBeginsBeyondTheRowsStaysThereUntilRowsCome() throws Exception {
        Asked asked = load("early", 1L, 2L).between("5", "");
        IncrementalRun first = asked.read();
        add(asked, 2, 3L, 5L);

        assertThat(first.keys()).isEmpty();
        assertThat(asked.after(first.position()).read().keys()).containsExactly(3L);
    }

    @Test
    void aLookbackReadsAgainWhatLiesThatFarBelow() throws Exception {
        Asked asked =
                load("looked_back", 10L, 17L, 18L, 20L, null).lookingBack("2").separatingRepeats();
        IncrementalRun first = asked.read();
        add(asked, 5, 18L, 19L, 21L);
        IncrementalRun second = asked.after(first.position()).read();

        assertThat(first.once()).containsExactlyInAnyOrder(0L, 1L);
        assertThat(first.again()).containsExactlyInAnyOrder(2L, 3L, 4L);
        assertThat(second.once()).containsExactlyInAnyOrder(2L, 5L);
        assertThat(second.again()).containsExactlyInAnyOrder(3L, 4L, 6L, 7L);
    }

    @Test
    void aLookbackIsANumberForFloatingPointToo() throws Exception {
        for (Type type : List.of(Type.FLOAT64, Type.FLOAT32)) {
            if (system.matrix().samples().stream()
                    .noneMatch(sample -> sample.type().equals(type))) {
                continue;
            }
            boolean isDouble = type == Type.FLOAT64;
            List<?> values = isDouble ? List.of(0.5, 1.4, 1.5, 2.5) : List.of(0.5f, 1.4f, 1.5f, 2.5f);
            Schema schema = schema(Field.of(CURSOR, type));
            Asked asked = asked(driver.load("looked_back_" + type, rows(schema, 0, values)), CURSOR)
                    .lookingBack("1.0");
            IncrementalRun first = asked.read();

            assertThat(first.keys()).isEqualTo(keys(0, 4));
            assertThat(asked.after(first.position()).separatingRepeats().read().keys())
                    .as("%s", type)
                    .containsExactly(2L, 3L);
        }
    }

    @Test
    void theSplitsOfARunHoldEachOfItsRowsOnceForAnyParallelism() throws Exception {
        List<Long> moved = LongStream.range(0, MANY)
                .mapToObj(i -> i % 50 == 7 ? null : (Long) (i * 7 % MANY / 2))
                .toList();
        StreamName target = driver.load("many", rows(SCHEMA, -MANY / 2, moved));
        List<Long> all = keys(-MANY / 2, MANY / 2);
        List<Long> late = all.stream()
                .filter(key -> moved.get((int) (key + MANY / 2)) == null || moved.get((int) (key + MANY / 2)) >= 700)
                .toList();
        for (int parallelism : List.of(1, 4)) {
            Asked asked = asked(target, CURSOR).inParallel(parallelism).lookingBack("100");
            assertThat(asked.read().keys()).as("all, %d", parallelism).isEqualTo(all);
            assertThat(asked.separatingRepeats().read().keys())
                    .as("all, separated, %d", parallelism)
                    .isEqualTo(all);
            assertThat(asked.after(Position.of("800")).read().keys())
                    .as("some, %d", parallelism)
                    .isEqualTo(late);
            IncrementalRun separated =
                    asked.after(Position.of("800")).separatingRepeats().read();
            assertThat(separated.keys()).as("some, separated, %d", parallelism).isEqualTo(late);
            assertThat(separated.again())
                    .as("again, %d", parallelism)
                    .containsExactlyInAnyOrderElementsOf(late.stream()
                            .filter(key -> moved.get((int) (key + MANY / 2)) == null
                                    || moved.get((int) (key + MANY / 2)) >= MANY / 2 - 101)
                            .toList());
        }
    }

    @Test
    void aStreamWithAKeyOfSeveralColumnsIsReadInParallel() throws Exception {
        Schema schema = SCHEMA.withPrimaryKey(List.of("region", TypeMatrix.KEY));
        schema = new Schema(
                List.of(schema.field(0), schema.field(1), Field.required("region", new Type.Text(20))),
                List.of("region", TypeMatrix.KEY));
        BatchBuilder builder = new BatchBuilder(schema, MANY);
        for (long key = 0; key < MANY; key++) {
            Values.append(Type.INT64, builder.column(0), key);
            Values.append(Type.INT64, builder.column(1), key / 2);
            Values.append(
                    schema.type(2),
                    builder.column(2),
                    List.of("it's", "b\\c", "ä\"", "z").get((int) key % 4));
        }
        Asked asked = asked(driver.load("composite", builder.build()), CURSOR)
                .inParallel(4)
                .separatingRepeats();

        assertThat(asked.read().keys()).isEqualTo(keys(0, MANY));
        assertThat(asked.after(Position.of("1000")).read().keys()).isEqualTo(keys(2000, MANY));
    }

    @Test
    void contract02EveryValueOfEveryOrderedTypeIsABoundaryToItsLastDigit() throws Exception {
        for (TypeMatrix.Sample sample : system.matrix().samples()) {
            if (system.canBeCursor(sample.type())) {
                isExact(sample);
            }
        }
    }

    private void isExact(TypeMatrix.Sample sample) throws Exception {
        List<Object> values = new ArrayList<>(sample.values().stream()
                .filter(IncrementalSourceConformance::isPlain)
                .toList());
        values.add(null);
        values.add(values.getFirst());
        RecordBatch written = rows(schema(Field.of(CURSOR, sample.type())), 0, values);
        Asked asked = asked(driver.load("cursor_" + sample.name(), written), CURSOR);
        List<String> texts = canonical(driver.asReadBack(written));
        List<Long> nulls = List.of((long) values.indexOf(null));
        assertThat(asked.read().keys()).as(sample.name()).isEqualTo(keys(0, values.size()));
        boolean text = sample.type() instanceof Type.Text;
        for (int i = 0; i < values.size(); i += i < 2 || i > values.size() - 6 ? 1 : 3) {
            String boundary = texts.get(i);
            if (boundary == null || boundary.isEmpty()) {
                // that there is no boundary
                continue;
            }
            IncrementalRun upTo = asked.between("", boundary).read();
            IncrementalRun from = asked.after(Position.of(boundary)).read();
            List<Long> both = new ArrayList<>(upTo.keys());
            both.retainAll(from.keys());
            both.removeAll(nulls);
            List<Long> equal = LongStream.range(0, values.size())
                    .boxed()
                    .filter(key -> texts.get(key.intValue()) != null)
                    .filter(key -> isSame(sample.type(), texts.get(key.intValue()), boundary))
                    .toList();
            List<Long> union = new ArrayList<>(upTo.keys());
            union.addAll(from.keys());

            assertThat(union.stream().distinct().sorted().toList())
                    .as("%s up to and from %s", sample.name(), boundary)
                    .isEqualTo(keys(0, values.size()));
            if (text) {
                // by some collations different texts are equal
                assertThat(both).as("%s at %s", sample.name(), boundary).containsAll(equal);
            } else {
                assertThat(both).as("%s at %s", sample.name(), boundary).isEqualTo(equal);
                assertThat(upTo.position().cursor())
                        .as(sample.name())
                        .matches(position -> isSame(sample.type(), position, boundary), boundary);
            }
        }
    }

    /** A value that others are equal to only if they have the same text, and that isn't beyond all others. */
    private static boolean isPlain(Object value) {
        return switch (value) {
            case Float number -> Float.isFinite(number) && !number.equals(-0.0f);
            case Double number -> Double.isFinite(number) && !number.equals(-0.0);
            case String text -> !text.equals("NaN") && !text.endsWith("Infinity");
            default -> true;
        };
    }

    /** The cursor's values as texts; null for NULL. */
    private static List<String> canonical(RecordBatch rows) {
        ValueWriter writer = ValueWriter.of(rows.schema().type(1));
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < rows.rowCount(); row++) {
            if (rows.column(1).isNull(row)) {
                texts.add(null);
                continue;
            }
            ByteSink text = new ByteSink(32);
            writer.write(rows.column(1), row, text);
            texts.add(new String(text.array(), 0, text.length(), StandardCharsets.UTF_8));
        }
        return texts;
    }

    /** Numbers are the same however many zeros follow. */
    private static boolean isSame(Type type, String one, String other) {
        return type == Type.NUMERIC || type instanceof Type.Decimal
                ? new BigDecimal(one).compareTo(new BigDecimal(other)) == 0
                : one.equals(other);
    }

    @Test
    void textsWithQuotesAreBoundariesLikeOthers() throws Exception {
        List<String> names = List.of("it's", "a\\'b", "\"quoted\"", "semi;colon--", "100%_$1?", "{brace}", "äöü€");
        Schema schema = schema(Field.of(CURSOR, new Type.Text(40)));
        Asked asked = asked(driver.load("quotes", rows(schema, 0, names)), CURSOR);
        for (int i = 0; i < names.size(); i++) {
            IncrementalRun upTo =
                    asked.between("", names.get(i)).separatingRepeats().read();
            IncrementalRun from =
                    asked.after(upTo.position()).separatingRepeats().read();

            assertThat(upTo.position().cursor()).isEqualTo(names.get(i));
            assertThat(upTo.again()).containsExactly((long) i);
            assertThat(from.againAfter(upTo)).isNotEmpty();
            if (from.splits() > 0) {
                assertThat(from.keys()).contains((long) i);
                assertThat(upTo.once().size() + from.keys().size()).isEqualTo(names.size());
            } else {
                assertThat(upTo.keys()).as("nothing was left").hasSameSizeAs(names);
            }
        }
    }

    @Test
    void theResultOfAQueryIsReadIncrementally() throws Exception {
        if (!system.source().spec().can(Capability.QUERIES)) {
            return;
        }
        Asked table = load("queried", 1L, 2L, 3L, null);
        CatalogStream stream = system
                .source()
                .discoverSchema(new DiscoverRequest(
                        system.sourceOptions(table.target()), Map.of("recent", system.queryFor(table.target()))))
                .streams()
                .stream()
                .filter(found -> found.kind() == CatalogStream.Kind.QUERY)
                .findFirst()
                .orElseThrow();
        Asked asked = Asked.of(system, table.target(), stream, CURSOR)
                .separatingRepeats()
                .inParallel(4);
        IncrementalRun first = asked.read();
        add(table, 4, 4L);

        assertThat(first.once()).containsExactlyInAnyOrder(0L, 1L);
        assertThat(first.again()).containsExactlyInAnyOrder(2L, 3L);
        assertThat(asked.after(first.position()).read().keys()).containsExactly(2L, 3L, 4L);
    }

    @Test
    void aViewIsReadIncrementally() throws Exception {
        Asked table = load("viewed", 1L, 2L, 3L, null);
        StreamName view = system.createView("viewed_too", table.target());
        Asked asked = asked(view, CURSOR).separatingRepeats().inParallel(4);
        IncrementalRun first = asked.read();
        add(table, 4, 4L);

        assertThat(first.once()).containsExactlyInAnyOrder(0L, 1L);
        assertThat(first.again()).containsExactlyInAnyOrder(2L, 3L);
        assertThat(asked.after(first.position()).read().keys()).containsExactly(2L, 3L, 4L);
    }

    @Test
    void columnsWithoutAnOrderAreRefusedByName() throws Exception {
        for (TypeMatrix.Sample sample : system.matrix().samples()) {
            if (system.canBeCursor(sample.type())) {
                continue;
            }
            Schema schema = schema(Field.of(CURSOR, sample.type()));
            StreamName target = driver.load("unordered_" + sample.name(), rows(schema, 0, sample.values()));
            Type kept = asked(target, CURSOR).increment().cursor().type();
            if (!kept.equals(sample.type()) && system.canBeCursor(kept)) {
                // what has no order of its own may be kept as a text or a number that has one
                continue;
            }
            ConnectorException refusal = catchThrowableOfType(
                    ConnectorException.class, () -> asked(target, CURSOR).read());
            assertThat(refusal).as(sample.name()).isNotNull();
            assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
            assertThat(refusal).hasMessageContaining(target.name()).hasMessageContaining("'" + CURSOR + "'");
        }
    }

    @Test
    void whatIsNoValueOfTheCursorIsRefusedByName() throws Exception {
        Asked asked = load("no_value", 1L);
        for (Asked wrong : List.of(
                asked.between("yesterday", ""), asked.between("", "1.5"), asked.after(Position.of("x' OR '1'='1")))) {
            ConnectorException refusal = catchThrowableOfType(ConnectorException.class, wrong::read);
            assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
            assertThat(refusal).hasMessageContaining("no_value").hasMessageContaining("'" + CURSOR + "'");
        }
    }
}
