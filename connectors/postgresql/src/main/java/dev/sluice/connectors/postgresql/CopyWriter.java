package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.JdbcDestination.Loaded;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.connectors.postgresql.copy.RefusedField;
import dev.sluice.connectors.postgresql.copy.RowEncoder;
import dev.sluice.spi.BadRow;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OnError;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.text.JsonRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.copy.CopyIn;

/** Sends the rows of one task to the staging table through binary COPY. */
final class CopyWriter {
    private static final System.Logger LOG = System.getLogger(CopyWriter.class.getName());
    private static final Pattern PLACE = Pattern.compile("line (\\d+)(?:, column ([^\\n:]+))?");

    private final WriteTask task;
    private long bytes;

    private CopyWriter(WriteTask task) {
        this.task = task;
    }

    static Loaded load(Connection connection, StreamName staging, WriteTask task, BatchInput in)
            throws SQLException, InterruptedException {
        return new CopyWriter(task).load(connection, staging, in);
    }

    private Loaded load(Connection connection, StreamName staging, BatchInput in)
            throws SQLException, InterruptedException {
        PostgresDialect dialect = PostgresDialect.INSTANCE;
        List<TableColumn> columns = TableLookup.columns(connection, staging)
                .orElseThrow(() -> new ConnectorException(
                        ErrorCode.EXTERNAL_FAILURE,
                        "PostgreSQL: the staging table of '" + task.request().target()
                                + "' is gone: was another run of this pipeline started? Run it again"));
        List<String> names = columns.stream().map(TableColumn::name).toList();
        List<String> nativeTypes = columns.stream().map(TableColumn::nativeType).toList();
        CopyIn copy = Session.copyManager(connection)
                .copyIn("COPY " + dialect.quote(staging) + " (" + dialect.quote(names)
                        + ") FROM STDIN (FORMAT binary)");
        RowEncoder.Refusals refusals = refusals(in.rowErrors());
        try {
            RowEncoder encoder = new RowEncoder(task.request().schema(), nativeTypes, (source, from, length) -> {
                copy.writeToCopy(source, from, length);
                bytes += length;
            });
            for (RecordBatch batch = in.next(); batch != null; batch = in.next()) {
                encoder.add(batch, refusals);
            }
            encoder.finish();
            long rows = copy.endCopy();
            return new Loaded(rows, bytes);
        } catch (RefusedField e) {
            throw new ConnectorException(
                    ErrorCode.VALUE_REFUSED,
                    "PostgreSQL table '" + task.request().target() + "', split " + task.split() + ", "
                            + e.description());
        } catch (SQLException e) {
            throw placed(e);
        } finally {
            cancel(copy);
        }
    }

    private RowEncoder.Refusals refusals(RowErrors errors) {
        return (batch, row, position, field) -> {
            if (errors.policy() != OnError.REJECT) {
                throw field;
            }
            errors.reject(new BadRow(
                    "PostgreSQL table '" + task.request().target() + "', split " + task.split(),
                    0,
                    position,
                    field.column(),
                    ErrorCode.VALUE_REFUSED,
                    field.description(),
                    JsonRow.of(batch, row)));
        };
    }

    /** Ends a COPY that didn't come to its end; why it didn't is what counts. */
    private static void cancel(CopyIn copy) {
        try {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "cancelling a COPY", e);
        }
    }

    /** Names the target instead of the staging table, with row and column, where the server refused a value. */
    private SQLException placed(SQLException error) {
        if (PostgresDialect.INSTANCE.errorCode(error) != ErrorCode.VALUE_REFUSED) {
            return error;
        }
        Matcher place = PLACE.matcher(ServerText.where(error));
        String where = "";
        if (place.find()) {
            where = ", row " + place.group(1) + (place.group(2) == null ? "" : ", column '" + place.group(2) + "'");
        }
        throw new ConnectorException(
                ErrorCode.VALUE_REFUSED,
                "PostgreSQL table '" + task.request().target() + "', split " + task.split() + where + ": "
                        + ServerText.ofRefusal(error) + "; change the value at the source, or the column's type",
                error);
    }
}
