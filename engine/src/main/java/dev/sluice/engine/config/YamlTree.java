package dev.sluice.engine.config;

import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.ComposerException;

/**
 * Makes maps, lists and texts of YAML's events, with what aliases and merge keys stand for in their places. Numbers and
 * booleans stay as they are written: a password of digits has to keep its zeros, a cursor all of its digits.
 */
final class YamlTree {
    private static final int DEEPEST = 100;

    /** Counted as often as aliases name them: a few lines of aliases of aliases can stand for billions. */
    private static final int MOST_VALUES = 1_000_000;

    private static final String MERGE = "<<";
    private static final Set<String> NULLS = Set.of("", "null", "~");
    private static final String YAMLS_OWN = "tag:yaml.org,2002:";
    private static final Set<String> PLAIN_TAGS = Set.of(
            "!",
            YAMLS_OWN + "str",
            YAMLS_OWN + "int",
            YAMLS_OWN + "float",
            YAMLS_OWN + "bool",
            YAMLS_OWN + "map",
            YAMLS_OWN + "seq");

    private final Iterator<Event> events;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private int values;

    private YamlTree(Iterator<Event> events) {
        this.events = events;
    }

    /** A value that aliases can name, and how many values are in it. */
    private record Anchored(Object value, int values) {}

    /**
     * Every document of a text.
     *
     * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException where it isn't YAML, with the place if that is known
     */
    static List<Object> documents(Reader text) {
        Iterator<Event> events =
                new Parse(LoadSettings.builder().build()).parseReader(text).iterator();
        List<Object> documents = new ArrayList<>();
        while (events.hasNext()) {
            if (events.next() instanceof DocumentStartEvent) {
                documents.add(new YamlTree(events).value(events.next(), 0));
            }
        }
        return documents;
    }

    private Object value(Event event, int depth) {
        int before = values;
        values++;
        Object value = switch (event) {
            case AliasEvent alias -> named(alias);
            case ScalarEvent scalar -> scalar(scalar);
            case SequenceStartEvent start -> list(start, depth + 1);
            case MappingStartEvent start -> map(start, depth + 1);
            default -> throw problem(event, "a value is expected");
        };
        if (values > MOST_VALUES) {
            throw problem(
                    event, "more than " + MOST_VALUES + " values are too many, with those that aliases stand for");
        }
        if (!(event instanceof AliasEvent) && event instanceof NodeEvent node) {
            node.getAnchor().ifPresent(anchor -> anchors.put(anchor, new Anchored(value, values - before)));
        }
        return value;
    }

    private Object named(AliasEvent alias) {
        Anchored anchored = anchors.get(alias.getAlias());
        if (anchored == null) {
            String name = alias.getAlias().getValue();
            throw problem(
                    alias, "nothing that ends before *" + name + " is marked &" + name + "; put a text in quotes");
        }
        values = (int) Math.min(Integer.MAX_VALUE, (long) values + anchored.values());
        return anchored.value();
    }

    private static Object scalar(ScalarEvent scalar) {
        checkTag(scalar, scalar.getTag());
        return scalar.isPlain() && scalar.getTag().isEmpty() && NULLS.contains(scalar.getValue())
                ? null
                : scalar.getValue();
    }

    private List<Object> list(SequenceStartEvent start, int depth) {
        checkTag(start, start.getTag());
        checkDepth(start, depth);
        List<Object> list = new ArrayList<>();
        for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
            list.add(value(event, depth));
        }
        return list;
    }

    private Map<String, Object> map(MappingStartEvent start, int depth) {
        checkTag(start, start.getTag());
        checkDepth(start, depth);
        Map<String, Object> own = new LinkedHashMap<>();
        Map<String, Object> merged = new LinkedHashMap<>();
        for (Event event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
            if (event instanceof ScalarEvent scalar
                    && scalar.isPlain()
                    && scalar.getValue().equals(MERGE)) {
                Event bases = events.next();
                merge(bases, value(bases, depth), merged);
                continue;
            }
            String key = key(event, depth);
            if (own.containsKey(key)) {
                throw problem(event, "the key '" + key + "' is there twice");
            }
            own.put(key, value(events.next(), depth));
        }
        merged.putAll(own);
        return merged;
    }

    private String key(Event event, int depth) {
        if (event instanceof ScalarEvent || event instanceof AliasEvent) {
            Object key = value(event, depth);
            if (!(key instanceof Map || key instanceof List)) {
                return String.valueOf(key);
            }
        }
        throw problem(event, "a key must be a text");
    }

    /** Takes over the keys of a mapping, or of several, of which the first that has a key wins. */
    private static void merge(Event event, Object bases, Map<String, Object> merged) {
        for (Object base : bases instanceof List<?> list
                ? list
                : List.of(Optional.ofNullable(bases).orElse(""))) {
            if (!(base instanceof Map<?, ?> map)) {
                throw problem(
                        event, MERGE + " takes over the keys of a mapping or of a list of mappings, such as *base");
            }
            map.forEach((key, value) -> merged.putIfAbsent(key.toString(), value));
        }
    }

    private static void checkTag(Event event, Optional<String> tag) {
        if (tag.isPresent() && !PLAIN_TAGS.contains(tag.get())) {
            throw problem(event, "the tag " + tag.get().replace(YAMLS_OWN, "!!") + " means nothing here");
        }
    }

    private static void checkDepth(Event event, int depth) {
        if (depth > DEEPEST) {
            throw problem(event, "more than " + DEEPEST + " lists and mappings in each other are too many");
        }
    }

    private static ComposerException problem(Event event, String problem) {
        return new ComposerException(problem, event.getStartMark());
    }
}
