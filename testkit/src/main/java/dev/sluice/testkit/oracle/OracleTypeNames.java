package dev.sluice.testkit.oracle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types that columns may have, by version: no grammar knows them, since a type may be anyone's own. */
public final class OracleTypeNames {
    private static final Set<String> ALL_VERSIONS = Set.of(
            "NUMBER",
            "FLOAT",
            "BINARY_FLOAT",
            "BINARY_DOUBLE",
            "VARCHAR2",
            "VARCHAR",
            "NVARCHAR2",
            "CHAR",
            "NCHAR",
            "CLOB",
            "NCLOB",
            "BLOB",
            "RAW",
            "DATE",
            "TIMESTAMP",
            "TIMESTAMP WITH TIME ZONE",
            "TIMESTAMP WITH LOCAL TIME ZONE",
            "INTERVAL YEAR TO MONTH",
            "INTERVAL DAY TO SECOND",
            "ROWID",
            "UROWID",
            "XMLTYPE");

    private static final Pattern COLUMN = Pattern.compile("^\\s*(?:\"[^\"]+\"|\\w+)\\s+(.+)$");
    private static final Pattern CONSTRAINTS = Pattern.compile("( NOT NULL| PRIMARY KEY)+$");
    private static final Pattern LENGTH = Pattern.compile("\\((\\d+)");
    private static final int MAX_VARCHAR = 4000;
    private static final int MAX_RAW = 2000;
    private static final int MAX_DIGITS = 38;

    private OracleTypeNames() {}

    /** The names that a version has. */
    public static Set<String> of(int version) {
        Set<String> names = new HashSet<>(ALL_VERSIONS);
        if (version >= 21) {
            names.add("JSON");
        }
        if (version >= 23) {
            names.add("BOOLEAN");
            names.add("VECTOR");
        }
        return names;
    }

    /** What a version doesn't know of a CREATE TABLE's types; empty where it knows all. */
    static Optional<String> problem(String sql, int version) {
        if (!sql.startsWith("CREATE TABLE ")) {
            return Optional.empty();
        }
        for (String line : lines(sql)) {
            if (line.strip().startsWith("PRIMARY KEY") || line.strip().startsWith("CONSTRAINT")) {
                continue;
            }
            Matcher column = COLUMN.matcher(line.strip());
            if (!column.matches()) {
                return Optional.of("what type has " + line.strip() + "?");
            }
            String problem =
                    problemOfType(CONSTRAINTS.matcher(column.group(1).strip()).replaceAll(""), version);
            if (!problem.isEmpty()) {
                return Optional.of(problem);
            }
        }
        return Optional.empty();
    }

    /** What stands between the brackets of a CREATE TABLE and the commas in them; names in quotes may hold both. */
    private static List<String> lines(String sql) {
        List<String> lines = new ArrayList<>();
        boolean quoted = false;
        int depth = 0;
        int start = 0;
        for (int i = 0; i < sql.length(); i++) {
            char next = sql.charAt(i);
            quoted ^= next == '"';
            depth += quoted || next != '(' ? 0 : 1;
            if (!quoted && depth == 1 && (next == '(' || next == ',' || next == ')')) {
                if (next != '(') {
                    lines.add(sql.substring(start, i));
                }
                start = i + 1;
            }
            depth -= quoted || next != ')' ? 0 : 1;
        }
        return lines;
    }

    private static String problemOfType(String type, int version) {
        String name = type.replaceAll("\\s*\\([^)]*\\)", "").strip();
        if (!of(version).contains(name)) {
            return "version " + version + " has no type " + name;
        }
        Matcher length = LENGTH.matcher(type);
        if (!length.find()) {
            return name.startsWith("VARCHAR") || name.equals("RAW") ? name + " needs a length" : "";
        }
        int most = switch (name) {
            case "NUMBER" -> MAX_DIGITS;
            case "RAW" -> MAX_RAW;
            case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE" -> 9;
            default -> MAX_VARCHAR;
        };
        return Integer.parseInt(length.group(1)) > most ? type + " is more than " + most : "";
    }
}
