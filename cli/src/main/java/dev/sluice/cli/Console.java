package dev.sluice.cli;

import dev.sluice.cli.output.Printable;
import dev.sluice.cli.output.Redaction;
import dev.sluice.cli.output.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a command talks to: results go to {@code out}, everything else to {@code err}.
 *
 * @param out always UTF-8, since it is data
 * @param err in the terminal's own encoding; written to by several threads, each with whole lines
 * @param terminal what stderr is connected to
 * @param environment the value of an environment variable, or null
 * @param folder what relative paths are relative to
 * @param plugins the folder of further connectors, if there is one
 * @param redaction knows the secrets that must not be shown
 */
public record Console(
        PrintWriter out,
        PrintWriter err,
        Terminal terminal,
        Function<String, String> environment,
        Path folder,
        Optional<Path> plugins,
        Redaction redaction) {
    /**
     * The console of this process.
     *
     * @param out its stdout
     */
    static Console ofProcess(OutputStream out) {
        Terminal terminal = Terminal.ofProcess(System::getenv);
        Charset charset = terminal.unicode() ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
        return new Console(
                writer(out, StandardCharsets.UTF_8),
                writer(new FileOutputStream(FileDescriptor.err), charset),
                terminal,
                System::getenv,
                Path.of("").toAbsolutePath(),
                Optional.ofNullable(System.getProperty("sluice.home")).map(home -> Path.of(home, "plugins")),
                new Redaction());
    }

    private static PrintWriter writer(OutputStream bytes, Charset charset) {
        return new PrintWriter(new OutputStreamWriter(bytes, charset), false);
    }

    /** Writes lines for the user to stderr, without secrets and terminal control sequences. */
    public void note(String lines) {
        out.flush();
        err.println(safe(lines));
        err.flush();
    }

    /** Writes lines of the result to stdout, without secrets and terminal control sequences. */
    public void result(String lines) {
        out.println(safe(lines));
    }

    private String safe(String lines) {
        return Printable.lines(redaction.redact(lines));
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
