package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.conformance.TargetTable.batch;
import static dev.sluice.testkit.conformance.TargetTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Deletes;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRules;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a destination owes that declares to remove or mark rows that the source has no more. */
public abstract class DeletesConformance {
    private static final Schema ITEMS = new Schema(
            List.of(
                    Field.required("id", Type.INT64),
                    Field.required("part", new Type.Text(10)),
                    Field.of("n", Type.INT64)),
            List.of("id", "part"));

    private SystemUnderTest system;

    protected abstract SystemUnderTest system() throws Exception;

    @BeforeEach
    void open() throws Exception {
        system = system();
    }

    @Test
    void contract18HardDeletesRemoveWhatAFullReadHasNoMore() throws Exception {
        TargetTable target = twenty("deletes_hard");
        CommitResult result = target.write(ITEMS, WriteMode.MERGE, rules(Deletes.Kind.HARD, 10), rows(3, 21));

        assertThat(result.deleted()).isEqualTo(2);
        assertThat(result.rows()).isEqualTo(18);
        assertThat(target.rows("id")).hasSize(18).doesNotContain("1", "2").contains("3", "20");
    }

    @Test
    void contract18HardDeletesAreFoundByTheKeysOfAnIncrementalRun() throws Exception {
        TargetTable target = twenty("deletes_keys");
        WriteSession session = target.begin(ITEMS, WriteMode.MERGE, rules(Deletes.Kind.HARD, 10));
        CommitToken changed = session.write(0, 1, batch(ITEMS, row(5L, "p", 500L), row(21L, "p", 21L)));
        CommitToken first = session.writeKeys(0, batch(ITEMS, rows(2, 10)));
        CommitToken second = session.writeKeys(1, batch(ITEMS, rows(10, 21)));
        session.writeKeys(1, batch(ITEMS, rows(10, 21)));
        CommitResult result = session.commit(new Commit(List.of(changed), List.of(second, first), "", ""));

        // row 21 came after its keys were read, and is there
        assertThat(result.deleted()).isEqualTo(1);
        assertThat(target.rows("id", "n")).hasSize(20).doesNotContain("1|1").contains("5|500", "21|21", "20|20");
    }

    @Test
    void contract18HardDeletesBeyondTheLimitEndTheRunAndChangeNothing() throws Exception {
        TargetTable target = twenty("deletes_limit");
        for (Deletes.Kind kind : List.of(Deletes.Kind.HARD, Deletes.Kind.SOFT)) {
            WriteSession session = target.begin(ITEMS, WriteMode.MERGE, rules(kind, 10));
            CommitToken token = session.write(0, 1, batch(ITEMS, rows(4, 22)));

            ConnectorException failure = catchThrowableOfType(ConnectorException.class, () -> session.commit(token));
            assertThat(failure).hasMessageContaining("3 of the 20 rows").hasMessageContaining("delete_limit: 15");
            assertThat(failure.code()).isEqualTo(ErrorCode.VERIFICATION_FAILED);
            session.abort();
            assertThat(target.rows("id")).hasSize(20).contains("1").doesNotContain("21");
        }
        target.write(ITEMS, WriteMode.MERGE, rules(Deletes.Kind.HARD, 15), rows(4, 22));
        assertThat(target.rows("id")).hasSize(18).doesNotContain("3");
    }

    @Test
    void contract18HardDeletesOfAnEmptyReadEndTheRun() throws Exception {
        TargetTable target = twenty("deletes_all");
        WriteSession session = target.begin(ITEMS, WriteMode.MERGE, rules(Deletes.Kind.HARD, 50));
        CommitToken none = session.write(0, 1);

        assertThatThrownBy(() -> session.commit(none)).hasMessageContaining("20 of the 20 rows");
        assertThat(target.rows("id")).hasSize(20);
    }

    @Test
    void contract18SoftDeletesMarkRowsAndTakeTheMarkOffWhenTheyAreBack() throws Exception {
        TargetTable target = twenty("deletes_soft");
        WriteRules rules = rules(Deletes.Kind.SOFT, 10);
        CommitResult first = target.write(ITEMS, WriteMode.MERGE, rules, rows(2, 21));
        assertThat(first.deleted()).isEqualTo(1);
        assertThat(marked(target)).containsExactly("1");

        CommitResult again = target.write(ITEMS, WriteMode.MERGE, rules, rows(3, 21));
        assertThat(again.deleted()).as("only row 2 is new among the deleted").isEqualTo(1);
        assertThat(marked(target)).containsExactly("1", "2");

        WriteSession back = target.begin(ITEMS, WriteMode.MERGE, rules);
        CommitToken nothingNew = back.write(0, 1);
        CommitToken keys = back.writeKeys(0, batch(ITEMS, rows(1, 21)));
        CommitResult third = back.commit(new Commit(List.of(nothingNew), List.of(keys), "", ""));
        assertThat(third.deleted()).isZero();
        assertThat(marked(target)).isEmpty();
        assertThat(target.rows("id")).hasSize(20);
    }

