package dev.sluice.cli.describe;

import dev.sluice.cli.matrix.GeneratedPart;
import dev.sluice.engine.ConnectorRegistry;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The options in docs/connectors/ are those that the connectors declare.
 */
class OptionDocumentsTest {
    private static final ConnectorRegistry REGISTRY = ConnectorRegistry.load(Optional.empty());

    static Stream<String> types() {
        return REGISTRY.types().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void aConnectorsPageListsItsOptions(String type) throws IOException {
        new GeneratedPart("connectors/" + type + ".md", "options: made from the connector's declarations", "options")
                .assertIs(table(type));
    }

    /** One table, or two where the options differ. */
    private static String table(String type) {
        Optional<String> source = REGISTRY.spec(type, true).map(OptionTable::markdown);
        Optional<String> destination = REGISTRY.spec(type, false).map(OptionTable::markdown);
        return source.equals(destination) || destination.isEmpty()
                ? "\n" + source.orElseThrow() + "\n"
                : "\nAs a source:\n\n" + source.orElseThrow() + "\nAs a destination:\n\n" + destination.get() + "\n";
    }
}
