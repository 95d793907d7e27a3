package dev.sluice.cli.command;

import dev.sluice.cli.Console;
import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.config.PipelineReader.CopyRequest;
import dev.sluice.spi.WriteMode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice copy}. */
@Command(
        name = "copy",
        description = "Copy streams from one place to another.",
        footer = {
            "",
            "FROM and TO are URIs, paths, connection files or names from connections.yaml;",
            "- is standard input or output.",
            "A fragment names a stream; without one every stream of the source is copied.",
            "",
            "Examples:",
            "  sluice copy orders.csv orders.parquet",
            "  zcat orders.csv.gz | sluice copy - orders.parquet --format csv",
            "  sluice copy 'sqlite:shop.db#orders' orders.jsonl --overwrite",
            "  sluice copy 'data/*.csv' 'postgresql://app:$${env:PW}@db/shop#orders' --append",
            "  sluice copy sqlite:shop.db d.csv --query 'select day, sum(total) from orders group by 1'"
        })
final class CopyCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FROM", index = "0", description = "What to read.")
    private String from;

    @Parameters(paramLabel = "TO", index = "1", description = "Where to write.")
    private String to;

    @ArgGroup
    private Existing existing = new Existing();

    /** What becomes of rows that are already there. */
    private static final class Existing {
        @Option(names = "--overwrite", description = "Replace what is already there, files too.")
        private boolean overwrite;

        @Option(names = "--append", description = "Add to what is already there.")
        private boolean append;
    }

    @Option(names = "--query", paramLabel = "SQL", defaultValue = "", description = "Copy a query's result.")
    private String query;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "",
            description = "Format of standard input or output, or else of the files to write.")
    private String format;

    @Option(names = "--allow-empty", description = "Let a target with rows be replaced by none.")
    private boolean allowEmpty;

    @Option(
            names = "--flatten",
            paramLabel = "N",
            description =
                    "Make columns of the members of structs, of N structs in each other at most: where.x as where_x.")
    private Integer flatten;

    @Mixin
    private BadRowFlags badRows;

    @Mixin
    private RunFlags flags;

    @Mixin
    private ReportFlags reportFlags;

    CopyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Session session = new Session(console);
        WriteMode mode = existing.append ? WriteMode.APPEND : WriteMode.OVERWRITE;
        Map<String, Object> keys = badRows.keys();
        if (flatten != null) {
            keys.put("flatten", flatten);
        }
        Pipeline pipeline =
                session.copy(new CopyRequest(from, to, mode, existing.overwrite, allowEmpty, query, format, keys));
        PipelineRuns runs = new PipelineRuns(console, session.registry(), flags, reportFlags);
        return runs.run(List.of(pipeline), any -> StateFolder.ofCopy(console, reportFlags.stateFolder()), false);
    }
}
