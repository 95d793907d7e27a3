package dev.sluice.engine.sync;

import dev.sluice.engine.content.RowSet;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Position;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an incremental run leaves for the next one, kept in the destination.
 *
 * @param cursorField the cursor's column; empty where the source goes by something else
 * @param position where the next run begins; null for the start
 * @param remembered the smallest cursor value from which all delivered rows are in {@code repeats}: a longer lookback can't tell
 *     rows below it from new ones; empty where nothing is appended
 * @param columns the columns that {@code repeats} was made of
 * @param repeats rows that were delivered and may be read again; only where they can't be merged
 */
public record StreamState(
        String cursorField, Position position, String remembered, List<String> columns, RowSet repeats) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int VERSION = 1;

    public StreamState {
        columns = List.copyOf(columns);
    }

    /** A stream that begins anew: nothing was read yet. */
    public static StreamState start(String cursorField) {
        return new StreamState(cursorField, null, "", List.of(), RowSet.EMPTY);
    }

    /** As JSON. */
    public String toText() {
        ObjectNode node = JSON.createObjectNode().put("version", VERSION).put("cursor_field", cursorField);
        if (position != null) {
            node.put("cursor", position.cursor());
            ObjectNode details = node.putObject("details");
            position.details().forEach(details::put);
        }
        if (!remembered.isEmpty()) {
            node.put("remembered", remembered);
        }
        if (!repeats.isEmpty()) {
            columns.forEach(node.putArray("columns")::add);
            node.put("repeats", repeats.toText());
        }
        return JSON.writeValueAsString(node);
    }

    /**
     * @param where for messages: whose state it is
     * @throws ConnectorException INVALID_CONFIGURATION where the text isn't a state
     */
    public static StreamState ofText(String text, String where) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.path("version").asInt(0) != VERSION) {
                throw new ConnectorException(
                        ErrorCode.INVALID_CONFIGURATION,
                        where + ": the state was written by another version of Sluice; upgrade, or begin anew with"
                                + " 'sluice state reset'");
            }
            Map<String, String> details = new TreeMap<>();
            node.path("details")
                    .properties()
                    .forEach(entry ->
                            details.put(entry.getKey(), entry.getValue().asString()));
            Position position =
                    node.has("cursor") ? new Position(node.path("cursor").asString(), details) : null;
            return new StreamState(
                    node.path("cursor_field").asString(""),
                    position,
                    node.path("remembered").asString(""),
                    node.path("columns").valueStream().map(JsonNode::asString).toList(),
                    RowSet.ofText(node.path("repeats").asString("")));
        } catch (JacksonException e) {
            throw damaged(where, e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw damaged(where, e.getMessage(), e);
        }
    }

    private static ConnectorException damaged(String where, String what, RuntimeException cause) {
        return new ConnectorException(
                ErrorCode.INVALID_CONFIGURATION,
                where + ": the state kept in the destination is damaged (" + what
                        + "); begin anew with 'sluice state reset'",
                cause);
    }
}
