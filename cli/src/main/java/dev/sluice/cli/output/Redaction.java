package dev.sluice.cli.output;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Blanks out secrets in texts that may quote what the user typed or what a driver reports. Thread-safe. */
public final class Redaction {
    /** Up to the last at sign of the word: a password may itself hold one, or a slash. */
    private static final Pattern USER_INFO = Pattern.compile("(\\b[a-zA-Z][a-zA-Z0-9+.-]*://[^\\s:/@]*):[^\\s]+@");

    private static final Pattern PARAMETER = Pattern.compile(
            "([?&;\\s\"'{,](?:[a-z0-9_-]*(?:password|passwd|secret|token|access_key)[a-z0-9_-]*|pwd)[\"']?\\s*=\\s*)"
                    + "(\"[^\"]*\"|'[^']*'|(?!\\$\\{)[^&\\s#;,}]+)",
            Pattern.CASE_INSENSITIVE);

    /** Shorter ones would blank out half of any text. */
    private static final int SHORTEST_SECRET = 4;

    private final CopyOnWriteArrayList<String> secrets = new CopyOnWriteArrayList<>();

    /** Remembers secrets that were read from a configuration, also as they stand in a report. */
    public void learn(List<String> found) {
        secrets.addAll(found.stream()
                .filter(secret -> secret.length() >= SHORTEST_SECRET)
                .flatMap(secret -> Stream.of(secret, Json.escaped(secret)).distinct())
                .toList());
        secrets.sort(Comparator.comparingInt(String::length).reversed());
    }

    /** The text with passwords of URIs, values of secret-looking parameters and known secrets replaced by {@code ***}. */
    public String redact(String text) {
        String redacted = text;
        for (String secret : secrets) {
            redacted = redacted.replace(secret, "***");
        }
        return byForm(redacted);
    }

    private static String byForm(String text) {
        String withoutUserInfo = USER_INFO.matcher(text).replaceAll("$1:***@");
        return PARAMETER.matcher(withoutUserInfo).replaceAll("$1***");
    }

    /** Whether a connection as typed carries a password in the clear. */
    public static boolean holdsSecret(String text) {
        return !text.contains("${") && !byForm(text).equals(text);
    }
}
