package dev.sluice.cli;

import dev.sluice.cli.command.SluiceCommand;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.nio.file.InvalidPathException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** Runs one command line and turns failures into messages and exit codes. */
public final class CommandRunner {
    private static final int USAGE = 2;
    private static final int NARROWEST = 60;
    private static final int WIDEST = 100;

    private final Console console;

    public CommandRunner(Console console) {
        this.console = console;
    }

    /** The exit code: 0 done, 1 the run failed, 2 usage or configuration, 3 a system can't be reached. */
    public int run(String... args) {
        try {
            return commandLine(args).execute(args);
        } catch (OutOfMemoryError e) {
            // in planning or previewing; a run turns its own into failures of streams
            console.note("sluice: there is not enough memory (" + e.getMessage() + "); raise --max-memory");
            return ErrorCode.OUT_OF_MEMORY.exitCode();
        } finally {
            console.flush();
        }
    }

    private CommandLine commandLine(String... args) {
        CommandFactory factory = new CommandFactory(console);
        CommandLine commandLine = new CommandLine(SluiceCommand.class, factory);
        SluiceCommand.commandsFor(args)
                .forEach(command -> commandLine.addSubcommand(new CommandLine(command, factory)));
        commandLine.setOut(console.out());
        commandLine.setErr(console.err());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpWidth(Math.clamp(console.terminal().columns(), NARROWEST, WIDEST));
        commandLine.setColorScheme(
                CommandLine.Help.defaultColorScheme(console.terminal().colour() ? Ansi.ON : Ansi.OFF));
        commandLine.setExecutionStrategy(parsed -> {
            if (((SluiceCommand) parsed.commandSpec().userObject()).debug()) {
                LogLines.showDetails();
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        commandLine.setParameterExceptionHandler((failure, arguments) -> misused(failure));
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> failed(command, failure));
        return commandLine;
    }

    /** The JVM takes names of files for text in the locale's encoding. */
    private static String hint() {
        String encoding = System.getProperty("sun.jnu.encoding");
        return "UTF-8".equals(encoding)
                ? ""
                : "; the locale's encoding is " + encoding + ": set LC_ALL to an installed locale with UTF-8";
    }

    private int misused(ParameterException failure) {
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        console.note(command + ": " + Misuse.explain(failure));
        console.note("See " + command + " --help");
        return USAGE;
    }

    private int failed(CommandLine command, Exception failure) {
        SluiceCommand root = (SluiceCommand) command.getCommandSpec().root().userObject();
        int exitCode = ErrorCode.INTERNAL.exitCode();
        if (failure instanceof ConnectorException known) {
            console.note("sluice: " + known.getMessage());
            exitCode = known.code().exitCode();
        } else if (failure instanceof InvalidPathException path) {
            console.note("sluice: '" + path.getInput() + "' is no path: " + path.getReason() + hint());
            exitCode = USAGE;
        } else {
            console.note(
                    "sluice: unexpected " + failure + "; this is a bug: please report it with the output of --debug");
        }
        if (root.debug()) {
            console.note(StackTraces.of(failure));
        }
        return exitCode;
    }
}
