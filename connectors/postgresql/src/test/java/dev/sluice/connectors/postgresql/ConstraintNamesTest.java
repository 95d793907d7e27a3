package dev.sluice.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.WriteMode;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import dev.sluice.testkit.postgres.SincePostgres;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConstraintNamesTest {
    private static final Schema SCHEMA =
            new Schema(List.of(Field.required("id", Type.INT64), Field.of("name", Type.STRING)), List.of("id"));

    private static TestingDatabase database;
    private static Rig rig;

    @BeforeAll
    static void createDatabase() {
        database = TestingPostgres.shared().createDatabase();
        rig = new Rig(database);
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    private static void overwrite(String table) throws Exception {
        BatchBuilder builder = new BatchBuilder(SCHEMA, 1);
        Values.append(Type.INT64, builder.column(0), 1L);
        Values.append(Type.STRING, builder.column(1), "one");
        rig.write(table, SCHEMA, WriteMode.OVERWRITE, List.of(builder.build()));
    }

    private static String nameOf(String table, char kind) {
        return database.query("select conname from pg_constraint where conrelid = '\"" + table
                        + "\"'::regclass and contype = '" + kind + "'")
                .getFirst()
                .getFirst();
    }

    @Test
    void aNewTablesKeyHasTheNameItHasAnywhere() throws Exception {
        overwrite("orders");
        assertThat(nameOf("orders", 'p')).isEqualTo("orders_pkey");
    }

    @Test
    void soHasTheKeyOfATableThatIsReplaced() throws Exception {
        database.execute("create table replaced (id bigint primary key, name text)");
        overwrite("replaced");
        assertThat(nameOf("replaced", 'p')).isEqualTo("replaced_pkey");
    }

    @Test
    @SincePostgres(18)
    void soHaveConstraintsOfColumns() throws Exception {
        overwrite("A \"quoted\" one");
        assertThat(nameOf("A \"\"quoted\"\" one", 'n')).isEqualTo("A \"quoted\" one_id_not_null");
    }

    @Test
    void aNameThatIsTakenStaysWithItsOwner() throws Exception {
        database.execute("create table taken_pkey (id bigint)");
        overwrite("taken");
        assertThat(nameOf("taken", 'p')).startsWith("_sluice_");
    }

    @Test
    void aLongNameOfATableIsCutOff() throws Exception {
        String longest = "t".repeat(63);
        overwrite(longest);
        assertThat(nameOf(longest, 'p')).isEqualTo("t".repeat(58) + "_pkey");
    }
}
