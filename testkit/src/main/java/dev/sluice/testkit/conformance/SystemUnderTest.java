package dev.sluice.testkit.conformance;

import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.data.TypeMatrix;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A real server or folder and the connectors that are tested against it: all that a connector's author has to write for
 * {@link SourceConformance}, {@link DestinationConformance}, {@link CrashConformance}, {@link ResumeConformance} and {@link RoundTripConformance}.
 */
public interface SystemUnderTest {
    SourceConnector source();

    DestinationConnector destination();

    /** How to read what was written to a target. */
    Options sourceOptions(StreamName target);

    Options destinationOptions();

    /**
     * Names of everything there is in the system: tables, or files with their folders. Leaves out only what outlives a run
     * on purpose, such as a table of cursor states.
     */
    Set<String> contents();

    /** Waits until the system is done with what a killed process asked of it last. */
    default void awaitIdle() throws InterruptedException {}

    /** What a target of that plain name is called. */
    default StreamName target(String name) {
        return StreamName.of(name);
    }

    /** The types and values the system can hold; what is left out is what its documentation says it refuses. */
    default TypeMatrix matrix() {
        return TypeMatrix.all();
    }

    /** The type that values written as another come back as: for instance JSON where nothing can nest. */
    default Type readBack(Type written) {
        return written;
    }

    /** Names that need care: of targets and of columns. */
    default List<String> oddNames() {
        return List.of(
                "MixedCase",
                "with space",
                "order",
                "a\"quote",
                "it's",
                "dot.ted",
                "semi;colon--",
                "Größe€",
                "\u540D\u524D",
                "percent%s?$1",
                "1st");
    }

    /** Whether a target has columns of its own that rows added to it must go with. */
    default boolean targetsHaveSchemas() {
        return true;
    }

    /** Options that can't connect, by the code of the failure. */
    default Map<ErrorCode, Options> brokenConnections() {
        return Map.of();
    }

    /** A query for all rows of a stream, for sources that declare {@link dev.sluice.spi.Capability#QUERIES}. */
    default String queryFor(StreamName stream) {
        return "SELECT * FROM \"" + stream.name() + '"';
    }

    /** Whether columns that are written with a type can be cursors: those with an order that the system compares by. */
    default boolean canBeCursor(Type written) {
        return switch (written) {
            case Type.Simple.BOOLEAN, Type.Simple.JSON, Type.Simple.INTERVAL -> false;
            case Type.Time time -> false;
            default -> !Type.isNested(written);
        };
    }

    /** Makes a view of all columns of a target. */
    default StreamName createView(String name, StreamName target) throws Exception {
        throw new UnsupportedOperationException("there are no views");
    }
}
