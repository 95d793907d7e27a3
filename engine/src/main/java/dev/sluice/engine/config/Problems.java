package dev.sluice.engine.config;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OptionProblem;
import dev.sluice.spi.text.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects everything wrong in a configuration, so that it is reported at once. */
final class Problems {
    private final List<OptionProblem> found = new ArrayList<>();

    List<OptionProblem> list() {
        return found;
    }

    void add(String path, String message) {
        found.add(new OptionProblem(path, message));
    }

    /** Adds what may only follow from another problem of the same value, such as a variable that isn't set. */
    void addUnlessTold(OptionProblem problem) {
        if (found.stream().noneMatch(told -> told.path().equals(problem.path()))) {
            found.add(problem);
        }
    }

    void unknownKey(String path, String key, Collection<String> known) {
        String hint = Suggestion.didYouMean(key, known);
        add(
                path.isEmpty() ? key : path + "." + key,
                "there is no such key" + (hint.isEmpty() ? "; the keys are " + String.join(", ", known) : hint));
    }

    /** Throws where anything was found. */
    void raise(String where) {
        if (found.isEmpty()) {
            return;
        }
        StringBuilder message = new StringBuilder(where)
                .append(found.size() == 1 ? " has a problem:" : " has " + found.size() + " problems:");
        found.forEach(problem -> message.append("\n  ").append(problem));
        throw new ConnectorException(ErrorCode.INVALID_CONFIGURATION, message.toString());
    }
}
