package dev.sluice.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** A pipeline that overwrites its target: whatever befalls it, the target is one of the versions, whole. */
final class Replacement implements Scenario {
    private final Path pipeline;
    private final VersionedSource source;
    private final Target target;
    private final Set<String> possible = new LinkedHashSet<>();
    private String expected;
    private int version;

    Replacement(Path pipeline, VersionedSource source, Target target) {
        this.pipeline = pipeline;
        this.source = source;
        this.target = target;
    }

    @Override
    public Path pipeline() {
        return pipeline;
    }

    @Override
    public void change() throws Exception {
        version++;
        expected = source.show(version);
        possible.add(expected);
    }

    @Override
    public void assertWhole() throws Exception {
        target.awaitIdle();
        assertThat(target.fingerprint())
                .as("the target after a fault, at version %s", version)
                .isIn(possible);
    }

    @Override
    public void assertArrived() throws Exception {
        assertThat(target.fingerprint())
                .as("the target after a whole run, at version %s", version)
                .isEqualTo(expected);
        // what came before can't come back
        possible.clear();
        possible.add(expected);
    }

    @Override
    public void assertClean() throws Exception {
        assertThat(target.leftovers()).as("what earlier runs left").isEmpty();
    }

    @Override
    public void close() throws Exception {
        source.close();
        target.close();
    }
}
