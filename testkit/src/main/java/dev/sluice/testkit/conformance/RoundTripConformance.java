package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.data.BatchAssert.assertThatRows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.run.RunReport;
import dev.sluice.engine.run.Status;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.testkit.data.TypeMatrix;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the system to itself through the engine: every value there is must arrive unchanged. */
public abstract class RoundTripConformance {
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
    void contract05And06And07EveryValueOfEveryTypeArrivesUnchanged() throws Exception {
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
        assertThat(report.streams().getFirst().rows().written()).isEqualTo(20_000);
        assertThatRows(driver.rows(system.target("many_copied")).orElseThrow())
                .inAnyOrderBy(TypeMatrix.KEY)
                .hasRows(driver.asReadBack(Rows.numbered(0, 20_000)));
    }

    private RunReport copy(StreamName from, String to) {
        return EngineCopy.plan(system, from, system, system.target(to), home).run();
    }
}
