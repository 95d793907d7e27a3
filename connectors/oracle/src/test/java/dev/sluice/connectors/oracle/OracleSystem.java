package dev.sluice.connectors.oracle;

import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.UriMapping;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.conformance.SystemUnderTest;
import dev.sluice.testkit.data.Oddity;
import dev.sluice.testkit.data.TypeMatrix;
import dev.sluice.testkit.oracle.OracleOverH2;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The connector over H2, which stands in for an Oracle of some version. */
final class OracleSystem implements SystemUnderTest {
    static final Session SESSION =
            new Session(login -> OracleOverH2.connect(login.url().replaceFirst("^.*@//", ""), login.properties()));

    final OracleOverH2 database;
    private final int version;

    OracleSystem(int version) {
        this.version = version;
        this.database = OracleOverH2.create(version);
    }

    /** Beside the connector itself, which the registry finds too. */
    static ConnectorSpec renamed(ConnectorSpec spec) {
        return new ConnectorSpec(
                "oracle_over_h2", spec.summary(), spec.options(), spec.capabilities(), UriMapping.NONE);
    }

    @Override
    public SourceConnector source() {
        return new H2Source();
    }

    @Override
    public DestinationConnector destination() {
        return new H2Destination();
    }

    @Override
    public Options sourceOptions(StreamName target) {
        return sourceOptions();
    }

    Options sourceOptions(Object... more) {
        return Options.of(OracleOptions.SOURCE, config(more));
    }

    @Override
    public Options destinationOptions() {
        return destinationOptions(new Object[0]);
    }

    Options destinationOptions(Object... more) {
        return Options.of(OracleOptions.DESTINATION, config(more));
    }

    private Map<String, Object> config(Object... more) {
        Map<String, Object> config = new HashMap<>(
                Map.of("dsn", database.dsn(), "user", OracleOverH2.USER, "password", OracleOverH2.PASSWORD));
        for (int i = 0; i < more.length; i += 2) {
            config.put((String) more[i], more[i + 1]);
        }
        return config;
    }

    @Override
    public Set<String> contents() {
        try (Connection connection = database.direct()) {
            return new TreeSet<>(dev.sluice.connectors.jdbc.Statements.query(
                    connection,
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'APP'"
                            + " AND table_name <> '_sluice_state'",
                    row -> row.getString(1)));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without what the connector's page says is refused or changed, and what H2 alone refuses. */
    @Override
    public TypeMatrix matrix() {
        return TypeMatrix.all()
                // H2 makes a text inside a document of a document's text
                .only(type -> version < 21 || type != Type.JSON && !Type.isNested(type))
                .without(Oddity.NEGATIVE_ZERO, Oddity.OVER_38_DIGITS)
                .without((type, value) -> type == Type.NUMERIC && !isKept((String) value))
                .without((type, value) -> type instanceof Type.Text && value.equals(""))
                .without((type, value) -> value instanceof byte[] bytes && bytes.length == 0)
                // Oracle counts characters, H2 the halves of surrogate pairs
                .without((type, value) ->
                        type instanceof Type.Text(int length) && length > 0 && ((String) value).length() > length);
    }

    /** Whether NUMBER keeps a decimal digit for digit. */
    static boolean isKept(String number) {
        return Character.isDigit(number.charAt(number.length() - 1))
                && (number.indexOf('.') < 0
                        || new BigDecimal(number)
                                .stripTrailingZeros()
                                .toPlainString()
                                .equals(number));
    }

    @Override
    public Type readBack(Type written) {
        return readBack(written, version);
    }

    static Type readBack(Type written, int version) {
        return switch (written) {
            case Type.Simple.BOOLEAN -> version >= 23 ? written : new Type.Decimal(1, 0);
            case Type.Simple.INT8 -> new Type.Decimal(3, 0);
            case Type.Simple.INT16 -> new Type.Decimal(5, 0);
            case Type.Simple.INT32 -> new Type.Decimal(10, 0);
            case Type.Simple.INT64 -> new Type.Decimal(19, 0);
            case Type.Simple.DATE -> new Type.Timestamp(0);
            case Type.Time time -> new Type.Text(18);
            case Type.Simple.UUID -> new Type.Text(36);
            case Type.Simple.INTERVAL -> new Type.Text(100);
            case Type.Simple.JSON -> version >= 21 ? written : Type.STRING;
            default -> Type.isNested(written) ? readBack(Type.JSON, version) : written;
        };
    }

    /** Oracle's names can't hold a double quote. */
    @Override
    public List<String> oddNames() {
        return namesWithoutQuotes(SystemUnderTest.super.oddNames());
    }

    static List<String> namesWithoutQuotes(List<String> names) {
        return names.stream().filter(name -> name.indexOf('"') < 0).toList();
    }

    @Override
    public Map<ErrorCode, Options> brokenConnections() {
        return Map.of(ErrorCode.LOGIN_REFUSED, sourceOptions("password", "another-planted-secret"));
    }

    /** LOBs, as which bytes and texts of any length are kept, aren't compared. */
    @Override
    public boolean canBeCursor(Type written) {
        return SystemUnderTest.super.canBeCursor(written) && written != Type.BINARY && !written.equals(Type.STRING);
    }

    @Override
    public StreamName createView(String name, StreamName target) throws SQLException {
        try (Connection connection = database.direct()) {
            dev.sluice.connectors.jdbc.Statements.run(
                    connection, "CREATE VIEW \"" + name + "\" AS SELECT * FROM \"" + target.name() + '"');
        }
        return StreamName.of(name);
    }
}
