package dev.sluice.testkit.oracle;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.h2.api.ErrorCode;

/** H2's errors as Oracle would tell them. */
final class OracleErrors {
    private OracleErrors() {}

    static SQLException of(SQLException h2) {
        // H2 counts a number's digits as a text's characters
        boolean digits = h2.getErrorCode() == ErrorCode.VALUE_TOO_LONG_2
                && h2.getMessage().contains("NUMERIC(");
        int number = digits ? 1438 : number(h2.getErrorCode());
        String message =
                String.format("ORA-%05d: %s", number, h2.getMessage().replaceFirst("(?s); SQL statement:.*", ""));
        return h2 instanceof BatchUpdateException batch
                ? new BatchUpdateException(message, h2.getSQLState(), number, batch.getUpdateCounts(), h2)
                : new SQLException(message, h2.getSQLState(), number, h2);
    }

    static SQLException of(int number, String text) {
        return new SQLException(String.format("ORA-%05d: %s", number, text), "99999", number);
    }

    private static int number(int h2) {
        return switch (h2) {
            case ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1,
                    ErrorCode.TABLE_OR_VIEW_NOT_FOUND_DATABASE_EMPTY_1,
                    ErrorCode.TABLE_OR_VIEW_NOT_FOUND_WITH_CANDIDATES_2,
                    ErrorCode.SCHEMA_NOT_FOUND_1 -> 942;
            case ErrorCode.COLUMN_NOT_FOUND_1 -> 904;
            case ErrorCode.TABLE_OR_VIEW_ALREADY_EXISTS_1 -> 955;
            case ErrorCode.DUPLICATE_KEY_1 -> 1;
            case ErrorCode.NULL_NOT_ALLOWED -> 1400;
            case ErrorCode.CHECK_CONSTRAINT_VIOLATED_1 -> 2290;
            case ErrorCode.VALUE_TOO_LONG_2 -> 12899;
            case ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE_1, ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE_2 -> 1438;
            case ErrorCode.DATA_CONVERSION_ERROR_1 -> 1722;
            case ErrorCode.NOT_ENOUGH_RIGHTS_FOR_1, ErrorCode.ADMIN_RIGHTS_REQUIRED -> 1031;
            case ErrorCode.WRONG_USER_OR_PASSWORD -> 1017;
            case ErrorCode.LOCK_TIMEOUT_1 -> 54;
            case ErrorCode.CONNECTION_BROKEN_1, ErrorCode.OBJECT_CLOSED, ErrorCode.DATABASE_IS_CLOSED -> 17410;
            default -> 600;
        };
    }
}
