package dev.sluice.connectors.storage;

import dev.sluice.formats.Compression;
import dev.sluice.formats.CompressionOptions;
import dev.sluice.formats.FileFormat;
import dev.sluice.formats.RecordWriter;
import dev.sluice.formats.WriterSettings;
import dev.sluice.formats.compress.CompressedWriter;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WritePlan;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Type;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * Writes one stream to an output that shows every byte at once and takes none back, such as standard output. The splits wait
 * for each other, so that their rows come in the source's order. Thread-safe.
 */
public final class SequentialOutput {
    private static final int BUFFER = 64 << 10;

    private final String name;
    private final OutputStream out;
    private String runId = "";
    private int turn;
    private boolean begun;

    /**
     * @param name for messages
     * @param out stays open
     */
    public SequentialOutput(String name, OutputStream out) {
        this.name = name;
        this.out = out;
    }

    /** For messages. */
    public String name() {
        return name;
    }

    public WritePlan plan(WriteRequest request) {
        FileFormat format = format(request.options());
        if (request.mode() == WriteMode.MERGE) {
            throw new ConnectorException(
                    ErrorCode.UNSUPPORTED, name + ": can't be merged into; use overwrite or append");
        }
        List<WritePlan.ColumnPlan> columns = request.schema().fields().stream()
                .map(field -> {
                    Type accepted = format.accepted(field.type());
                    return new WritePlan.ColumnPlan(field.name(), accepted, format.nativeType(accepted), "");
                })
                .toList();
        return new WritePlan(columns, List.of("write " + name), "none: rows are shown as they are written", List.of());
    }

    private FileFormat format(Options options) {
        FileFormat format = FormatOptions.chosen(options)
                .orElseThrow(() -> new ConnectorException(
                        ErrorCode.INVALID_CONFIGURATION,
                        "config.format: is required to write to " + name + ", such as csv or jsonl"));
        FormatOptions.check(options, format, FileFormat::writeOptions);
        OutputLayout.of(options).requireOneFile(name);
        if (!format.partsAreAppendable()) {
            throw new ConnectorException(
                    ErrorCode.UNSUPPORTED,
                    name + ": a " + format.name()
                            + " file can't be written piece by piece; use csv or jsonl, or write to" + " a file");
        }
        CompressionOptions.check(options, format, compression(options));
        return format;
    }

    private static Compression compression(Options options) {
        return options.find(CompressionOptions.WRITE).orElse(Compression.NONE);
    }

    /**
     * @throws ConnectorException UNSUPPORTED where a stream was written already
     */
    public synchronized WriteHandle begin(WriteRequest request) {
        plan(request);
        if (!runId.isEmpty()) {
            throw new ConnectorException(
                    ErrorCode.UNSUPPORTED,
                    name + ": takes one stream; choose one of the source's streams, or write to a folder");
        }
        runId = request.runId();
        return WriteHandle.of(Map.of());
    }

    /** Writes a split once all before it are written. */
    public CommitToken write(WriteTask task, BatchInput in) throws InterruptedException {
        awaitTurn(task);
        WriteRequest request = task.request();
        WriterSettings settings =
                new WriterSettings(in.schema(), request.options(), task.split() > 0, request.taskMemory());
        BufferedOutputStream buffered = new BufferedOutputStream(out, BUFFER);
        try (RecordWriter writer = CompressedWriter.of(
                format(request.options()),
                buffered,
                settings,
                compression(request.options()),
                CompressionOptions.level(request.options()))) {
            long rows = 0;
            for (RecordBatch batch = in.next(); batch != null; batch = in.next()) {
                writer.write(batch);
                rows += batch.rowCount();
            }
            if (rows > 0 || task.split() == 0) {
                writer.finish();
            }
            buffered.flush();
            endTurn();
            return CommitToken.of(task, rows, writer.bytesWritten(), Map.of());
        } catch (IOException e) {
            throw closed(e) ? outputClosed(e) : StorageFailures.of(name, e);
        }
    }

    private synchronized void awaitTurn(WriteTask task) throws InterruptedException {
        while (turn != task.split()) {
            wait();
        }
        if (begun) {
            throw new ConnectorException(
                    ErrorCode.EXTERNAL_FAILURE,
                    name + ": a part that was written before can't be taken back and written again; run again");
        }
        begun = true;
    }

    private synchronized void endTurn() {
        turn++;
        begun = false;
        notifyAll();
    }

    private static boolean closed(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("Broken pipe") || message.contains("pipe is being closed");
    }

    private ConnectorException outputClosed(IOException cause) {
        return new ConnectorException(ErrorCode.OUTPUT_CLOSED, name + ": nobody reads it any more", cause);
    }
}
