package dev.sluice.connectors.jdbc.split;

import dev.sluice.spi.Position;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import java.util.List;
import java.util.Optional;

/** A plan whose splits are read with connections that this process holds. */
record ProcessBoundPlan(SplitPlan plan) implements SplitPlan {
    @Override
    public List<Split> splits() {
        return plan.splits();
    }

    @Override
    public List<String> notes() {
        return plan.notes();
    }

    @Override
    public Optional<Position> position() {
        return plan.position();
    }

    @Override
    public String fingerprint() {
        return plan.fingerprint();
    }

    @Override
    public boolean isBoundToProcess() {
        return true;
    }

    @Override
    public void close() {
        plan.close();
    }
}
