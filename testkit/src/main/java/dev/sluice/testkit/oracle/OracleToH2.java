package dev.sluice.testkit.oracle;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Oracle's words in H2's: the one place that knows what H2, in its Oracle mode, says differently or doesn't have. */
final class OracleToH2 {
    /** The one system change number there is: H2 keeps no earlier states of its tables. */
    static final long SCN = 4_711_000;

    private record Phrase(Pattern oracle, String h2) {
        static Phrase of(String oracle, String h2) {
            return new Phrase(Pattern.compile(oracle), h2);
        }
    }

    private static final Pattern CURRENT_SCHEMA = Pattern.compile("^ALTER SESSION SET CURRENT_SCHEMA = (\"[^\"]+\")$");

    private static final List<Phrase> PHRASES = List.of(
            Phrase.of("SYS_CONTEXT\\('USERENV', 'CURRENT_SCHEMA'\\)", "CURRENT_SCHEMA"),
            Phrase.of("DBMS_FLASHBACK\\.GET_SYSTEM_CHANGE_NUMBER", String.valueOf(SCN)),
            Phrase.of(" AS OF SCN " + SCN + "\\b", ""),
            Phrase.of(" SAMPLE BLOCK \\([0-9.]+\\)", ""),
            Phrase.of(
                    "DBMS_ROWID\\.ROWID_CREATE\\(1, o\\.data_object_id, e\\.relative_fno, (e\\.block_id), 0\\)", "$1"),
            Phrase.of("ROWIDTOCHAR\\(start_rowid\\)", "CAST(start_rowid AS VARCHAR)"),
            Phrase.of("ROWIDTOCHAR\\(ROWID\\)", "CAST(_ROWID_ AS VARCHAR)"),
            Phrase.of("CHARTOROWID\\(\\?\\)", "CAST(? AS BIGINT)"),
            Phrase.of("\\bROWID\\b(?!\")", "_ROWID_"),
            Phrase.of("SYS_EXTRACT_UTC\\((\"[^\"]+\")\\)", "CAST($1 AT TIME ZONE 'UTC' AS TIMESTAMP(9))"),
            Phrase.of(
                    "FROM_TZ\\((CAST\\(\\? AS TIMESTAMP\\(9\\)\\)), '\\+00:00'\\)",
                    "CAST($1 AS TIMESTAMP(9) WITH TIME ZONE)"),
            Phrase.of(
                    "ROUND\\(\\(CAST\\(SYS_EXTRACT_UTC\\(SYSTIMESTAMP\\) AS DATE\\) - DATE '1970-01-01'\\) \\*"
                            + " 86400\\)",
                    "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) AS BIGINT)"),
            Phrase.of("^(DROP TABLE .*) PURGE$", "$1"));

    private OracleToH2() {}

    /** What to run instead; empty for what H2 needs no word for. */
    static Optional<String> translate(String sql) {
        if (sql.startsWith("ALTER SESSION")) {
            Matcher schema = CURRENT_SCHEMA.matcher(sql);
            if (schema.matches()) {
                return Optional.of("SET SCHEMA " + schema.group(1));
            }
            // without it H2's zone is that of this machine
            return sql.contains("TIME_ZONE = '+00:00'") ? Optional.of("SET TIME ZONE 'UTC'") : Optional.empty();
        }
        if (sql.equals("SET TRANSACTION READ ONLY")) {
            return Optional.empty();
        }
        String text = sql;
        for (Phrase phrase : PHRASES) {
            text = phrase.oracle().matcher(text).replaceAll(phrase.h2());
        }
        return Optional.of(text);
    }
}
