package dev.sluice.connectors.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connectors.jdbc.result.ResultCell;
import dev.sluice.spi.data.BytesColumn;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class LobCellsTest {
    private final BytesColumn.Builder out = new BytesColumn.Builder(4);
    private final ResultCell cell = LobCells.text("note", out, 1 << 20);

    /** H2 hands on the characters of a parameter as they are. */
    private int read(String text) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
                PreparedStatement select = connection.prepareStatement("SELECT CAST(? AS VARCHAR)")) {
            select.setString(1, text);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return cell.read(row, 1);
            }
        }
    }

    @Test
    void halfOfASurrogatePairIsRefusedAndNothingOfItsTextIsKept() throws SQLException {
        String pairAcrossPieces = "x".repeat((8 << 10) - 1) + "\uD83D\uDE00";

        assertThat(read(pairAcrossPieces)).isPositive();
        assertThat(read("torn \uD83D")).isEqualTo(ResultCell.REFUSED);
        assertThat(read("torn \uDE00 too")).isEqualTo(ResultCell.REFUSED);
        assertThat(read("after")).isPositive();

        BytesColumn column = out.build();
        assertThat(column.size()).isEqualTo(2);
        assertThat(column.text(0)).isEqualTo(pairAcrossPieces);
        assertThat(column.text(1)).isEqualTo("after");
    }
}
