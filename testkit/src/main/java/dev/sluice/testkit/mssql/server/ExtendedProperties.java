package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tsql.ObjectName;
import dev.sluice.testkit.mssql.tsql.ServerError;
import java.sql.SQLException;

/** The procedures for comments of tables and columns. */
final class ExtendedProperties {
    private final Catalog catalog;
    private final Arguments arguments;

    ExtendedProperties(Catalog catalog, Arguments arguments) {
        this.catalog = catalog;
        this.arguments = arguments;
    }

    void run(String procedure) throws SQLException {
        boolean drop = procedure.equals("sp_dropextendedproperty");
        int levels = drop ? 1 : 2;
        String property = arguments.text("@name", 0);
        String schema = arguments.text("@level0name", levels + 1);
        String table = arguments.text("@level1name", levels + 3);
        String column = arguments.text("@level2name", levels + 5);
        Catalog.Entry entry = catalog.require(new ObjectName("", schema, table));
        int minor = column.isEmpty() ? 0 : columnId(entry, column);
        String where = " WHERE class = 1 AND major_id = ? AND minor_id = ? AND name = ?";
        switch (procedure) {
            case "sp_addextendedproperty" ->
                catalog.change(
                        "INSERT INTO \"sys\".extended_properties VALUES (1, 'OBJECT_OR_COLUMN', ?, ?, ?, ?)",
                        entry.id(),
                        minor,
                        property,
                        arguments.text("@value", 1));
            case "sp_updateextendedproperty" ->
                catalog.change(
                        "UPDATE \"sys\".extended_properties SET \"value\" = ?" + where,
                        arguments.text("@value", 1),
                        entry.id(),
                        minor,
                        property);
            default -> catalog.change("DELETE FROM \"sys\".extended_properties" + where, entry.id(), minor, property);
        }
    }

    private int columnId(Catalog.Entry entry, String column) {
        var columns = catalog.definition(entry).columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(column)) {
                return i + 1;
            }
        }
        throw ServerError.of(
                15135,
                "Object is invalid. Extended properties are not permitted on '" + column
                        + "', or the object does not exist.");
    }
}
