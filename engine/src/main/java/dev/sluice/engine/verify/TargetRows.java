package dev.sluice.engine.verify;

import dev.sluice.engine.cast.Cast;
import dev.sluice.engine.plan.ColumnMapping;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Deletes;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.ReadBack;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Reads what a destination shows, through the source connector of its type. */
final class TargetRows {
    private final RunPlan plan;

    TargetRows(RunPlan plan) {
        this.plan = plan;
    }

    /**
     * The target's rows in the columns and types of a request, without those that are marked as deleted; empty where there
     * is no target yet.
     *
     * @throws ConnectorException UNSUPPORTED where a destination of this type can't be read
     */
    Optional<StreamRows> of(WriteRequest request) {
        String type = plan.pipeline().destination().type();
        Optional<ReadBack> way = plan.destination().readBack(request);
        SourceConnector source = plan.targetReader();
        if (way.isEmpty() || source == null) {
            throw new ConnectorException(
                    ErrorCode.UNSUPPORTED,
                    "'" + request.target() + "' can't be verified: what " + type + " writes can't be read again");
        }
        return stream(source, way.get()).map(stream -> rows(source, way.get(), stream, request));
    }

    private static Optional<CatalogStream> stream(SourceConnector source, ReadBack way) {
        List<CatalogStream> streams;
        try {
            streams = source.discoverSchema(new DiscoverRequest(way.options(), Map.of()))
                    .streams();
        } catch (ConnectorException e) {
            if (e.code() == ErrorCode.STREAM_NOT_FOUND || e.code() == ErrorCode.DATABASE_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
        if (way.stream() == null) {
            return streams.stream().findFirst();
        }
        return named(streams, way.stream(), String::equals)
                // a table that was there may be spelt otherwise, and some servers keep no case
                .or(() -> named(streams, way.stream(), String::equalsIgnoreCase));
    }

    /** One with the same schema, where both say which. */
    private static Optional<CatalogStream> named(
            List<CatalogStream> streams, StreamName name, BiPredicate<String, String> same) {
        return streams.stream()
                .filter(stream -> same.test(stream.name().name(), name.name()))
                .filter(stream -> name.namespace().isEmpty()
                        || stream.name().namespace().isEmpty()
                        || same.test(stream.name().namespace(), name.namespace()))
                .findFirst();
    }

    private StreamRows rows(SourceConnector source, ReadBack way, CatalogStream stream, WriteRequest target) {
        Schema written = target.schema();
        List<Field> read = new ArrayList<>();
        for (Field field : written.fields()) {
            String name = way.columns().getOrDefault(field.name(), field.name());
            Field kept = find(stream.schema(), name)
                    .orElseThrow(() -> new ConnectorException(
                            ErrorCode.VERIFICATION_FAILED, "the target has no column '" + name + "'"));
            Field found = Cast.isPossible(kept.type(), field.type())
                    ? kept
                    : kept.withType(way.types().getOrDefault(field.name(), kept.type()));
            if (!Cast.isPossible(found.type(), field.type())) {
                throw new ConnectorException(
                        ErrorCode.UNSUPPORTED,
                        "'" + stream.name() + "' can't be verified: its column '" + found.name() + "' is "
                                + found.type() + ", and what was written is " + field.type());
            }
            read.add(found);
        }
        Optional<Field> mark = target.rules().deletes().kind() == Deletes.Kind.SOFT
                ? find(stream.schema(), Deletes.MARK)
                : Optional.empty();
        mark.ifPresent(read::add);
        ReadRequest request = new ReadRequest(
                way.options(),
                stream,
                Schema.of(read),
                plan.budget().parallelism(),
                plan.budget().batchSize(),
                plan.budget().readMemory());
        return new StreamRows(source, request, ColumnMapping.byPosition(request.schema(), written), mark.isPresent());
    }

    private static Optional<Field> find(Schema schema, String name) {
        return schema.fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .or(() -> schema.fields().stream()
                        .filter(field -> field.name().equalsIgnoreCase(name))
                        .findFirst());
    }
}
