package dev.sluice.connectors.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.SplitPlan;
import dev.sluice.testkit.mysql.TestingMysql;
import dev.sluice.testkit.mysql.TestingMysqlDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Results of many packets and of large ones, encrypted or not: both ways in which rows are taken from a connection. */
class LargeResultsTest {
    private static final int ROWS = 20_000;

    enum Product {
        MYSQL(TestingMysql::mysql),
        MARIADB(TestingMysql::mariadb);

        private final Supplier<TestingMysql> shared;

        Product(Supplier<TestingMysql> shared) {
            this.shared = shared;
        }
    }

    @ParameterizedTest
    @CsvSource({"MYSQL, require", "MYSQL, disable", "MARIADB, disable", "MARIADB, prefer"})
    void everyRowArrivesAsTheServerHasIt(Product product, String encryption) throws Exception {
        try (TestingMysqlDatabase database = product.shared.get().createDatabase()) {
            database.execute(
                    "create table t (id int, v longtext)",
                    // nothing but NULL first
                    "insert into t values (null, null), (null, null)",
                    "insert into t with recursive n (i) as (select 1 union all select i + 1 from n where i < 1000)"
                            + " select a.i * 1000 + b.i, repeat(char(97 + b.i % 26), (a.i * 1000 + b.i) % 700)"
                            + " from n a join n b where a.i <= " + ROWS / 1000,
                    "insert into t values (1, repeat('x', 131072)), (2, repeat('y', 1000000)), (3, null), (4, '')");
            Rig rig = new Rig(database);
            ReadRequest request = rig.request(rig.stream("t"), 1, Map.of("ssl_mode", encryption));

            List<List<Object>> rows =
                    rig.rows(request, SplitPlan.single().splits().getFirst());

            assertThat(rows).hasSize(ROWS + 6);
            String expected = database.query("select concat(sum(id), ' ', sum(crc32(v)), ' ', sum(v is null)) from t")
                    .getFirst()
                    .getFirst();
            assertThat(sums(rows)).isEqualTo(expected);
        }
    }

    private static String sums(List<List<Object>> rows) {
        long ids = rows.stream()
                .map(List::getFirst)
                .filter(Objects::nonNull)
                .mapToLong(id -> ((Number) id).longValue())
                .sum();
        LongStream checksums = rows.stream()
                .map(List::getLast)
                .filter(Objects::nonNull)
                .mapToLong(text -> {
                    CRC32 checksum = new CRC32();
                    checksum.update(text.toString().getBytes(StandardCharsets.UTF_8));
                    return checksum.getValue();
                });
        long nulls = rows.stream().filter(row -> row.getLast() == null).count();
        return ids + " " + checksums.sum() + " " + nulls;
    }
}
