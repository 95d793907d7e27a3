package dev.sluice.testkit.mssql.tsql;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The functions of T-SQL that H2 calls otherwise. Those that ask the catalog are functions of the database itself. */
final class Functions {
    /** The rest of the call stays as it is. */
    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("COUNT_BIG", "COUNT"),
            Map.entry("ISNULL", "COALESCE"),
            Map.entry("IIF", "CASEWHEN"),
            Map.entry("STRING_AGG", "LISTAGG"),
            Map.entry("DATEDIFF_BIG", "DATEDIFF"),
            Map.entry("NEWID", "RANDOM_UUID"),
            Map.entry("NEWSEQUENTIALID", "RANDOM_UUID"),
            Map.entry("REPLICATE", "REPEAT"),
            Map.entry("CEILING", "CEIL"),
            Map.entry("UNICODE", "ASCII"),
            Map.entry("STDEV", "STDDEV_SAMP"),
            Map.entry("OBJECT_ID", "\"sys\".OBJECT_ID"),
            Map.entry("OBJECT_NAME", "\"sys\".OBJECT_NAME"),
            Map.entry("OBJECT_SCHEMA_NAME", "\"sys\".OBJECT_SCHEMA_NAME"),
            Map.entry("SCHEMA_ID", "\"sys\".SCHEMA_ID"),
            Map.entry("SCHEMA_NAME", "\"sys\".SCHEMA_NAME"),
            Map.entry("TYPE_NAME", "\"sys\".TYPE_NAME"),
            Map.entry("COL_LENGTH", "\"sys\".COL_LENGTH"),
            Map.entry("COL_NAME", "\"sys\".COL_NAME"),
            Map.entry("DATALENGTH", "\"sys\".DATALENGTH"),
            Map.entry("QUOTENAME", "\"sys\".QUOTENAME"),
            Map.entry("CHECKSUM", "\"sys\".CHECKSUM"),
            Map.entry("MIN_ACTIVE_ROWVERSION", "\"sys\".MIN_ACTIVE_ROWVERSION"),
            Map.entry("DB_ID", "\"sys\".DB_ID"),
            Map.entry("DB_NAME", "\"sys\".DB_NAME"),
            Map.entry("SERVERPROPERTY", "\"sys\".SERVERPROPERTY"),
            Map.entry("DATABASEPROPERTYEX", "\"sys\".DATABASEPROPERTYEX"),
            Map.entry("COLLATIONPROPERTY", "\"sys\".COLLATIONPROPERTY"),
            Map.entry("HAS_PERMS_BY_NAME", "\"sys\".HAS_PERMS_BY_NAME"),
            Map.entry("IS_SRVROLEMEMBER", "\"sys\".IS_SRVROLEMEMBER"),
            Map.entry("IS_MEMBER", "\"sys\".IS_SRVROLEMEMBER"),
            Map.entry("IS_ROLEMEMBER", "\"sys\".IS_SRVROLEMEMBER"));

    /** Without arguments, what the whole call becomes. */
    private static final Map<String, String> CONSTANT = Map.of(
            "GETDATE", "CAST(LOCALTIMESTAMP AS TIMESTAMP(3))",
            "GETUTCDATE", "CAST(CURRENT_TIMESTAMP AT TIME ZONE 'UTC' AS TIMESTAMP(3))",
            "SYSDATETIME", "CAST(LOCALTIMESTAMP(7) AS TIMESTAMP(7))",
            "SYSUTCDATETIME", "CAST(CURRENT_TIMESTAMP(7) AT TIME ZONE 'UTC' AS TIMESTAMP(7))",
            "SYSDATETIMEOFFSET", "CURRENT_TIMESTAMP(7)",
            "SUSER_SNAME", "CURRENT_USER",
            "SUSER_NAME", "CURRENT_USER",
            "ORIGINAL_LOGIN", "CURRENT_USER",
            "USER_NAME", "'dbo'",
            "XACT_STATE", "0");

    private static final Set<String> SPECIAL = Set.of(
            "CAST",
            "TRY_CAST",
            "CONVERT",
            "TRY_CONVERT",
            "LEN",
            "CHARINDEX",
            "DATEPART",
            "YEAR",
            "MONTH",
            "DAY",
            "HASHBYTES",
            "SCOPE_IDENTITY",
            "SQUARE",
            "SWITCHOFFSET");

    private final Translator translator;

    Functions(Translator translator) {
        this.translator = translator;
    }

    boolean find(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return RENAMED.containsKey(upper) || CONSTANT.containsKey(upper) || SPECIAL.contains(upper);
    }

    /** A word that is no function: mostly itself. */
    String word(String word) {
        return word.equalsIgnoreCase("SYSTEM_USER") || word.equalsIgnoreCase("SESSION_USER") ? "CURRENT_USER" : word;
    }

    String call(String name, List<Token> arguments) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (CONSTANT.containsKey(upper)) {
            return CONSTANT.get(upper);
        }
        if (RENAMED.containsKey(upper)) {
            return RENAMED.get(upper) + "(" + translator.sql(arguments) + ")";
        }
        List<List<Token>> parts = TokenCursor.split(arguments);
        return switch (upper) {
            case "CAST", "TRY_CAST" -> cast(arguments);
            case "CONVERT", "TRY_CONVERT" -> convert(parts);
            case "LEN" -> "CHAR_LENGTH(RTRIM(" + translator.sql(arguments) + "))";
            case "CHARINDEX" -> "LOCATE(" + all(parts) + ")";
            case "DATEPART" ->
                "EXTRACT(" + parts.get(0).getFirst().text() + " FROM " + translator.sql(parts.get(1)) + ")";
            case "YEAR", "MONTH", "DAY" -> "EXTRACT(" + upper + " FROM " + translator.sql(arguments) + ")";
            case "HASHBYTES" -> {
                String algorithm = parts.get(0).getFirst().text().replace("SHA2_", "SHA-");
                yield "HASH(" + Translator.literal(algorithm) + ", " + translator.sql(parts.get(1)) + ")";
            }
            case "SCOPE_IDENTITY" -> translator.sql(Lexer.tokens("@@IDENTITY"));
            case "SWITCHOFFSET" -> translator.sql(parts.get(0)) + " AT TIME ZONE " + translator.sql(parts.get(1));
            case "SQUARE" -> "POWER(" + translator.sql(arguments) + ", 2)";
            default -> throw new IllegalStateException(name);
        };
    }

    private String all(List<List<Token>> parts) {
        return parts.stream().map(translator::sql).collect(Collectors.joining(", "));
    }

    private String cast(List<Token> arguments) {
        int as = -1;
        int depth = 0;
        for (int i = 0; i < arguments.size(); i++) {
            depth += arguments.get(i).isSymbol("(") ? 1 : arguments.get(i).isSymbol(")") ? -1 : 0;
            if (depth == 0 && arguments.get(i).is("AS")) {
                as = i;
            }
        }
        if (as < 0) {
            throw ServerError.syntax("Incorrect syntax near 'CAST': expected AS.");
        }
        SqlType type = type(arguments.subList(as + 1, arguments.size()));
        return cast(translator.sql(arguments.subList(0, as)), type);
    }

    private static SqlType type(List<Token> tokens) {
        TokenCursor cursor = new TokenCursor(tokens);
        SqlType type = TypeParser.cast(cursor);
        if (!cursor.atEnd()) {
            throw cursor.unexpected();
        }
        return type;
    }

    private static String cast(String value, SqlType type) {
        return "CAST(" + value + " AS " + type.h2() + ")";
    }

    private String convert(List<List<Token>> parts) {
        if (parts.size() < 2) {
            throw new ServerError(174, 1, 15, "The CONVERT function requires 2 to 3 arguments.");
        }
        SqlType type = type(parts.get(0));
        String value = translator.sql(parts.get(1));
        String style = parts.size() > 2 ? parts.get(2).getFirst().text() : "";
        boolean binary = type.base() == SqlType.Base.VARBINARY || type.base() == SqlType.Base.BINARY;
        return switch (style) {
            case "1" ->
                cast(binary ? "HEXTORAW(SUBSTRING(" + value + ", 3))" : "'0x' || RAWTOHEX(" + value + ")", type);
            case "2" -> cast((binary ? "HEXTORAW(" : "RAWTOHEX(") + value + ")", type);
            case "126", "127" ->
                cast(type.isText() ? "REPLACE(CAST(" + value + " AS VARCHAR), ' ', 'T')" : value, type);
            default -> cast(value, type);
        };
    }
}
