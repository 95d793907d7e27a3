package dev.sluice.cli.command;

import dev.sluice.cli.Console;
import dev.sluice.cli.VersionLine;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program itself: without a command it shows its help. */
@Command(
        name = "sluice",
        description = "Moves tables and files between systems: exactly, atomically, at bulk speed.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = VersionLine.class,
        footer = {
            "",
            "Examples:",
            "  sluice copy orders.csv orders.parquet",
            "  sluice copy 'postgresql://app:$${env:PGPASSWORD}@db/shop#public.orders' orders.parquet",
            "  sluice run shop.yaml --report report.json",
            "  sluice connectors postgresql",
            "",
            "Exit codes: 0 done; 1 the run failed; 2 usage or configuration; 3 a system",
            "can't be reached or refuses the login."
        })
public final class SluiceCommand implements Runnable {
    private static final List<Class<?>> COMMANDS = List.of(
            CopyCommand.class,
            RunCommand.class,
            PlanCommand.class,
            CheckCommand.class,
            DiscoverCommand.class,
            PreviewCommand.class,
            ConnectorsCommand.class,
            StateCommand.class,
            VerifyCommand.class,
            CompletionCommand.class);

    private final Console console;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show stack traces and what the program does in detail.")
    private boolean debug;

    public SluiceCommand(Console console) {
        this.console = console;
    }

    /**
     * The commands that a command line needs: the one that it names, or all where it names none or the one that tells about
     * all of them. Making the model of a command takes longer than many of them run.
     */
    public static List<Class<?>> commandsFor(String... args) {
        List<Class<?>> named = Stream.of(args)
                .filter(argument -> !argument.startsWith("-"))
                .limit(1)
                .flatMap(argument ->
                        COMMANDS.stream().filter(command -> name(command).equals(argument)))
                .toList();
        return named.isEmpty() || named.contains(CompletionCommand.class) ? COMMANDS : named;
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    public boolean debug() {
        return debug;
    }

    @Override
    public void run() {
        spec.commandLine().usage(console.out());
    }
}
