package dev.sluice.connectors.mssql.bulk;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.spi.data.BytesColumn;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The code pages of columns whose texts are bytes: the server turns what they lack into question marks, in silence. */
final class CodePage {
    private static final int UTF_8 = 65_001;

    private CodePage() {}

    /** By column name; without those that hold Unicode. */
    static Map<String, Charset> of(Connection connection, String quotedTable) throws SQLException {
        record Page(String column, int number) {}
        Map<String, Charset> pages = new HashMap<>();
        Statements.query(
                        connection,
                        "SELECT c.name, CAST(COLLATIONPROPERTY(c.collation_name, 'CodePage') AS int) FROM sys.columns c"
                                + " WHERE c.object_id = OBJECT_ID(?) AND c.collation_name IS NOT NULL",
                        row -> new Page(row.getString(1), row.getInt(2)),
                        quotedTable)
                .forEach(page -> pages.put(page.column(), charset(page.number())));
        return pages;
    }

    /** ASCII is in all of them: more isn't sent to a page that Java doesn't know. */
    private static Charset charset(int number) {
        if (number == UTF_8) {
            return StandardCharsets.UTF_8;
        }
        for (String name :
                new String[] {"windows-" + number, "x-windows-" + number, "IBM" + number, "x-IBM" + number}) {
            if (Charset.isSupported(name)) {
                return Charset.forName(name);
            }
        }
        return number == 932
                ? Charset.forName("windows-31j")
                : number == 936 ? Charset.forName("GBK") : StandardCharsets.US_ASCII;
    }

    /**
     * Texts of a code page.
     *
     * @param longest that the column holds, in bytes, -1 for any
     */
    static BulkValue text(Charset charset, int longest) {
        CharsetEncoder encoder = charset.newEncoder();
        return (column, row) -> {
            String text = ((BytesColumn) column).text(row);
            boolean encodable = encoder.canEncode(text);
            boolean fits = longest < 0
                    || text.length() * (double) encoder.maxBytesPerChar() <= longest
                    || text.getBytes(charset).length <= longest;
            return encodable && fits ? text : null;
        };
    }
}
