package dev.sluice.connectors.mssql;

import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.TablePlan;
import dev.sluice.connectors.jdbc.TablePlan.PlannedColumn;
import dev.sluice.spi.StreamName;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What publishes staged rows, in one transaction: DDL is a part of it. */
final class Publishing {
    private static final int MAX_CLUSTERED_KEY_BYTES = 900;
    private static final int MAX_FIXED_BYTES = 17;
    private static final Pattern LENGTH = Pattern.compile("(n?)(?:varchar|varbinary|char|binary)\\((\\d+)\\).*");

    private Publishing() {}

    static List<String> statements(MssqlDialect dialect, StreamName staging, TablePlan plan) {
        String target = dialect.quote(plan.target());
        List<String> statements = new ArrayList<>();
        switch (plan.publication()) {
            case RENAME -> statements.addAll(rename(dialect, staging, plan));
            case REPLACE -> {
                statements.add(dialect.dropTable(plan.target()));
                statements.addAll(rename(dialect, staging, plan));
            }
            case DELETE_AND_INSERT -> {
                statements.add("DELETE FROM " + target);
                statements.addAll(insert(dialect, staging, plan));
            }
            case INSERT -> statements.addAll(insert(dialect, staging, plan));
            case MERGE -> {
                statements.addAll(withIdentity(plan, target, dialect.merge(staging, plan)));
                statements.add(dialect.dropTable(staging));
            }
        }
        return statements;
    }

    private static List<String> rename(MssqlDialect dialect, StreamName staging, TablePlan plan) {
        List<String> statements = new ArrayList<>();
        if (!plan.primaryKey().isEmpty()) {
            String index = keyBytes(plan) > MAX_CLUSTERED_KEY_BYTES ? "NONCLUSTERED" : "CLUSTERED";
            statements.add("ALTER TABLE " + dialect.quote(staging) + " ADD PRIMARY KEY " + index + " ("
                    + dialect.quote(plan.primaryKey()) + ")");
        }
        // the new name is taken as it is, quotes and dots included
        statements.add("EXEC sp_rename " + literal(dialect.quote(staging)) + ", "
                + literal(plan.target().name()) + ", 'OBJECT'");
        return statements;
    }

    private static List<String> insert(MssqlDialect dialect, StreamName staging, TablePlan plan) {
        String target = dialect.quote(plan.target());
        String names = dialect.quote(plan.columnNames());
        String insert =
                "INSERT INTO " + target + " (" + names + ") SELECT " + names + " FROM " + dialect.quote(staging);
        List<String> statements = new ArrayList<>(withIdentity(plan, target, insert));
        statements.add(dialect.dropTable(staging));
        return statements;
    }

    private static List<String> withIdentity(TablePlan plan, String target, String statement) {
        return writesIdentity(plan)
                ? List.of("SET IDENTITY_INSERT " + target + " ON", statement, "SET IDENTITY_INSERT " + target + " OFF")
                : List.of(statement);
    }

    private static boolean writesIdentity(TablePlan plan) {
        return plan.existing().map(Table::columns).orElse(List.of()).stream()
                .anyMatch(column -> column.nativeType().endsWith(CatalogColumn.IDENTITY)
                        && plan.columnNames().contains(column.name()));
    }

    private static int keyBytes(TablePlan plan) {
        return plan.columns().stream()
                .filter(column -> plan.primaryKey().contains(column.name()))
                .mapToInt(Publishing::bytes)
                .sum();
    }

    private static int bytes(PlannedColumn column) {
        Matcher length = LENGTH.matcher(column.type().ddl());
        if (!length.matches()) {
            return MAX_FIXED_BYTES;
        }
        return Integer.parseInt(length.group(2)) * (length.group(1).isEmpty() ? 1 : 2);
    }

    private static String literal(String text) {
        return "N'" + text.replace("'", "''") + "'";
    }
}
