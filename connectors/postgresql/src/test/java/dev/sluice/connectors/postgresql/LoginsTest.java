package dev.sluice.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.ConnectorRegistry;
import dev.sluice.engine.config.ConnectionConfig;
import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.config.StreamRule;
import dev.sluice.engine.plan.Budget;
import dev.sluice.engine.plan.Planner;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.run.RunReport;
import dev.sluice.engine.run.Runner;
import dev.sluice.engine.run.Status;
import dev.sluice.spi.WriteMode;
import dev.sluice.testkit.postgres.SincePostgres;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginsTest {
    private static final int STREAMS = 5;
    private static final int PARALLELISM = 2;

    @Test
    @SincePostgres(14)
    void aRunLogsInAsOftenAsItNeedsConnectionsAtOnceHoweverManyStreamsThereAre(@TempDir Path home) {
        try (TestingDatabase source = TestingPostgres.shared().createDatabase();
                TestingDatabase destination = TestingPostgres.shared().createDatabase()) {
            for (int i = 0; i < STREAMS; i++) {
                source.execute("create table t" + i + " as select generate_series(1, 100) as id");
            }
            long readBefore = logins(source);
            long writtenBefore = logins(destination);
            ConnectionConfig from = new ConnectionConfig("postgresql", new Rig(source).options(), "source");
            ConnectionConfig to = new ConnectionConfig("postgresql", new Rig(destination).options(), "destination");
            StreamRule all =
                    new StreamRule("*", "", Optional.empty(), List.of(), WriteMode.OVERWRITE, List.of(), false);
            Pipeline pipeline = new Pipeline("logins", from, to, List.of(all), home);
            RunReport report;
            try (RunPlan plan = new Planner(ConnectorRegistry.load(Optional.empty()))
                    .plan(pipeline, Budget.of(256 << 20, PARALLELISM, 0))) {
                report = new Runner().run(plan, event -> {});
            }

            assertThat(report.status()).isEqualTo(Status.SUCCEEDED);
            assertThat(report.streams()).hasSize(STREAMS);
            // the plan and each reader; the lease and each writer. What counts them logs in itself
            assertThat(logins(source) - readBefore).isBetween(2L, 1L + PARALLELISM + 1);
            assertThat(logins(destination) - writtenBefore).isBetween(2L, 1L + PARALLELISM + 1);
        }
    }

    /** The server adds a session once it has ended. */
    private static long logins(TestingDatabase database) {
        return Long.parseLong(database.query("select sessions from pg_stat_database where datname = current_database()")
                .getFirst()
                .getFirst());
    }
}
