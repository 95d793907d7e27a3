package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.output.Redaction;
import dev.sluice.cli.output.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLinesTest {
    @Test
    void aWarningIsALineForTheUserWithoutSecretsAndClasses() {
        StringWriter err = new StringWriter();
        Redaction redaction = new Redaction();
        redaction.learn(List.of("hunter22"));
        Console console = new Console(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                Terminal.none(),
                name -> null,
                Path.of(""),
                Optional.empty(),
                redaction);
        LogRecord entry = new LogRecord(Level.WARNING, "the staging table of {0} could not be dropped");
        entry.setParameters(new Object[] {"orders"});
        entry.setThrown(new IOException("hunter22 is no login"));
        entry.setSourceClassName("dev.sluice.Hidden");

        new LogLines(console).publish(entry);

        assertThat(err.toString().lines())
                .containsExactly("sluice: warning: the staging table of orders could not be dropped: *** is no login");
    }
}
