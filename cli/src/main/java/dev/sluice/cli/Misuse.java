package dev.sluice.cli;

import dev.sluice.spi.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in plain words what is wrong with a command line. */
final class Misuse {
    private Misuse() {}

    static String explain(ParameterException failure) {
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        return switch (failure) {
            case UnmatchedArgumentException unmatched ->
                unmatched(command, unmatched.getUnmatched().getFirst());
            case MissingParameterException missing -> missing(missing);
            default -> uncapitalized(failure.getMessage());
        };
    }

    private static String unmatched(CommandSpec command, String argument) {
        if (argument.startsWith("-")) {
            int equals = argument.indexOf('=');
            String option = equals < 0 ? argument : argument.substring(0, equals);
            List<String> known = new ArrayList<>();
            command.options().forEach(declared -> known.addAll(List.of(declared.names())));
            return "there is no option '" + option + "'" + Suggestion.didYouMean(option, known);
        }
        if (!command.subcommands().isEmpty()) {
            return "there is no command '" + argument + "'"
                    + Suggestion.didYouMean(argument, command.subcommands().keySet());
        }
        return "'" + argument + "' is one argument too many";
    }

    private static String missing(MissingParameterException missing) {
        List<ArgSpec> arguments = missing.getMissing();
        if (arguments.isEmpty() || arguments.getFirst() instanceof OptionSpec) {
            return uncapitalized(missing.getMessage());
        }
        List<String> labels = arguments.stream().map(ArgSpec::paramLabel).toList();
        return String.join(" and ", labels) + (labels.size() == 1 ? " is missing" : " are missing");
    }

    private static String uncapitalized(String sentence) {
        boolean word = sentence.length() > 1 && Character.isLowerCase(sentence.charAt(1));
        return word ? Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1) : sentence;
    }
}
