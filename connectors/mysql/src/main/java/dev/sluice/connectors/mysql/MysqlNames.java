package dev.sluice.connectors.mysql;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;

/** What MySQL demands of names, beyond what every database does. */
final class MysqlNames {
    private static final int MAX_CHARACTERS = 64;
    private static final int BEYOND_BMP = 0xFFFF;

    private MysqlNames() {}

    static void require(String product, String what, String name) {
        String problem = "";
        if (name.codePointCount(0, name.length()) > MAX_CHARACTERS) {
            problem = "has more than " + MAX_CHARACTERS + " characters";
        } else if (name.endsWith(" ")) {
            problem = "ends with a space";
        } else if (name.codePoints().anyMatch(next -> next > BEYOND_BMP)) {
            problem = "has a character beyond U+FFFF";
        }
        if (!problem.isEmpty()) {
            throw new ConnectorException(
                    ErrorCode.INCOMPATIBLE_SCHEMA,
                    what + " '" + name + "' " + problem + ", which " + product
                            + " doesn't allow: give it another name in the pipeline");
        }
    }
}
