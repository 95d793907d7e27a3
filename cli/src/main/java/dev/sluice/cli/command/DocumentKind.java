package dev.sluice.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What a YAML or JSON file holds: told by its outermost keys, before it is read in earnest. */
enum DocumentKind {
    PIPELINE,
    OTHER;

    private static final Pattern SOURCE_KEY = Pattern.compile("(?m)^[\\s{,]*[\"']?(source|destination)[\"']?\\s*:");

    static DocumentKind of(Path file) {
        try {
            return SOURCE_KEY.matcher(Files.readString(file)).find() ? PIPELINE : OTHER;
        } catch (java.nio.charset.CharacterCodingException e) {
            return OTHER;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read", e);
        }
    }
}
