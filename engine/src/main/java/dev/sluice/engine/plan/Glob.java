package dev.sluice.engine.plan;

import java.util.regex.Pattern;

/** Stream name patterns: {@code *} stands for any characters, {@code ?} for one. */
final class Glob {
    private Glob() {}

    static boolean isGlob(String pattern) {
        return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
    }

    static Pattern compile(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char next = pattern.charAt(i);
            switch (next) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(next)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
