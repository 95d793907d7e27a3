package dev.sluice.cli.command;

import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.text.Quoted;
import dev.sluice.spi.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Finds the streams that a user means by a name, its last part, or a glob. */
final class StreamChoice {
    private static final int SHOWN = 10;

    private StreamChoice() {}

    /**
     * The streams of that name, at least one.
     *
     * @throws ConnectorException STREAM_NOT_FOUND, with a suggestion
     */
    static List<CatalogStream> matching(List<CatalogStream> streams, String wanted) {
        Pattern pattern = glob(wanted);
        List<CatalogStream> full =
                select(streams, stream -> matches(pattern, stream.name().toString()));
        List<CatalogStream> chosen = full.isEmpty()
                ? select(streams, stream -> matches(pattern, stream.name().name()))
                : full;
        if (chosen.isEmpty()) {
            throw new ConnectorException(
                    ErrorCode.STREAM_NOT_FOUND, "there is no stream '" + wanted + "'" + hint(streams, wanted));
        }
        return chosen;
    }

    /** The one stream of that name; of a source with a single stream, no name is needed. */
    static CatalogStream one(List<CatalogStream> streams, String wanted) {
        if (wanted.isEmpty()) {
            if (streams.size() == 1) {
                return streams.getFirst();
            }
            throw new ConnectorException(ErrorCode.STREAM_NOT_FOUND, "name a stream" + listed(streams));
        }
        List<CatalogStream> chosen = matching(streams, wanted);
        if (chosen.size() > 1) {
            throw new ConnectorException(
                    ErrorCode.STREAM_NOT_FOUND, "'" + wanted + "' means more than one stream" + listed(chosen));
        }
        return chosen.getFirst();
    }

    private static Pattern glob(String wanted) {
        String regex = Pattern.compile("[*?]|[^*?]+").matcher(wanted).replaceAll(part -> switch (part.group()) {
            case "*" -> ".*";
            case "?" -> ".";
            default -> java.util.regex.Matcher.quoteReplacement(Pattern.quote(part.group()));
        });
        return Pattern.compile(regex, Pattern.DOTALL);
    }

    private static boolean matches(Pattern pattern, String name) {
        return pattern.matcher(name).matches();
    }

    private static List<CatalogStream> select(List<CatalogStream> streams, Predicate<CatalogStream> wanted) {
        return streams.stream().filter(wanted).toList();
    }

    private static String hint(List<CatalogStream> streams, String wanted) {
        List<String> known = new ArrayList<>();
        for (CatalogStream stream : streams) {
            known.add(stream.name().toString());
            known.add(stream.name().name());
        }
        String suggestion = Suggestion.didYouMean(wanted, known);
        return suggestion.isEmpty() ? listed(streams) : suggestion;
    }

    private static String listed(List<CatalogStream> streams) {
        if (streams.isEmpty()) {
            return "; the source has no streams";
        }
        String names = Quoted.list(
                streams.stream().limit(SHOWN).map(CatalogStream::name).toList());
        return "; there " + (streams.size() == 1 ? "is " : "are ") + names + (streams.size() > SHOWN ? ", …" : "");
    }
}
