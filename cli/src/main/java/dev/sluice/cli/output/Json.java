package dev.sluice.cli.output;

import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes maps, lists and scalars as JSON. */
public final class Json {
    private static final ObjectMapper LINE = JsonMapper.builder().build();
    private static final ObjectMapper INDENTED =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /** On several lines, for files and results. */
    public static String indented(Object value) {
        return INDENTED.writeValueAsString(value);
    }

    /** A text as it stands between its quotes. */
    static String escaped(String text) {
        String quoted = LINE.writeValueAsString(text);
        return quoted.substring(1, quoted.length() - 1);
    }

    /** On one line, for streams of records. */
    public static String line(Map<String, ?> value) {
        return LINE.writeValueAsString(value);
    }
}
