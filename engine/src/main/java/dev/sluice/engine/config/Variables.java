package dev.sluice.engine.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expands <code>${env:NAME}</code> and <code>${file:path}</code> in configuration values, once: results are not expanded again. */
final class Variables {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");

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

    String expand(String path, String text) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (matcher.find()) {
            String value =
                    matcher.group(1).equals("env") ? variable(path, matcher.group(2)) : file(path, matcher.group(2));
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(expanded).toString();
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
