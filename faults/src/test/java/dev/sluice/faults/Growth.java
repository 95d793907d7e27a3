package dev.sluice.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.postgres.TestingDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A pipeline that moves what is new, incrementally, while others write to its source. */
final class Growth implements Scenario {
    private final Path pipeline;
    private final TestingDatabase from;
    private final Judge source;
    private final Writers writers;
    private final Target target;
    private final Map<String, String> seen = new HashMap<>();

    Growth(Path pipeline, TestingDatabase from, Target target, boolean appends, long seed) throws SQLException {
        this.pipeline = pipeline;
        this.from = from;
        this.target = target;
        this.writers = new Writers(from, appends, seed);
        this.source = new Judge(from::connect);
    }

    @Override
    public Path pipeline() {
        return pipeline;
    }

    /** The writers don't wait to be told. */
    @Override
    public void change() {}

    /** What arrived can be told only of a run that nobody writes beside, and that one is made where it is looked at. */
    @Override
    public void runToTheEnd() {}

    /** Rows and state are committed together: as long as the state is the same, so are the rows. */
    @Override
    public void assertWhole() throws Exception {
        target.awaitIdle();
        String rows = target.fingerprint();
        String before = seen.putIfAbsent(target.state(), rows);
        assertThat(rows)
                .as("the rows of a target whose state is the same as before")
                .isEqualTo(before == null ? rows : before);
    }

    @Override
    public void assertArrived() throws Exception {
        writers.pause();
        try {
            List<String> notes = Runs.succeed(pipeline);
            assertThat(target.fingerprint())
                    .as("the source, and what arrived of it; the last run said %s", notes)
                    .isEqualTo(source.postgresFingerprint("t"));
        } finally {
            writers.resume();
        }
        assertWhole();
    }

    @Override
    public void assertClean() throws Exception {
        assertThat(target.leftovers()).as("what earlier runs left").isEmpty();
    }

    @Override
    public void close() throws Exception {
        writers.close();
        source.close();
        from.close();
        target.close();
    }
}
