package dev.sluice.connectors.mssql;

import dev.sluice.connectors.jdbc.ColumnFit;
import dev.sluice.connectors.jdbc.NativeType;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.util.Optional;

/** How values get into a column that exists: also into those that new columns of these types are made as. */
final class ExistingColumn {
    private static final ColumnFit FIT = new ColumnFit(NativeTypes.MAX_SECOND_DIGITS);

    private ExistingColumn() {}

    /** Empty where the column can't hold the field's values. */
    static Optional<NativeType> accept(Field field, TableColumn column) {
        String nativeType = column.nativeType().replace(CatalogColumn.IDENTITY, "");
        String base = nativeType.replaceFirst("[ (].*", "");
        String ddl = staged(base, nativeType);
        Type from = field.type();
        if (ddl.isEmpty()) {
            return Optional.empty();
        }
        NativeType made = NativeTypes.column(field);
        boolean asMade = from == Type.NUMERIC && nativeType.equals(made.ddl());
        boolean asText =
                (from == Type.JSON || from == Type.INTERVAL) && column.type().equals(Type.STRING);
        if (asMade || asText) {
            return Optional.of(new NativeType(ddl, from, made.loss()));
        }
        if (from == Type.BOOLEAN && isInteger(base)) {
            return Optional.of(new NativeType(ddl, from, "true is written as 1, false as 0"));
        }
        Optional<NativeType> fit = FIT.of(from, column, ddl, made.loss());
        boolean rounds = base.equals("datetime") || base.equals("smalldatetime");
        return rounds
                ? fit.map(type -> new NativeType(
                        ddl, type.accepted(), "values that are not exactly a " + nativeType + " are refused"))
                : base.equals("tinyint")
                        ? fit.map(type -> new NativeType(ddl, type.accepted(), "values beyond 0 to 255 are refused"))
                        : fit;
    }

    /** The type that values are staged in until the server converts them; empty where it doesn't. */
    private static String staged(String base, String nativeType) {
        return switch (base) {
            case "xml", "ntext", "json" -> "nvarchar(max)";
            case "text" -> nativeType.replaceFirst("text", "varchar(max)");
            case "image" -> "varbinary(max)";
            case "sql_variant", "hierarchyid", "geometry", "geography", "vector" -> "";
            default -> nativeType;
        };
    }

    private static boolean isInteger(String base) {
        return base.equals("tinyint") || base.equals("smallint") || base.equals("int") || base.equals("bigint");
    }
}
