package dev.sluice.engine.content;

import java.math.BigDecimal;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One form for texts that mean the same value. */
final class Canonical {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Canonical() {}

    /** The length of a number's text without zeros at its end that follow a decimal point. */
    static int numericLength(byte[] bytes, int from, int length) {
        int point = -1;
        for (int i = from; i < from + length; i++) {
            if (bytes[i] == '.') {
                point = i;
            } else if (bytes[i] == 'E' || bytes[i] == 'e') {
                return length;
            }
        }
        int end = from + length;
        if (point >= 0) {
            while (bytes[end - 1] == '0') {
                end--;
            }
            end -= end - 1 == point ? 1 : 0;
        }
        return end - from;
    }

    /** A JSON text without spaces, with keys in order and numbers without needless zeros; itself where it is no JSON. */
    static byte[] json(byte[] bytes, int from, int length) {
        try {
            return JSON.writeValueAsBytes(JSON.treeToValue(numbers(JSON.readTree(bytes, from, length)), Object.class));
        } catch (JacksonException e) {
            return Arrays.copyOfRange(bytes, from, from + length);
        }
    }

    private static JsonNode numbers(JsonNode node) {
        if (node.isNumber()) {
            BigDecimal number = node.decimalValue();
            return number.signum() == 0
                    ? JsonNodeFactory.instance.numberNode(0)
                    : DecimalNode.valueOf(number.stripTrailingZeros());
        }
        if (node.isArray()) {
            var array = JSON.createArrayNode();
            node.forEach(element -> array.add(numbers(element)));
            return array;
        }
        if (node.isObject()) {
            var object = JSON.createObjectNode();
            node.properties().forEach(entry -> object.set(entry.getKey(), numbers(entry.getValue())));
            return object;
        }
        return node;
    }
}
