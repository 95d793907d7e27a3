package dev.sluice.spi;

import dev.sluice.spi.text.Suggestion;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what a user wrote into option values, collecting problems. */
final class OptionReader {
    private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*([kmgt]?)(i?b)?");

    private final String path;
    private final List<OptionProblem> problems;

    OptionReader(String path, List<OptionProblem> problems) {
        this.path = path;
        this.problems = problems;
    }

    void unknown(String key, Collection<String> known) {
        String hint = Suggestion.didYouMean(key, known);
        problem(
                key,
                "there is no such option" + (hint.isEmpty() ? "; the options are " + String.join(", ", known) : hint));
    }

    void missing(Option<?> option) {
        problem(option.key(), "is required: " + option.description());
    }

    Optional<Object> read(Option<?> option, Object written) {
        return switch (option.kind()) {
            case STRING, PATH -> readString(option, written);
            case INTEGER -> readNumber(option, written).map(Long::intValue);
            case SIZE -> readNumber(option, written).map(Long::valueOf);
            case BOOLEAN -> readBoolean(option, written);
            case CHOICE -> readChoice(option, written);
            case LIST, PATHS -> readList(option, written);
            case MAP -> readMap(option, written);
        };
    }

    private Optional<Object> readString(Option<?> option, Object written) {
        if (written instanceof Map || written instanceof Collection) {
            problem(option.key(), "must be a text");
            return Optional.empty();
        }
        return Optional.of(written.toString());
    }

    private Optional<Long> readNumber(Option<?> option, Object written) {
        long value;
        if (written instanceof Integer || written instanceof Long) {
            value = ((Number) written).longValue();
        } else {
            try {
                String text = written.toString().strip().toLowerCase(Locale.ROOT);
                value = option.kind() == Option.Kind.SIZE ? parseSize(text) : Long.parseLong(text);
            } catch (NumberFormatException | ArithmeticException e) {
                String expected = option.kind() == Option.Kind.SIZE ? "a size such as 512m" : "a whole number";
                problem(option.key(), "must be " + expected + ", not " + shown(option, written));
                return Optional.empty();
            }
        }
        if (value < option.min() || value > option.max()) {
            problem(option.key(), "must be " + range(option) + ", not " + value);
            return Optional.empty();
        }
        return Optional.of(value);
    }

    private static String range(Option<?> option) {
        if (option.max() == Long.MAX_VALUE || option.max() == Integer.MAX_VALUE) {
            return "at least " + option.min();
        }
        return "from " + option.min() + " to " + option.max();
    }

    private static long parseSize(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new NumberFormatException(text);
        }
        int power = "kmgt".indexOf(matcher.group(2)) + (matcher.group(2).isEmpty() ? 0 : 1);
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power));
    }

    private Optional<Object> readBoolean(Option<?> option, Object written) {
        switch (written.toString().toLowerCase(Locale.ROOT)) {
            case "true" -> {
                return Optional.of(true);
            }
            case "false" -> {
                return Optional.of(false);
            }
            default -> {
                problem(option.key(), "must be true or false, not " + shown(option, written));
                return Optional.empty();
            }
        }
    }

    private Optional<Object> readChoice(Option<?> option, Object written) {
        Object choice = option.choice(written.toString());
        if (choice == null) {
            problem(
                    option.key(),
                    "must be one of " + String.join(", ", option.choices()) + ", not " + shown(option, written)
                            + Suggestion.didYouMean(written.toString(), option.choices()));
        }
        return Optional.ofNullable(choice);
    }

    private Optional<Object> readList(Option<?> option, Object written) {
        ArrayList<String> items = new ArrayList<>();
        if (written instanceof Collection<?> collection) {
            collection.forEach(item -> items.add(String.valueOf(item)));
        } else if (written instanceof Map) {
            problem(option.key(), "must be a list");
            return Optional.empty();
        } else {
            items.add(written.toString());
        }
        return Optional.of(items);
    }

    private Optional<Object> readMap(Option<?> option, Object written) {
        if (!(written instanceof Map<?, ?> map)) {
            problem(option.key(), "must be a mapping of names to values");
            return Optional.empty();
        }
        TreeMap<String, String> texts = new TreeMap<>();
        map.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        return Optional.of((Serializable) texts);
    }

    private static String shown(Option<?> option, Object written) {
        return option.isSecret() ? "what is given" : "'" + written + "'";
    }

    private void problem(String key, String message) {
        problems.add(new OptionProblem(path.isEmpty() ? key : path + "." + key, message));
    }
}
