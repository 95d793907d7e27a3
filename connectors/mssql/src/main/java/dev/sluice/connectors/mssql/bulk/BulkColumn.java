package dev.sluice.connectors.mssql.bulk;

import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.spi.data.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.util.Map;

/**
 * A column as the driver sends it.
 *
 * @param jdbcType one of java.sql's or the driver's types
 * @param precision digits or longest value, 0 for any
 */
record BulkColumn(String name, int jdbcType, int precision, int scale, BulkValue value) {
    private static final int LONGEST_CLOCK = 40;
    private static final int UUID_LENGTH = 36;

    /**
     * @param type of the values
     * @param column where they go
     * @param codePages of columns that don't hold Unicode, by name
     */
    static BulkColumn of(Type type, TableColumn column, Map<String, Charset> codePages) {
        String full = column.nativeType().replaceFirst(" .*", "");
        String base = full.replaceFirst("\\(.*", "");
        int[] sizes = sizes(full);
        String name = column.name();
        return switch (base) {
            case "bit" -> new BulkColumn(name, Types.BIT, 1, 0, BulkValue.bit());
            case "tinyint" -> new BulkColumn(name, Types.TINYINT, 3, 0, BulkValue.octet(type));
            case "smallint" -> new BulkColumn(name, Types.SMALLINT, 5, 0, BulkValue.smallInteger(type));
            case "int" -> new BulkColumn(name, Types.INTEGER, 10, 0, BulkValue.integer(type));
            case "bigint" -> new BulkColumn(name, Types.BIGINT, 19, 0, BulkValue.longInteger(type));
            case "real" -> new BulkColumn(name, Types.REAL, 7, 0, BulkValue.real());
            case "float" -> new BulkColumn(name, Types.DOUBLE, 15, 0, BulkValue.floating());
            case "decimal", "numeric" -> decimal(name, type, sizes[0], sizes[1]);
            case "money" -> decimal(name, type, 19, 4);
            case "smallmoney" -> decimal(name, type, 10, 4);
            case "uniqueidentifier" -> new BulkColumn(name, microsoft.sql.Types.GUID, UUID_LENGTH, 0, BulkValue.uuid());
            case "date" -> new BulkColumn(name, Types.VARCHAR, LONGEST_CLOCK, 0, ClockText.date());
            case "time" -> new BulkColumn(name, Types.VARCHAR, LONGEST_CLOCK, 0, ClockText.time());
            case "datetime", "smalldatetime", "datetime2", "datetimeoffset" ->
                new BulkColumn(name, Types.VARCHAR, LONGEST_CLOCK, 0, ClockText.clock(type, base));
            case "binary", "varbinary" ->
                new BulkColumn(
                        name,
                        sizes[0] < 0 ? Types.LONGVARBINARY : Types.VARBINARY,
                        Math.max(0, sizes[0]),
                        0,
                        BulkValue.binary(sizes[0], base.equals("binary")));
            case "char", "varchar" ->
                text(name, sizes[0], CodePage.text(codePages.getOrDefault(name, StandardCharsets.US_ASCII), sizes[0]));
            case "nchar", "nvarchar" -> text(name, sizes[0], BulkValue.text(sizes[0]));
            default -> throw new IllegalArgumentException("a staging table has no column of type " + full);
        };
    }

    private static BulkColumn decimal(String name, Type type, int precision, int scale) {
        return new BulkColumn(name, Types.DECIMAL, precision, scale, BulkValue.decimal(type, precision, scale));
    }

    private static BulkColumn text(String name, int longest, BulkValue value) {
        return new BulkColumn(name, longest < 0 ? Types.LONGNVARCHAR : Types.NVARCHAR, Math.max(0, longest), 0, value);
    }

    /** The numbers in a type's brackets, -1 for max and for none. */
    private static int[] sizes(String type) {
        int open = type.indexOf('(');
        if (open < 0 || type.endsWith("(max)")) {
            return new int[] {-1, -1};
        }
        String[] numbers = type.substring(open + 1, type.length() - 1).split(",");
        return new int[] {
            Integer.parseInt(numbers[0].strip()), numbers.length > 1 ? Integer.parseInt(numbers[1].strip()) : 0
        };
    }
}
