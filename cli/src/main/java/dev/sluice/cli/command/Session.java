package dev.sluice.cli.command;

import dev.sluice.cli.Console;
import dev.sluice.cli.output.Redaction;
import dev.sluice.engine.ConnectorRegistry;
import dev.sluice.engine.config.ConnectionConfig;
import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.config.PipelineReader;
import dev.sluice.engine.config.PipelineReader.ConnectionReference;
import dev.sluice.engine.config.PipelineReader.CopyRequest;
import dev.sluice.spi.SourceConnector;
import java.util.List;

/** What most commands need: the connectors, and a reader for what the user wrote. */
final class Session {
    private final Console console;
    private final ConnectorRegistry registry;
    private final PipelineReader reader;

    Session(Console console) {
        this.console = console;
        this.registry = ConnectorRegistry.load(console.plugins());
        this.reader = new PipelineReader(registry, console.environment());
    }

    ConnectorRegistry registry() {
        return registry;
    }

    /** Reads a connection that is used as a source. */
    Source source(String text) {
        ConnectionReference reference = connection(text, true);
        SourceConnector connector =
                registry.source(reference.connection().type()).orElseThrow();
        return new Source(connector, reference);
    }

    /** Reads a connection and remembers what must not be shown of it. */
    ConnectionReference connection(String text, boolean asSource) {
        warnOfSecrets(text);
        ConnectionReference reference = reader.connection(text, asSource, console.folder());
        learn(reference.connection());
        return reference;
    }

    /** Reads a pipeline file. */
    List<Pipeline> pipelines(String file) {
        List<Pipeline> pipelines = reader.read(console.folder().resolve(file));
        pipelines.forEach(this::learn);
        return pipelines;
    }

    /** Makes the pipeline of a copy. */
    Pipeline copy(CopyRequest request) {
        warnOfSecrets(request.from());
        warnOfSecrets(request.to());
        Pipeline pipeline = reader.copy(request, console.folder());
        learn(pipeline);
        return pipeline;
    }

    private void learn(Pipeline pipeline) {
        learn(pipeline.source());
        learn(pipeline.destination());
        console.redaction().learn(pipeline.hooks().secrets());
    }

    private void learn(ConnectionConfig connection) {
        console.redaction().learn(connection.options().secrets());
    }

    record Source(SourceConnector connector, ConnectionReference reference) {}

    /** Other users of the machine can see a command's arguments. */
    private void warnOfSecrets(String argument) {
        if (Redaction.holdsSecret(argument)) {
            console.note("warning: a password on the command line can be seen in the process list;"
                    + " write '${env:NAME}' in its place, in single quotes");
        }
    }
}
