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
import java.util.function.Predicate;

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
     * @throws ConnectorException UNSUPPORTED where a destination of this type can't be read, VERIFICATION_FAILED where the
     *     target lacks a column
     */
    Optional<StreamRows> of(WriteRequest request) {
        return found(request).map(target -> {
            for (Field field : request.schema().fields()) {
                if (target.column(field).isEmpty()) {
                    throw new ConnectorException(
                            ErrorCode.VERIFICATION_FAILED, "the target has no column '" + field.name() + "'");
                }
            }
            return rows(target, request, request.schema());
        });
    }

    /** The same of the columns that the target has before the request is carried out, which may add others. */
    Optional<StreamRows> before(WriteRequest request) {
        return found(request).map(target -> {
            List<Field> there = request.schema().fields().stream()
                    .filter(field -> target.column(field).isPresent())
                    .toList();
            return rows(target, request, Schema.of(there));
        });
    }

    /** @throws ConnectorException UNSUPPORTED where a destination of this type can't be read */
    ReadBack requireReadable(WriteRequest request) {
        return Optional.ofNullable(plan.targetReader())
                .flatMap(source -> plan.destination().readBack(request))
                .orElseThrow(() -> new ConnectorException(
                        ErrorCode.UNSUPPORTED,
                        "'" + request.target() + "' can't be verified: what "
                                + plan.pipeline().destination().type() + " writes can't be read again"));
    }

    private Optional<Target> found(WriteRequest request) {
        ReadBack way = requireReadable(request);
        SourceConnector source = plan.targetReader();
        return stream(source, way).map(stream -> new Target(source, way, stream));
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

    private StreamRows rows(Target target, WriteRequest request, Schema written) {
        List<Field> read = new ArrayList<>();
        for (Field field : written.fields()) {
            Field kept = target.column(field).orElseThrow();
            Field found = Cast.isPossible(kept.type(), field.type())
                    ? kept
                    : kept.withType(target.way().types().getOrDefault(field.name(), kept.type()));
            if (!Cast.isPossible(found.type(), field.type())) {
                throw new ConnectorException(
                        ErrorCode.UNSUPPORTED,
                        "'" + target.stream().name() + "' can't be verified: its column '" + found.name() + "' is "
                                + found.type() + ", and what was written is " + field.type());
            }
            read.add(found);
        }
        if (read.isEmpty()) {
            // rows are counted by a column all the same
            read.add(target.stream().schema().field(0));
        }
        Optional<Field> mark =
                request.rules().deletes().kind() == Deletes.Kind.SOFT ? target.named(Deletes.MARK) : Optional.empty();
        mark.ifPresent(read::add);
        ReadRequest rows = new ReadRequest(
                target.way().options(),
                target.stream(),
                Schema.of(read),
                plan.budget().parallelism(),
                plan.budget().batchSize(),
                plan.budget().readMemory());
        return new StreamRows(
                target.source(), rows, ColumnMapping.byPosition(rows.schema(), written), mark.isPresent());
    }

    /** Where the rows are, and how they are read. */
    private record Target(SourceConnector source, ReadBack way, CatalogStream stream) {
        Optional<Field> column(Field written) {
            String name = way.columns().get(written.name());
            if (name != null) {
                return find(name::equals);
            }
            return named(written.name());
        }

        Optional<Field> named(String name) {
            return find(name::equals).or(() -> find(name::equalsIgnoreCase));
        }

        private Optional<Field> find(Predicate<String> name) {
            return stream.schema().fields().stream()
                    .filter(field -> name.test(field.name()))
                    .findFirst();
        }
    }
}
