package dev.sluice.connectors.sqlite;

import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.conformance.SystemUnderTest;
import dev.sluice.testkit.data.Oddity;
import dev.sluice.testkit.data.TypeMatrix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A database file in a folder of its own. */
final class SqliteSystem implements SystemUnderTest {
    private final Fixture db;
    private final SourceConnector source;

    SqliteSystem(Path folder) {
        this(folder, SqliteSplitPlanner.ROWIDS_PER_SPLIT);
    }

    SqliteSystem(Path folder, long rowidsPerSplit) {
        db = new Fixture(folder);
        source = new SqliteSource(rowidsPerSplit);
    }

    @Override
    public SourceConnector source() {
        return source;
    }

    @Override
    public DestinationConnector destination() {
        return db.destination;
    }

    @Override
    public Options sourceOptions(StreamName target) {
        return db.sourceOptions();
    }

    @Override
    public Options destinationOptions() {
        return db.destinationOptions();
    }

    @Override
    public Set<String> contents() {
        Set<String> names = new TreeSet<>();
        try {
            if (Files.exists(db.path)) {
                db.tables().stream()
                        .map(Object::toString)
                        .filter(name -> !name.equals("_sluice_state"))
                        .forEach(names::add);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return names;
    }

    @Override
    public TypeMatrix matrix() {
        return TypeMatrix.all()
                .without((type, value) -> (type == Type.FLOAT32 || type == Type.FLOAT64)
                        && (Oddity.NAN.matches(type, value) || Oddity.NEGATIVE_ZERO.matches(type, value)));
    }

    @Override
    public Type readBack(Type written) {
        return switch (written) {
            case Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32 -> Type.INT64;
            case Type.Text text -> Type.STRING;
            default -> Type.isNested(written) ? Type.JSON : written;
        };
    }

    @Override
    public Map<ErrorCode, Options> brokenConnections() {
        Path text = db.path.resolveSibling("text.db");
        try {
            Files.writeString(text, "not a database ".repeat(100));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                ErrorCode.DATABASE_NOT_FOUND, db.sourceOptions("database_path", db.path + ".missing"),
                ErrorCode.MALFORMED_INPUT, db.sourceOptions("database_path", text.toString()));
    }

    /** Decimals of our own tables are texts, which aren't in the order of numbers. */
    @Override
    public boolean canBeCursor(Type written) {
        return SystemUnderTest.super.canBeCursor(written)
                && written != Type.NUMERIC
                && !(written instanceof Type.Decimal);
    }

    @Override
    public StreamName createView(String name, StreamName target) throws SQLException {
        db.run("CREATE VIEW \"" + name + "\" AS SELECT * FROM \"" + target.name() + '"');
        return StreamName.of(name);
    }
}
