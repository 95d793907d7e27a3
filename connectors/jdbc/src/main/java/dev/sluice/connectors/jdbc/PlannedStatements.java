package dev.sluice.connectors.jdbc;

import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.Type;
import java.util.ArrayList;
import java.util.List;

/** What a request will run, in order, for people. */
record PlannedStatements(Dialect dialect, WriteRequest request, TablePlan plan) {
    List<String> all() {
        StreamName staged = Staging.of(request).table();
        List<String> all = new ArrayList<>(dialect.createStaging(staged, plan));
        all.addAll(plan.changes());
        if (plan.merge().isPresent()) {
            MergeStatements merge = new MergeStatements(dialect, plan);
            all.add(merge.deleteDuplicates(staged));
            if (plan.publication() == Publication.MERGE) {
                all.addAll(deletes(merge, staged));
            } else {
                all.addAll(dialect.finish(numbered(staged), plan));
            }
        }
        all.addAll(dialect.publish(staged, plan));
        return all;
    }

    private List<String> deletes(MergeStatements merge, StreamName staged) {
        return switch (request.rules().deletes().kind()) {
            case IGNORE -> List.of();
            case HARD -> List.of(merge.deleteMissing(List.of(staged)));
            case SOFT -> List.of(merge.unmark(List.of(staged)), merge.markMissing(List.of(staged), "<now>"));
        };
    }

    private static Table numbered(StreamName staged) {
        return new Table(
                staged,
                false,
                List.of(new TableColumn(Staging.ORDER, Type.INT64, "", false, false, false)),
                List.of(),
                List.of(),
                List.of());
    }
}
