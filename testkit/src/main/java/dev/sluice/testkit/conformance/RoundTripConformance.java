package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.data.BatchAssert.assertThatRows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.ConnectorRegistry;
import dev.sluice.engine.config.ConnectionConfig;
import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.config.StreamRule;
import dev.sluice.engine.plan.Budget;
import dev.sluice.engine.plan.Planner;
import dev.sluice.engine.run.RunReport;
import dev.sluice.engine.run.Runner;
import dev.sluice.engine.run.Status;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.testkit.data.TypeMatrix;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the system to itself through the engine: every value there is must arrive unchanged. */
public abstract class RoundTripConformance {
    private static final long HEAP = 256L << 20;

    @TempDir
    Path home;

    private SystemUnderTest system;
    private ConnectorDriver driver;

    protected abstract SystemUnderTest system() throws Exception;

    @BeforeEach
    void open() throws Exception {
        system = system();
        driver = new ConnectorDriver(system);
    }

    @Test
    void everyValueOfEveryTypeArrivesUnchanged() throws Exception {
        RecordBatch written = system.matrix().batch();
        StreamName original = driver.load("round_trip", written);
        RunReport report = copy(original, "round_trip_copy");

        assertThat(report.status()).as("%s", report.failure()).isEqualTo(Status.SUCCEEDED);
        assertThatRows(driver.rows(system.target("round_trip_copy")).orElseThrow())
                .inAnyOrderBy(TypeMatrix.KEY)
                .hasRows(driver.rows(original).orElseThrow());
        assertThatRows(driver.rows(original).orElseThrow())
                .inAnyOrderBy(TypeMatrix.KEY)
                .hasRows(driver.asReadBack(written));
    }

    @Test
    void manyRowsArriveOnceInSeveralSplits() throws Exception {
        StreamName original = driver.load("many", Rows.numbered(0, 3000), Rows.numbered(3000, 20_000));
        RunReport report = copy(original, "many_copied");

        assertThat(report.status()).as("%s", report.failure()).isEqualTo(Status.SUCCEEDED);
        assertThat(report.streams().getFirst().rowsWritten()).isEqualTo(20_000);
        assertThatRows(driver.rows(system.target("many_copied")).orElseThrow())
                .inAnyOrderBy(TypeMatrix.KEY)
                .hasRows(driver.asReadBack(Rows.numbered(0, 20_000)));
    }

    private RunReport copy(StreamName from, String to) {
        String type = system.source().spec().type();
        StreamName target = system.target(to);
        StreamRule rule = new StreamRule(
                driver.discover(from).name().toString(),
                "",
                Optional.of(target.toString()),
                List.of(),
                WriteMode.OVERWRITE,
                List.of(),
                false);
        Pipeline pipeline = new Pipeline(
                "round trip",
                new ConnectionConfig(type, system.sourceOptions(from), type),
                new ConnectionConfig(system.destination().spec().type(), system.destinationOptions(), type),
                List.of(rule),
                home);
        Planner planner = new Planner(ConnectorRegistry.load(Optional.empty()));
        return new Runner().run(planner.plan(pipeline, Budget.of(HEAP, 2, 0)), event -> {});
    }
}
