package dev.sluice.connectors.jdbc;

import dev.sluice.connectors.jdbc.TablePlan.PlannedColumn;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Deletes;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.SchemaChanges;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a stream's columns differ from those of a table that stays, and what becomes of that: the table is changed, columns
 * are left out, or the stream is refused.
 */
final class SchemaDrift {
    private final Dialect dialect;
    private final WriteRequest request;
    private final Table table;
    private final SchemaChanges policy;

    private final List<PlannedColumn> columns = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    /** Whether one of the problems is there whatever the policy. */
    private boolean lasting;

    private Table after;

    SchemaDrift(Dialect dialect, WriteRequest request, Table table) {
        this.dialect = dialect;
        this.request = request;
        this.table = table;
        this.policy = request.rules().schemaChanges();
        this.after = table;
        for (Field field : request.schema().fields()) {
            Optional<TableColumn> column = table.column(field.name(), dialect::identity);
            if (column.isPresent()) {
                fit(field, column.get());
            } else {
                add(field);
            }
        }
        checkColumnsOfTheTableAlone();
        addMark();
        if (!problems.isEmpty()) {
            throw refused();
        }
    }

    /** One per field that is taken, in the request's order. */
    List<PlannedColumn> columns() {
        return columns;
    }

    /** The DDL that fits the table to the stream. */
    List<String> changes() {
        return changes;
    }

    List<String> leftOut() {
        return leftOut;
    }

    List<String> notes() {
        return notes;
    }

    /** The table once it is changed. */
    Table after() {
        return after;
    }

    private void add(Field field) {
        String type = "'" + field.name() + "' (" + field.type() + ")";
        switch (policy) {
            case FREEZE ->
                problems.add("it has no column " + type + Suggestion.didYouMean(field.name(), table.columnNames()));
            case IGNORE -> {
                leftOut.add(field.name());
                notes.add("column " + type + " is left out, since table '" + table.name()
                        + "' doesn't have it and schema_changes is ignore");
            }
            case EVOLVE -> {
                NativeType made = dialect.addedType(table, field);
                columns.add(new PlannedColumn(field.name(), made, true));
                addColumn(field, made);
            }
        }
    }

    private void addColumn(Field field, NativeType made) {
        changes.add(dialect.addColumn(table.name(), field.name(), made.ddl()));
        List<TableColumn> more = new ArrayList<>(after.columns());
        more.add(new TableColumn(field.name(), field.type(), made.ddl(), true, true, false));
        after = after.withColumns(more);
    }

    private void fit(Field field, TableColumn column) {
        if (column.generated()) {
            problems.add("its column '" + column.name() + "' is generated and can't be written");
            lasting = true;
            return;
        }
        Optional<NativeType> asItIs = dialect.nativeType(field, column);
        Optional<Type> wider = Widening.of(column.type(), field.type()).filter(type -> !isMadeFor(field, column));
        Optional<TableColumn> widened = wider.flatMap(type -> widened(field, column, type));
        if (policy == SchemaChanges.EVOLVE && widened.isPresent()) {
            widen(field, column, widened.get());
            return;
        }
        boolean converts = asItIs.isPresent()
                && !(field.type() instanceof Type.Text && column.type() instanceof Type.Text)
                && !asItIs.get().accepted().equals(made(field, column).accepted());
        boolean differs = policy == SchemaChanges.FREEZE && (converts || wider.isPresent());
        if (asItIs.isEmpty() || differs) {
            // databases may mean another thing by the same name
            boolean sameName = column.nativeType().equalsIgnoreCase(field.type().toString());
            problems.add("its column '" + column.name() + "' is " + column.nativeType()
                    + (sameName ? " (" + column.type() + ")" : "")
                    + (asItIs.isEmpty() ? ", which can't hold " : ", and the stream's is ") + field.type());
            lasting |= asItIs.isEmpty() && widened.isEmpty();
        } else {
            columns.add(new PlannedColumn(column.name(), asItIs.get(), true));
        }
    }

    /** A column with a type that holds its values and the stream's; empty where it can't get that in place. */
    private Optional<TableColumn> widened(Field field, TableColumn column, Type wider) {
        // a type that was only inferred from some text says nothing of what the column is to be
        boolean declared = !field.nativeType().isEmpty();
        NativeType made = made(field.withType(wider), column);
        boolean other = !column.nativeType().equalsIgnoreCase(made.ddl());
        if (!declared || !other || !dialect.canWiden(table, column, wider, made.ddl())) {
            return Optional.empty();
        }
        return Optional.of(column.withType(wider, made.ddl()))
                .filter(changed -> dialect.nativeType(field, changed).isPresent());
    }

    private void widen(Field field, TableColumn column, TableColumn changed) {
        changes.add(dialect.changeType(table.name(), column, changed.nativeType()));
        after = after.withColumns(after.columns().stream()
                .map(any -> any.name().equals(column.name()) ? changed : any)
                .toList());
        columns.add(new PlannedColumn(
                column.name(), dialect.nativeType(field, changed).orElseThrow(), true));
    }

    /** Whether the column is what a new table would have for the field. */
    private boolean isMadeFor(Field field, TableColumn column) {
        String made = made(field, column).ddl();
        return column.nativeType().equalsIgnoreCase(made) || made.startsWith(column.nativeType() + " C");
    }

    private NativeType made(Field field, TableColumn column) {
        boolean inKey = table.primaryKey().contains(column.name())
                || request.schema().primaryKey().contains(field.name());
        return inKey ? dialect.keyType(field) : dialect.nativeType(field);
    }

    private void checkColumnsOfTheTableAlone() {
        List<String> written =
                request.schema().names().stream().map(dialect::identity).toList();
        for (TableColumn column : table.columns()) {
            if (written.contains(dialect.identity(column.name()))
                    || column.name().equals(Deletes.MARK)) {
                continue;
            }
            if (!column.optional()) {
                problems.add("its column '" + column.name()
                        + "' is NOT NULL without a default, and the stream has no such column");
                lasting = true;
            } else if (policy == SchemaChanges.FREEZE && !column.generated()) {
                problems.add("its column '" + column.name() + "' isn't in the stream");
            }
        }
    }

    private void addMark() {
        boolean marks =
                request.mode() == WriteMode.MERGE && request.rules().deletes().kind() == Deletes.Kind.SOFT;
        if (marks && table.column(Deletes.MARK, dialect::identity).isEmpty()) {
            addColumn(dialect.markField(), dialect.addedType(table, dialect.markField()));
        }
    }

    private ConnectorException refused() {
        return new ConnectorException(
                ErrorCode.INCOMPATIBLE_SCHEMA,
                "the rows of '" + request.stream() + "' don't fit " + dialect.product() + " table '" + table.name()
                        + "': " + String.join("; ", problems)
                        + ". Change the table, or select, rename or cast the stream's columns under 'columns'"
                        + (policy == SchemaChanges.FREEZE && !lasting
                                ? "; or set schema_changes: evolve to have the table changed"
                                : ""));
    }
}
