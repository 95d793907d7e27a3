package dev.sluice.cli.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.matrix.GeneratedPart;
import dev.sluice.engine.ConnectorRegistry;
import dev.sluice.spi.Capability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** docs/guarantees.md says what the connectors declare and what the tests prove. */
class GuaranteesDocumentTest {
    private static final int PROMISES = 22;
    private static final Path ROOT = Path.of("..");
    private static final String PAGE = "guarantees.md";
    private static final ConnectorRegistry REGISTRY = ConnectorRegistry.load(Optional.empty());

    @Test
    void everyPromiseOfTheContractHasATestThatCarriesItsNumber() throws IOException {
        assertThat(ContractTests.below(ROOT).proved())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, PROMISES).boxed().toList());
    }

    @Test
    void everyPromiseIsListedWithItsTests() throws IOException {
        ContractTests tests = ContractTests.below(ROOT);
        for (int promise = 1; promise <= PROMISES; promise++) {
            String name = "tests " + promise;
            new GeneratedPart(PAGE, name + ": found by the number in their names", name)
                    .assertIs("\n" + tests.list(promise) + "\n");
        }
    }

    @Test
    void everyConnectorsGuaranteesAreThoseItDeclares() throws IOException {
        StringBuilder tables = new StringBuilder("\n");
        for (String type : REGISTRY.types()) {
            tables.append("### ").append(type).append("\n\n| | Guarantee |\n|---|---|\n");
            for (Capability capability : Capability.values()) {
                Guarantee guarantee = Guarantee.of(capability);
                REGISTRY.spec(type, guarantee.source())
                        .ifPresent(spec -> tables.append("| ")
                                .append(guarantee.source() ? "source" : "destination")
                                .append(": ")
                                .append(guarantee.subject())
                                .append(" | ")
                                .append(spec.can(capability) ? guarantee.declared() : guarantee.undeclared())
                                .append(" |\n"));
            }
            tables.append('\n');
        }
        assertThat(REGISTRY.types()).containsAll(List.of("postgresql", "s3"));
        new GeneratedPart(PAGE, "capabilities: made from the connectors' declarations", "capabilities")
                .assertIs(tables.toString());
    }
}
