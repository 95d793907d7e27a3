package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.output.Terminal;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who names a table can't clear or recolour the terminal of whoever reads it. */
class ForeignNamesTest {
    private static final String NAME = "red\u001b[31m\u0007 and\rblue";

    @TempDir
    Path folder;

    @BeforeEach
    void createTable() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("shop.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE \"" + NAME + "\" (id INT, \"c" + NAME + "\" TEXT)");
            statement.execute("INSERT INTO \"" + NAME + "\" VALUES (1, '" + NAME + "')");
        }
    }

    @Test
    void theDisplayOfATerminalShowsThemToo() {
        StringWriter err = new StringWriter();
        Commands.run(
                folder,
                new Terminal(true, 120, 24, true, false),
                new StringWriter(),
                err,
                "copy",
                "sqlite:" + folder.resolve("shop.db"),
                folder.resolve("out.csv").toString());

        assertThat(err.toString())
                .contains("✓ red\\u001b[31m\\u0007 and\\rblue: ")
                .contains("  red\\u001b[31m\\u0007 and\\rblue: published")
                .doesNotContain("\u001b[31m", "\u0007", "and\r");
    }

    @Test
    void controlSequencesInNamesAreShownAndNotSent() {
        String database = "sqlite:" + folder.resolve("shop.db");
        for (List<String> command : List.of(
                List.of("discover", database),
                List.of("preview", database),
                List.of("copy", database, folder.resolve("out.csv").toString()),
                List.of(
                        "copy",
                        database + "#" + NAME + "x",
                        folder.resolve("again.csv").toString()))) {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            Commands.run(folder, out, err, command.toArray(String[]::new));

            assertThat(out + err.toString())
                    .as("%s", command)
                    .contains("red\\u001b[31m\\u0007 and\\rblue")
                    .doesNotContain("\u001b", "\u0007", "\r");
        }
    }
}
