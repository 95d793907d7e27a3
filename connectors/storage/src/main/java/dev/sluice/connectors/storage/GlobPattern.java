package dev.sluice.connectors.storage;

import java.util.regex.Pattern;

/**
 * File name patterns: {@code *} and {@code ?} within a name, {@code **} across folders, {@code [a-z]} and {@code {a,b}}.
 */
final class GlobPattern {
    private final Pattern pattern;

    GlobPattern(String glob) {
        this.pattern = Pattern.compile(regex(glob), Pattern.DOTALL);
    }

    static boolean isGlob(String text) {
        return text.chars().anyMatch(next -> next == '*' || next == '?' || next == '[' || next == '{');
    }

    /** Whether a path, relative to the folder that the pattern starts from, matches. */
    boolean matches(String path) {
        return pattern.matcher(path).matches();
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        int braces = 0;
        for (int i = 0; i < glob.length(); i++) {
            char next = glob.charAt(i);
            switch (next) {
                case '*' -> {
                    if (glob.startsWith("**/", i)) {
                        regex.append("(?:.*/)?");
                        i += 2;
                    } else if (glob.startsWith("**", i)) {
                        regex.append(".*");
                        i++;
                    } else {
                        regex.append("[^/]*");
                    }
                }
                case '?' -> regex.append("[^/]");
                case '[' -> {
                    int close = glob.indexOf(']', i + 2);
                    if (close < 0) {
                        regex.append("\\[");
                    } else {
                        String members = glob.substring(i + 1, close)
                                .replace("\\", "\\\\")
                                .replace("[", "\\[");
                        regex.append('[').append(members.startsWith("!") ? "^" + members.substring(1) : members);
                        regex.append(']');
                        i = close;
                    }
                }
                case '{' -> {
                    braces++;
                    regex.append("(?:");
                }
                case '}' -> regex.append(braces-- > 0 ? ")" : "\\}");
                case ',' -> regex.append(braces > 0 ? "|" : ",");
                default -> regex.append(Pattern.quote(String.valueOf(next)));
            }
        }
        return regex.append(")".repeat(Math.max(0, braces))).toString();
    }
}
