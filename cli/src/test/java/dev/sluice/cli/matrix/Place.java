package dev.sluice.cli.matrix;

import dev.sluice.spi.Options;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.conformance.SystemUnderTest;
import dev.sluice.testkit.data.Oddity;
import dev.sluice.testkit.data.TypeMatrix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** A storage with files of one format. What is stored is looked at without Sluice's own connectors. */
abstract class Place implements SystemUnderTest {
    private static final String MANIFEST = "_sluice_manifest.json";

    private final String format;

    Place(String format) {
        this.format = format;
    }

    String format() {
        return format;
    }

    /** The configuration that both directions have. */
    abstract Map<String, Object> config();

    /** The option that says where files are read from, or written to, and its value for a folder. */
    abstract Map<String, Object> location(boolean source, String folder);

    /** The content of a file, if it is there. */
    abstract Optional<byte[]> content(String folder, String name);

    /** The files of a stream in their order, manifest and all. */
    abstract List<String> names(String folder);

    /** The content of a stream's data files, in order. */
    List<byte[]> files(StreamName stream) {
        return names(stream.name()).stream()
                .filter(name -> name.endsWith("." + format) && !name.equals(MANIFEST))
                .map(name -> content(stream.name(), name).orElseThrow())
                .toList();
    }

    /** Readers of files that don't say of what types their columns are have to be told: those in the manifest. */
    @Override
    public Options sourceOptions(StreamName target) {
        Map<String, Object> config = new HashMap<>(config());
        config.putAll(location(true, target.name()));
        config.put("format", format);
        if (!List.of("parquet", "avro").contains(format)) {
            content(target.name(), MANIFEST)
                    .ifPresent(manifest -> config.put(
                            "column_types",
                            JsonMapper.shared().readValue(manifest, Map.class).get("schema")));
        }
        return Options.of(source().spec().options(), config);
    }

    @Override
    public Options destinationOptions() {
        Map<String, Object> config = new HashMap<>(config());
        config.putAll(location(false, ""));
        config.put("format", format);
        config.put("overwrite", true);
        return Options.of(destination().spec().options(), config);
    }

    /** What docs/types.md says that the format refuses or can't tell apart is left out. */
    @Override
    public TypeMatrix matrix() {
        return matrix(TypeMatrix.all());
    }

    TypeMatrix matrix(TypeMatrix all) {
        return switch (format) {
            case "parquet", "avro" -> all.without(Oddity.BEYOND_LONG_NANOSECONDS);
            case "json", "jsonl" ->
                all.without((type, value) ->
                        type == Type.JSON && (value.equals("null") || value.equals("{\"a\":1,\"a\":2}")));
            default -> all;
        };
    }

    @Override
    public Type readBack(Type written) {
        return format.equals("csv") && Type.isNested(written) ? Type.JSON : written;
    }

    @Override
    public boolean targetsHaveSchemas() {
        return false;
    }
}
