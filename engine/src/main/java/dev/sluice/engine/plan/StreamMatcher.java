package dev.sluice.engine.plan;

import dev.sluice.engine.config.StreamRule;
import dev.sluice.spi.Catalog;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.text.Quoted;
import dev.sluice.spi.text.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Finds the streams that a pipeline's rules mean. A name means the stream of that full name ({@code public.orders}) or,
 * where only one has it, of that last part ({@code orders}); a glob may match either. For each stream the rule that names
 * it wins over globs and over exclusions by a glob, later rules over earlier ones, and exclusions over globs, wherever they stand.
 */
final class StreamMatcher {
    private final Catalog catalog;
    private final List<StreamRule> rules;

    StreamMatcher(Catalog catalog, List<StreamRule> rules) {
        this.catalog = catalog;
        this.rules = rules;
    }

    /** Streams with their rules, in the catalog's order. */
    Map<CatalogStream, StreamRule> match() {
        Map<CatalogStream, StreamRule> chosen = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (StreamRule rule : rules) {
            if (rule.isExclusion()) {
                continue;
            }
            List<CatalogStream> matching = rule.query().isEmpty() ? named(rule.pattern()) : query(rule.pattern());
            if (matching.isEmpty()) {
                problems.add(nothingMatches(rule.pattern()));
            } else if (matching.size() > 1 && !Glob.isGlob(rule.pattern())) {
                problems.add("'" + rule.pattern() + "' could be any of "
                        + Quoted.list(matching.stream().map(CatalogStream::name).toList())
                        + "; write the full name");
            }
            for (CatalogStream stream : matching) {
                StreamRule earlier = chosen.get(stream);
                boolean nameBeatsGlob =
                        earlier != null && !Glob.isGlob(earlier.pattern()) && Glob.isGlob(rule.pattern());
                if (!nameBeatsGlob) {
                    chosen.put(stream, rule);
                }
            }
        }
        rules.stream()
                .filter(StreamRule::isExclusion)
                .forEach(rule -> exclude(rule.pattern().substring(1), chosen));
        if (problems.isEmpty() && chosen.isEmpty()) {
            problems.add("no stream is left to move; name some under 'streams', or begin with \"*\" for all that aren't"
                    + " excluded");
        }
        if (!problems.isEmpty()) {
            throw new ConnectorException(ErrorCode.STREAM_NOT_FOUND, String.join("\n", problems));
        }
        Map<CatalogStream, StreamRule> inOrder = new LinkedHashMap<>();
        for (CatalogStream stream : catalog.streams()) {
            if (chosen.containsKey(stream)) {
                inOrder.put(stream, chosen.get(stream));
            }
        }
        return inOrder;
    }

    private void exclude(String pattern, Map<CatalogStream, StreamRule> chosen) {
        List<CatalogStream> excluded = named(pattern);
        chosen.entrySet()
                .removeIf(entry -> excluded.contains(entry.getKey())
                        && (!Glob.isGlob(pattern)
                                || Glob.isGlob(entry.getValue().pattern())));
    }

    private List<CatalogStream> query(String name) {
        return select(
                stream -> !stream.query().isEmpty() && stream.name().toString().equals(name));
    }

    private List<CatalogStream> named(String pattern) {
        if (Glob.isGlob(pattern)) {
            Pattern regex = Glob.compile(pattern);
            return select(stream -> stream.query().isEmpty()
                    && (regex.matcher(stream.name().toString()).matches()
                            || regex.matcher(stream.name().name()).matches()));
        }
        List<CatalogStream> full = select(stream -> stream.name().toString().equals(pattern));
        if (!full.isEmpty()) {
            return full;
        }
        List<CatalogStream> last = select(stream -> stream.name().name().equals(pattern));
        return last.isEmpty()
                ? select(stream -> Spelling.means(pattern, stream.name().toString())
                        || Spelling.means(pattern, stream.name().name()))
                : last;
    }

    private List<CatalogStream> select(Predicate<CatalogStream> wanted) {
        return catalog.streams().stream().filter(wanted).toList();
    }

    private String nothingMatches(String pattern) {
        List<String> known = new ArrayList<>();
        catalog.streams().forEach(stream -> {
            known.add(stream.name().toString());
            known.add(stream.name().name());
        });
        if (catalog.streams().isEmpty()) {
            String namespace = StreamName.parse(pattern).namespace();
            return "the source has no streams"
                    + (namespace.isEmpty() ? "" : ", nor has '" + namespace + "', which '" + pattern + "' names");
        }
        String hint = Suggestion.didYouMean(pattern, known);
        if (hint.isEmpty()) {
            List<StreamName> some = catalog.streams().stream()
                    .limit(10)
                    .map(CatalogStream::name)
                    .toList();
            hint = "; there " + (some.size() == 1 ? "is " : "are ") + Quoted.list(some)
                    + (catalog.streams().size() > some.size() ? " and more (see sluice discover)" : "");
        }
        return (Glob.isGlob(pattern) ? "no stream matches '" : "there is no stream '") + pattern + "'" + hint;
    }
}
