package dev.sluice.cli.matrix;

import static dev.sluice.testkit.data.BatchAssert.assertThatRows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.plan.StreamPlan;
import dev.sluice.engine.run.RunReport;
import dev.sluice.engine.run.Status;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WritePlan.ColumnPlan;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.conformance.ConnectorDriver;
import dev.sluice.testkit.conformance.EngineCopy;
import dev.sluice.testkit.data.TypeMatrix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every value of every type, from every database to every database, through the engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseMatrixTest {
    private final List<Database> databases = new ArrayList<>();
    /** Tables that were written, by database and what was left out of the matrix. */
    private final Map<String, StreamName> originals = new HashMap<>();

    private Path folder;

    @BeforeAll
    void open(@TempDir Path temporary) {
        folder = temporary;
        databases.addAll(Database.all(temporary));
    }

    @AfterAll
    void close() throws Exception {
        for (Database database : databases) {
            database.resource().close();
        }
    }

    Stream<Arguments> pairs() {
        return databases.stream().flatMap(from -> databases.stream().map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "from {0} to {1}")
    @MethodSource("pairs")
    void everyValueArrivesAndWhatBecomesAnotherTypeIsAnnounced(Database from, Database to) throws Exception {
        TypeMatrix matrix = from.matrix().without(to.refused());
        StreamName original = original(from, matrix);
        StreamName target = StreamName.of("copy of " + from);
        ConnectorDriver source = new ConnectorDriver(from);
        ConnectorDriver destination = new ConnectorDriver(to);

        EngineCopy copy = EngineCopy.plan(from, original, to, target, folder);
        RunReport report = copy.run();

        assertThat(report.status()).as("%s", report.failure()).isEqualTo(Status.SUCCEEDED);
        CatalogStream read = source.discover(original);
        CatalogStream written = destination.discover(target);
        assertAnnounced(copy.plan().streams().getFirst(), read, written);
        RecordBatch first = Conversion.toTypes(matrix.batch(), types(read));
        RecordBatch expected = Conversion.toTypes(first, types(written));
        Set<Integer> documents = IntStream.range(0, matrix.schema().size())
                .filter(i ->
                        read.schema().type(i) == Type.JSON || written.schema().type(i) == Type.JSON)
                .boxed()
                .collect(Collectors.toSet());
        boolean doubles = from.product().equals("MySQL") || to.product().equals("MySQL");
        assertThatRows(destination.rows(target).orElseThrow().stream()
                        .map(rows -> Conversion.withPlainJson(rows, documents, doubles))
                        .toList())
                .inAnyOrderBy(TypeMatrix.KEY)
                .hasRows(Conversion.withPlainJson(expected, documents, doubles));
    }

    private static List<Type> types(CatalogStream stream) {
        return stream.schema().fields().stream().map(Field::type).toList();
    }

    /** A column that comes back as another type, wider ones of the same kind aside, has been said to. */
    private static void assertAnnounced(StreamPlan plan, CatalogStream read, CatalogStream written) {
        for (int i = 0; i < read.schema().size(); i++) {
            Type from = read.schema().type(i);
            Type to = written.schema().type(i);
            ColumnPlan column = plan.write().columns().get(i);
            boolean said = !column.loss().isEmpty() || column.accepted().equals(to) || widens(from, to);
            assertThat(said).as("%s becomes %s: %s", from, to, column).isTrue();
        }
    }

    private static boolean widens(Type from, Type to) {
        return switch (from) {
            case Type.Simple.INT8 -> to == Type.INT16 || to == Type.INT32 || to == Type.INT64;
            case Type.Simple.INT16 -> to == Type.INT32 || to == Type.INT64;
            case Type.Simple.INT32 -> to == Type.INT64;
            case Type.Text text -> to.equals(Type.STRING);
            default -> from.equals(to);
        };
    }

    private StreamName original(Database database, TypeMatrix matrix) throws Exception {
        String key = database + " " + matrix.samples().hashCode();
        if (!originals.containsKey(key)) {
            originals.put(key, new ConnectorDriver(database).load("original " + originals.size(), matrix.batch()));
        }
        return originals.get(key);
    }
}
