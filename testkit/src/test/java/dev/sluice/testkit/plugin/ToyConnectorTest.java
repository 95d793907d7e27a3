package dev.sluice.testkit.plugin;

import static dev.sluice.testkit.data.BatchAssert.assertThatRows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.ConnectorRegistry;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.Options;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Values;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example connector as a user would have it: compiled against the SPI, and dropped into a plugins folder. */
class ToyConnectorTest {
    private static final Path EXAMPLE = Path.of("..", "examples", "toy-connector", "src", "main");
    private static final String CLASS = "dev/sluice/examples/calendar/CalendarSource";
    private static final Path SOURCE = EXAMPLE.resolve("java").resolve(CLASS + ".java");
    private static final String SERVICE = "META-INF/services/dev.sluice.spi.SourceConnector";

    @TempDir
    Path folder;

    @Test
    void theGuideShowsTheExampleAsItIs() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "adding-a-connector.md"));

        assertThat(guide).contains("```java\n" + Files.readString(SOURCE) + "```");
        assertThat(guide).contains("```\n" + Files.readString(EXAMPLE.resolve("resources/" + SERVICE)) + "```");
    }

    @Test
    void theExampleIsShorterThanSixtyLines() throws IOException {
        assertThat(Files.readAllLines(SOURCE)).hasSizeLessThan(60);
    }

    @Test
    void aJarInThePluginsFolderIsASource() throws Exception {
        SourceConnector calendar = plugin();
        Options options = options(calendar, "2024-02-28", "2024-03-01");
        CatalogStream days =
                calendar.discoverSchema(DiscoverRequest.of(options)).streams().getFirst();
        Schema wanted = Schema.of(days.schema().field(2), days.schema().field(0));

        BatchBuilder expected = new BatchBuilder(wanted, 3);
        for (int i = 0; i < 3; i++) {
            Values.append(wanted.type(0), expected.column(0), 59 + i);
            Values.append(
                    wanted.type(1),
                    expected.column(1),
                    LocalDate.of(2024, 2, 28).plusDays(i));
        }
        assertThatRows(read(calendar, new ReadRequest(options, days, wanted, 1, new BatchSize(2, 1 << 20), 1 << 20)))
                .hasRows(expected.build());
    }

    @Test
    void aDateThatIsNoneIsAnErrorOfTheConfiguration() throws Exception {
        SourceConnector calendar = plugin();

        assertThatThrownBy(() -> calendar.testConnection(options(calendar, "2024-02-30", "2024-03-01")))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("from")
                .hasMessageContaining("2024-02-30");
    }

    private static Options options(SourceConnector connector, String from, String to) {
        return Options.of(connector.spec().options(), Map.of("from", from, "to", to));
    }

    private static List<RecordBatch> read(SourceConnector source, ReadRequest request) throws Exception {
        List<RecordBatch> batches = new ArrayList<>();
        BatchOutput output = new BatchOutput(request.schema(), request.batchSize()) {
            @Override
            public void emit(RecordBatch batch) {
                batches.add(batch);
            }
        };
        source.read(request, source.planSplits(request).splits().getFirst(), output);
        output.flush();
        return batches;
    }

    /** Compiles the example, which is on no class path, and loads it the way the program does. */
    private SourceConnector plugin() throws IOException {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "21",
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        SOURCE.toString());
        assertThat(result).isZero();
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        try (OutputStream file = Files.newOutputStream(plugins.resolve("calendar.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            try (Stream<Path> compiled = Files.walk(classes)) {
                for (Path path : compiled.filter(Files::isRegularFile).toList()) {
                    add(jar, classes.relativize(path).toString(), path);
                }
            }
            add(jar, SERVICE, EXAMPLE.resolve("resources").resolve(SERVICE));
        }
        return ConnectorRegistry.load(Optional.of(plugins)).source("calendar").orElseThrow();
    }

    private static void add(JarOutputStream jar, String name, Path content) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(Files.readAllBytes(content));
        jar.closeEntry();
    }
}
