package dev.sluice.engine.config;

import dev.sluice.spi.text.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expands <code>${env:NAME}</code> and <code>${file:path}</code> in configuration values, once: results are not expanded again. */
final class Variables {
    private static final List<String> KINDS = List.of("env", "file");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?:(\\w+):([^}]*)|([A-Za-z_]\\w*))}");

    private final Function<String, String> environment;
    private final Path folder;
    private final Problems problems;

    /**
     * @param environment the value of a variable, or null
     * @param folder what relative file names are relative to
     */
    Variables(Function<String, String> environment, Path folder, Problems problems) {
        this.environment = environment;
        this.folder = folder;
        this.problems = problems;
    }

    /** Expands a value of a connection, in which nothing else begins like a reference. */
    String expand(String path, String text) {
        return expand(path, text, UnaryOperator.identity());
    }

    /** Expands a value of a connection whose variables' values are written in their own way. */
    String expand(String path, String text, UnaryOperator<String> spelling) {
        return expand(path, text, spelling, reference -> unknown(path, reference));
    }

    /** Expands a word of a command, which may hold references of a shell's. */
    String expandWord(String path, String word) {
        return expand(path, word, UnaryOperator.identity(), MatchResult::group);
    }

    private String expand(
            String path, String text, UnaryOperator<String> spelling, Function<MatchResult, String> other) {
        return REFERENCE.matcher(text).replaceAll(reference -> {
            String value = switch (String.valueOf(reference.group(1))) {
                case "env" -> spelling.apply(variable(path, reference.group(2)));
                case "file" -> spelling.apply(file(path, reference.group(2)));
                default -> other.apply(reference);
            };
            return Matcher.quoteReplacement(value);
        });
    }

    private String unknown(String path, MatchResult reference) {
        String name = reference.group(3);
        if (name != null) {
            problems.add(path, "${" + name + "} stands for nothing: an environment variable is ${env:" + name + "}");
        } else {
            Suggestion.closest(reference.group(1), KINDS)
                    .ifPresent(meant -> problems.add(
                            path, "there is no ${" + reference.group(1) + ":…}; did you mean ${" + meant + ":…}?"));
        }
        return reference.group();
    }

    private String variable(String path, String name) {
        String value = environment.apply(name);
        if (value == null) {
            problems.add(path, "the environment variable " + name + " is not set");
            return "";
        }
        return value;
    }

    private String file(String path, String name) {
        try {
            String text = Files.readString(folder.resolve(name));
            return text.endsWith("\n") ? text.substring(0, text.length() - (text.endsWith("\r\n") ? 2 : 1)) : text;
        } catch (NoSuchFileException e) {
            problems.add(path, "there is no file " + folder.resolve(name));
            return "";
        } catch (IOException e) {
            problems.add(
                    path, folder.resolve(name) + " can't be read: it is no file of UTF-8 text, or this user may not");
            return "";
        }
    }
}