    @Test
    void contract18SoftDeletesOfANewTargetHaveTheirColumnFromTheStart() throws Exception {
        TargetTable target = new TargetTable(system, "deletes_new");
        target.write(ITEMS, WriteMode.MERGE, rules(Deletes.Kind.SOFT, 10), rows(1, 3));

        assertThat(target.columns()).containsExactly("id", "part", "n", Deletes.MARK);
        assertThat(marked(target)).isEmpty();
    }

    /** A statement that has short names for its tables must not take the target for another. */
    @Test
    void contract18HardDeletesAreFoundWhateverTheTargetAndItsColumnsAreCalled() throws Exception {
        List<String> names = List.of("k", "s", "t", "d", "n", "o", "excluded", "staged", "target");
        for (String name : names) {
            Schema schema = new Schema(
                    List.of(Field.required(name, Type.INT64), Field.of(name + "2", Type.INT64)), List.of(name));
            TargetTable target = new TargetTable(system, name);
            target.merge(schema, row(1L, 1L), row(2L, 1L), row(3L, 1L));
            // not in the key's order, and with a duplicate
            CommitResult result = target.write(
                    schema, WriteMode.MERGE, rules(Deletes.Kind.HARD, 70), row(4L, 2L), row(2L, 2L), row(4L, 3L));

            assertThat(result.deleted()).as(name).isEqualTo(2);
            assertThat(target.rows(name, name + "2")).as(name).containsExactly("2|2", "4|3");
            // in the key's order
            target.write(schema, WriteMode.MERGE, rules(Deletes.Kind.SOFT, 50), row(4L, 4L), row(5L, 4L));
            assertThat(target.rows(name, name + "2")).as(name).containsExactly("2|2", "4|4", "5|4");
            assertThat(target.rows(name, Deletes.MARK).stream().filter(row -> !row.endsWith("|-")))
                    .as(name)
                    .hasSize(1);
        }
    }

    @Test
    void softDeletesAreRefusedWhereTheStreamHasTheColumnOfTheMarkItself() throws Exception {
        Schema marked = new Schema(
                List.of(ITEMS.field(0), ITEMS.field(1), Field.of(Deletes.MARK, new Type.TimestampTz(6))),
                ITEMS.primaryKey());
        for (TargetTable target : List.of(new TargetTable(system, "deletes_no_mark"), twenty("deletes_mark"))) {
            ConnectorException failure = catchThrowableOfType(
                    ConnectorException.class,
                    () -> target.begin(marked, WriteMode.MERGE, rules(Deletes.Kind.SOFT, 10)));
            assertThat(failure).hasMessageContaining(Deletes.MARK).hasMessageContaining("'columns'");
            assertThat(failure.code()).isEqualTo(ErrorCode.INCOMPATIBLE_SCHEMA);
        }
        TargetTable copy = new TargetTable(system, "deletes_mark_copied");
        copy.merge(marked, row(1L, "p", null));
        assertThat(copy.rows("id", "part")).containsExactly("1|p");
    }

    @Test
    void contract18HardDeletesNeedAMerge() {
        TargetTable target = new TargetTable(system, "deletes_append");
        for (WriteMode mode : List.of(WriteMode.APPEND, WriteMode.OVERWRITE)) {
            assertThatThrownBy(() -> target.begin(ITEMS, mode, rules(Deletes.Kind.HARD, 10)))
                    .hasMessageContaining("write_mode: merge");
        }
    }

    @Test
    void nothingIsLeftOfTheKeys() throws Exception {
        TargetTable target = twenty("deletes_tidy");
        Set<String> before = system.contents();
        WriteSession session = target.begin(ITEMS, WriteMode.MERGE, rules(Deletes.Kind.HARD, 10));
        CommitToken rows = session.write(0, 1);
        CommitToken keys = session.writeKeys(0, batch(ITEMS, rows(1, 21)));
        session.commit(new Commit(List.of(rows), List.of(keys), "", ""));
        assertThat(system.contents()).isEqualTo(before);

        WriteSession aborted = target.begin(ITEMS, WriteMode.MERGE, rules(Deletes.Kind.HARD, 10));
        aborted.writeKeys(0, batch(ITEMS, rows(1, 21)));
        aborted.abort();
        assertThat(system.contents()).isEqualTo(before);
    }

    private static List<String> marked(TargetTable target) throws Exception {
        return target.rows("id", Deletes.MARK).stream()
                .filter(row -> !row.endsWith("|-"))
                .map(row -> row.substring(0, row.indexOf('|')))
                .toList();
    }

    private TargetTable twenty(String name) throws Exception {
        TargetTable target = new TargetTable(system, name);
        target.merge(ITEMS, rows(1, 21));
        return target;
    }

    private static Object[][] rows(long from, long to) {
        return LongStream.range(from, to).mapToObj(id -> row(id, "p", id)).toArray(Object[][]::new);
    }

    private static WriteRules rules(Deletes.Kind kind, int percent) {
        return WriteRules.DEFAULT.withDeletes(new Deletes(kind, BigDecimal.valueOf(percent)));
    }
}
