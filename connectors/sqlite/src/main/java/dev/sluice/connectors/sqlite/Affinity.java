package dev.sluice.connectors.sqlite;

import java.util.Locale;

/** What a column's declared type does to values as they are stored; see "Datatypes In SQLite", section 3.1. */
enum Affinity {
    INTEGER,
    TEXT,
    /** Values stay as they are. */
    BLOB,
    REAL,
    /** A text that looks like a number becomes one: '10.50' is stored as 10.5. */
    NUMERIC;

    static Affinity of(String declaredType) {
        String name = declaredType.toUpperCase(Locale.ROOT);
        if (name.contains("INT")) {
            return INTEGER;
        }
        if (name.contains("CHAR") || name.contains("CLOB") || name.contains("TEXT")) {
            return TEXT;
        }
        if (name.isEmpty() || name.contains("BLOB")) {
            return BLOB;
        }
        return name.contains("REAL") || name.contains("FLOA") || name.contains("DOUB") ? REAL : NUMERIC;
    }

    /** Whether any text stays the text it is. */
    boolean keepsText() {
        return this == TEXT || this == BLOB;
    }
}
