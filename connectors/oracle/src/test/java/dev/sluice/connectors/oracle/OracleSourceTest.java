package dev.sluice.connectors.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OracleSourceTest {
    private final OracleSystem system = new OracleSystem(19);
    private final SourceConnector source = system.source();

    @Test
    void tablesAreFoundWithKeysCommentsAndNativeTypes() throws SQLException {
        run("CREATE TABLE ORDERS (ID NUMBER(10) PRIMARY KEY, TOTAL NUMBER(12,2) NOT NULL, AT TIMESTAMP(9), DOC CLOB)");
        run("COMMENT ON TABLE ORDERS IS 'what was bought'");
        run("COMMENT ON COLUMN ORDERS.TOTAL IS 'with taxes'");
        run("CREATE VIEW RECENT AS SELECT ID FROM ORDERS");
        CatalogStream orders = stream("ORDERS");

        assertThat(orders.name()).isEqualTo(new StreamName("APP", "ORDERS"));
        assertThat(orders.comment()).isEqualTo("what was bought");
        assertThat(orders.schema().primaryKey()).containsExactly("ID");
        assertThat(orders.schema().field(1))
                .isEqualTo(new Field("TOTAL", new Type.Decimal(12, 2), false, "NUMBER(12,2)", "with taxes"));
        assertThat(orders.schema().fields())
                .extracting(Field::nativeType)
                .containsExactly("NUMBER(10)", "NUMBER(12,2)", "TIMESTAMP(9)", "CLOB");
        assertThat(stream("RECENT").kind()).isEqualTo(CatalogStream.Kind.VIEW);
    }

    @Test
    void partsOfTablesThatCanNotBeReadByThemselvesAreNotListed() throws SQLException {
        run("CREATE TABLE ORDERS (ID NUMBER(10) PRIMARY KEY)");
        run("CREATE TABLE SYS_IOT_OVER_73000 (ID NUMBER(10))");
        run("CREATE TABLE RUPD$_ORDERS (ID NUMBER(10))");

        assertThat(source.discoverSchema(DiscoverRequest.of(system.sourceOptions()))
                        .streams())
                .extracting(found -> found.name().name())
                .containsExactly("ORDERS");
    }

    @Test
    void aLargeTableIsReadInRangesOfRowidsAsOfOneScn() throws Exception {
        fill("MANY", 4000);
        try (SplitPlan plan = source.planSplits(request(stream("MANY"), 2))) {
            assertThat(plan.splits()).hasSizeGreaterThan(2);
            assertThat(plan.splits())
                    .extracting(split -> split.property(TableSplits.SCN))
                    .containsOnly("4711000");
            assertThat(plan.notes()).containsExactly("all splits read as of SCN 4711000");
            assertThat(plan.splits().getFirst().property("rowid.from")).isEmpty();
            assertThat(plan.splits().getLast().property("rowid.below")).isEmpty();
            assertCovers(plan, 4000);
        }
    }

    @Test
    void theCutsAreAtExtentsWhereTheUserMaySeeThem() throws Exception {
        fill("MANY", 4000);
        run("CREATE TABLE DBA_EXTENTS (OWNER VARCHAR(99), SEGMENT_NAME VARCHAR(99), PARTITION_NAME VARCHAR(99),"
                + " RELATIVE_FNO INT, BLOCK_ID BIGINT, BLOCKS BIGINT)");
        for (int i = 0; i < 40; i++) {
            run("INSERT INTO DBA_EXTENTS VALUES ('APP', 'MANY', NULL, 1, " + (i * 100 + 1) + ", 100)");
        }
        try (SplitPlan plan = source.planSplits(request(stream("MANY"), 2))) {
            assertThat(plan.splits()).hasSize(8);
            assertThat(plan.splits().get(1).property("rowid.from")).endsWith("01");
            assertCovers(plan, 4000);
        }
    }

    @Test
    void splitsMayEachSeeTheirOwnMomentWhereThatIsAskedFor() throws Exception {
        fill("MANY", 4000);
        try (SplitPlan plan = source.planSplits(request(stream("MANY"), 2, "consistent_read", false))) {
            assertThat(plan.splits())
                    .allSatisfy(split -> assertThat(split.properties()).doesNotContainKey("scn"));
            assertThat(plan.notes().getFirst()).contains("consistent_read is false");
            assertCovers(plan, 4000);
        }
    }

    @Test
    void smallTablesAndViewsAreOneSplit() throws Exception {
        fill("FEW", 10);
        run("CREATE VIEW V AS SELECT * FROM FEW");

        assertThat(source.planSplits(request(stream("FEW"), 4)).splits()).hasSize(1);
        assertThat(source.planSplits(request(stream("V"), 4)).splits()).hasSize(1);
    }

    @Test
    void aQuerysColumnsHaveTheTypesOfItsResult() throws Exception {
        fill("FEW", 10);
        CatalogStream stream = source
                .discoverSchema(new DiscoverRequest(
                        system.sourceOptions(), Map.of("q", "select ID, ID / 3 as third, TEXT from FEW where ID < 4;")))
                .streams()
                .stream()
                .filter(found -> found.kind() == CatalogStream.Kind.QUERY)
                .findFirst()
                .orElseThrow();

        assertThat(stream.schema().names()).containsExactly("ID", "THIRD", "TEXT");
        assertThat(stream.schema().type(0)).isEqualTo(new Type.Decimal(19, 0));
        try (SplitPlan plan = source.planSplits(request(stream, 4))) {
            assertThat(plan.notes()).containsExactly("one split: the result of a query can't be cut up");
            assertThat(read(request(stream, 4), plan.splits().getFirst())).hasSize(3);
        }
    }

    @Test
    void typesThatCanNotBeReadAreRefusedByName() throws Exception {
        fill("FEW", 1);
        CatalogStream stream = stream("FEW");
        Schema schema = Schema.of(stream.schema().field(0), new Field("FILE", Type.STRING, true, "BFILE", ""));
        ReadRequest request =
                new ReadRequest(system.sourceOptions(), stream, schema, 1, new BatchSize(100, 1 << 20), 1 << 24);

        assertThatThrownBy(() -> read(request, SplitPlan.single().splits().getFirst()))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                .hasMessageContaining("'FILE' (BFILE)");
    }

    @Test
    void contract11ALobThatAReaderCanNotHoldIsRefusedByName() throws Exception {
        run("CREATE TABLE LOBS (T CLOB)");
        run("INSERT INTO LOBS VALUES (RPAD('x', 100000, 'x'))");
        CatalogStream stream = stream("LOBS");
        ReadRequest request = new ReadRequest(
                system.sourceOptions(), stream, stream.schema(), 1, new BatchSize(100, 1 << 20), 50_000);

        assertThatThrownBy(() -> read(request, SplitPlan.single().splits().getFirst()))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY))
                .hasMessageContaining("'T'");
    }

    @Test
    void valuesThatAreNotPlainAreAskedForAsTexts() {
        assertThat(ColumnType.expression("XMLTYPE", "\"X\"")).isEqualTo("XMLSERIALIZE(CONTENT \"X\" AS CLOB)");
        assertThat(ColumnType.expression("JSON", "\"X\"")).isEqualTo("JSON_SERIALIZE(\"X\" RETURNING CLOB)");
        assertThat(ColumnType.expression("SDO_GEOMETRY", "\"X\"")).isEqualTo("SDO_UTIL.TO_WKTGEOMETRY(\"X\")");
        assertThat(ColumnType.expression("TIMESTAMP(6) WITH LOCAL TIME ZONE", "\"X\""))
                .isEqualTo("SYS_EXTRACT_UTC(\"X\")");
        assertThat(ColumnType.expression("UROWID", "\"X\"")).isEqualTo("ROWIDTOCHAR(\"X\")");
        assertThat(ColumnType.expression("NUMBER(10)", "\"X\"")).isEqualTo("\"X\"");
    }

    @Test
    void aSnapshotThatIsTooOldHasItsOwnMessage() {
        SQLException error = new SQLException("ORA-01555: snapshot too old", "72000", 1555);

        assertThat(OracleDialect.OLDEST.failure("reading 'A.B'", error))
                .hasMessageContaining("UNDO_RETENTION")
                .hasMessageContaining("consistent_read: false");
    }

    private void fill(String table, int rows) throws SQLException {
        run("CREATE TABLE " + table + " (ID NUMBER(19) PRIMARY KEY, TEXT VARCHAR2(20))");
        run("INSERT INTO " + table + " SELECT X, 'text ' || X FROM SYSTEM_RANGE(1, " + rows + ")");
    }

    private void assertCovers(SplitPlan plan, int rows) throws Exception {
        List<Object> ids = new ArrayList<>();
        for (Split split : plan.splits()) {
            for (List<Object> row : read(request(stream("MANY"), 1), split)) {
                ids.add(Long.parseLong(row.getFirst().toString()));
            }
        }
        assertThat(ids)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, rows)
                        .mapToObj(id -> (Object) (long) id)
                        .toList());
    }

    private CatalogStream stream(String name) {
        return source.discoverSchema(DiscoverRequest.of(system.sourceOptions())).streams().stream()
                .filter(stream -> stream.name().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private ReadRequest request(CatalogStream stream, int parallelism, Object... options) {
        return new ReadRequest(
                system.sourceOptions(options),
                stream,
                stream.schema(),
                parallelism,
                new BatchSize(100, 1 << 20),
                1 << 24);
    }

    private List<List<Object>> read(ReadRequest request, Split split) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        source.read(request, split, new BatchOutput(request.schema(), request.batchSize()) {
            @Override
            public void emit(RecordBatch batch) {
                IntStream.range(0, batch.rowCount())
                        .mapToObj(row -> Values.row(batch, row))
                        .forEach(rows::add);
            }
        });
        return rows;
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = system.database.direct()) {
            Statements.run(connection, sql);
        }
    }
}
