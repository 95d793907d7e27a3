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
        return streams.stream()
                .filter(stream -> stream.name().equals(way.stream()))
                .findFirst()
                .or(() -> streams.stream()
                        .filter(stream -> isNamed(stream.name(), way.stream()))
                        .findFirst());
    }

    /** Where one of the names has no namespace, the options say in which both are. */
    private static boolean isNamed(StreamName found, StreamName wanted) {
        return found.name().equals(wanted.name())
                && (found.namespace().equalsIgnoreCase(wanted.namespace())
                        || found.namespace().isEmpty()
                        || wanted.namespace().isEmpty());
    }

    private StreamRows rows(SourceConnector source, ReadBack way, CatalogStream stream, WriteRequest target) {
        Schema written = target.schema();
        List<Field> read = new ArrayList<>();
        for (Field field : written.fields()) {
            String name = way.columns().getOrDefault(field.name(), field.name());
            Field found = find(stream.schema(), name)
                    .orElseThrow(() -> new ConnectorException(
                            ErrorCode.VERIFICATION_FAILED, "the target has no column '" + name + "'"));
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
