package dev.sluice.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.run.RunReport;
import dev.sluice.engine.run.Status;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks with less room than a run needs, from none at all upwards. */
class FullDiskTest {
    private static final int RUNS = 12;

    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void contract14AFullDiskFailsWritingFilesAndLeavesTheOldOnes() throws Exception {
        try (Volume volume = Volume.mount(folder.resolve("disk"), 2_000)) {
            Path from = folder.resolve("from.db");
            Path lake = volume.folder().resolve("lake");
            Path pipeline = Files.writeString(
                    folder.resolve("pipeline.yaml"),
                    Yaml.sqlite("source", from) + "\ndestination: {connector_type: local_file, config: {base_path: "
                            + lake
                            + ", format: parquet, overwrite: true}}\nstreams: [{name: t, destination: target}]\n");
            try (Scenario scenario =
                    new Replacement(pipeline, new SqliteVersions(from), new FolderTarget(lake.resolve("target")))) {
                fill(scenario, volume, 60_000);
            }
        }
    }

    @Test
    @Timeout(300)
    void contract14AFullDiskFailsMergingIntoSqliteAndLeavesTheOldRows() throws Exception {
        try (Volume volume = Volume.mount(folder.resolve("disk"), 8_000)) {
            TestingDatabase from = TestingPostgres.shared().createDatabase();
            Path to = volume.folder().resolve("to.db");
            Path pipeline = Files.writeString(
                    folder.resolve("pipeline.yaml"),
                    Yaml.connection("source", from, from.port()) + "\n" + Yaml.sqlite("destination", to)
                            + "\nstreams: [" + Pipelines.MERGE + "]\n");
            try (Scenario scenario = new Growth(pipeline, from, new SqliteTarget(to), false, Settings.seed())) {
                fill(scenario, volume, 150_000);
            }
        }
    }

    private static void fill(Scenario scenario, Volume volume, int most) throws Exception {
        Random random = new Random(Settings.seed());
        scenario.change();
        Runs.succeed(scenario.pipeline());
        scenario.assertArrived();
        int failed = 0;
        for (int i = 0; i < RUNS; i++) {
            scenario.change();
            volume.leave(i == 0 ? 0 : random.nextInt(most));
            RunReport report = Runs.run(scenario.pipeline());
            scenario.assertWhole();
            if (report.status() != Status.SUCCEEDED) {
                failed++;
                assertThat(report.failure())
                        .isInstanceOfSatisfying(
                                ConnectorException.class,
                                failure -> assertThat(failure.code())
                                        .as(failure.getMessage())
                                        .isEqualTo(ErrorCode.DISK_FULL));
            }
            volume.free();
            Runs.succeed(scenario.pipeline());
            scenario.assertArrived();
            scenario.assertClean();
        }
        assertThat(failed).isPositive();
    }
}
