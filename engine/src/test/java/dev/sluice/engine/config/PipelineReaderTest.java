package dev.sluice.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.ConnectorRegistry;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Lookback;
import dev.sluice.spi.SchemaChanges;
import dev.sluice.spi.WriteMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineReaderTest {
    private static final ConnectorRegistry REGISTRY = ConnectorRegistry.load(Optional.empty());
    private static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", "s3cret ${env:OTHER}", "OTHER", "no");

    @TempDir
    Path folder;

    @Test
    void reportsEveryProblemAtOnceWithItsPathAndASuggestion() {
        assertThatThrownBy(() -> read("""
            source: {connector_type: numbrs, config: {}}
            destination: {connector_type: memory, config: {spase: x, refuse: maybe}}
            stream: [a]
            streams:
              - name: a
                write_mod: append
              - {name: b, write_mode: upsert}
            """))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("stream: there is no such key; did you mean 'streams'?")
                .hasMessageContaining("source.connector_type: there is no connector 'numbrs'; did you mean 'numbers'?")
                .hasMessageContaining("destination.config.spase: there is no such option; did you mean 'space'?")
                .hasMessageContaining("destination.config.refuse: must be true or false, not 'maybe'")
                .hasMessageContaining("destination.config.space: is required")
                .hasMessageContaining("streams[1].write_mod: there is no such key; did you mean 'write_mode'?")
                .hasMessageContaining("streams[2].write_mode: must be one of overwrite, append, merge, not 'upsert'");
    }

    @Test
    void readsIncrementalKeysAndSaysWhatDoesNotGoTogether() throws IOException {
        Pipeline pipeline = read("""
            source: "numbers:"
            destination: "memory:x"
            defaults: {sync_mode: incremental, lookback: 10m}
            streams:
              - {name: a, cursor_field: at, initial_value: 7, null_cursor: fail, schema_changes: freeze}
            """).getFirst();
        StreamRule rule = pipeline.rules().getFirst();
        assertThat(rule.sync())
                .isEqualTo(new SyncRule(true, "at", "7", "", Lookback.parse("10 min"), SyncRule.NullCursor.FAIL));
        assertThat(rule.rules().schemaChanges()).isEqualTo(SchemaChanges.FREEZE);
        assertThat(rule.mode()).isEmpty();
        assertThat(rule.sync().lookback().isAlone()).isFalse();
        assertThat(read("""
            source: "numbers:"
            destination: "memory:x"
            streams: [{name: a, sync_mode: incremental, cursor_field: at, lookback: 0, late_commits: lookback}]
            """).getFirst().rules().getFirst().sync().lookback())
                .isEqualTo(Lookback.parse("0").alone());

        assertThatThrownBy(() -> read("""
            source: "numbers:"
            destination: "memory:x"
            streams:
              - {name: a, cursor_field: at}
              - {name: b, sync_mode: incremental, cursor_field: at, write_mode: overwrite, lookback: soon}
              - {name: c, delete_detection: hard, write_mode: append, delete_limit: 1%0}
              - {name: d, delete_limit: 5}
              - {name: e, sync_mode: incremental, cursor_field: at, late_commits: lookback}
              - {name: f, sync_mode: incremental, cursor_field: at, late_commits: never}
              - {name: g, sync_mode: incremental, cursor_field: at, late_commits: lookback, lookback: }
            hooks: {on_succes: [], on_failure: [{webhook: "ftp://x"}, {command: []}]}
            """))
                .hasMessageContaining("streams[1].cursor_field: means nothing without 'sync_mode: incremental'")
                .hasMessageContaining("streams[2].write_mode: overwrite would leave only what is new")
                .hasMessageContaining("streams[2].lookback: must be a span of time")
                .hasMessageContaining("streams[3].delete_detection: compares keys")
                .hasMessageContaining("streams[3].delete_limit: must be a share")
                .hasMessageContaining("streams[4].delete_limit: means nothing")
                .hasMessageContaining("streams[5].late_commits: lookback needs 'lookback' beside it")
                .hasMessageContaining("streams[6].late_commits: must be one of exact, lookback, not 'never'")
                .hasMessageContaining("streams[7].late_commits: lookback needs 'lookback' beside it")
                .hasMessageContaining("hooks.on_succes: there is no such key; did you mean 'on_success'?")
                .hasMessageContaining("hooks.on_failure.webhook: must be an address")
                .hasMessageContaining("hooks.on_failure.command: ");
    }

    @Test
    void contract13ExpandsVariablesOnceAndHidesTheSecretEverywhere() throws IOException {
        Files.writeString(folder.resolve("token"), "from file\n");
        Pipeline pipeline = read("""
            source: {connector_type: numbers, config: {token: "${env:TOKEN}"}}
            destination: "memory:${file:token}"
            """).getFirst();

        assertThat(pipeline.source().options().secrets()).containsExactly("s3cret ${env:OTHER}");
        assertThat(pipeline.toString()).doesNotContain("s3cret").contains("token=***");
        assertThat(pipeline.destination().options().toString()).contains("space=from file");
    }

    @Test
    void namesWhatOnlyLooksLikeAReference() {
        assertThatThrownBy(() -> read("""
            source: {connector_type: numbers, config: {token: "${TOKEN}"}}
            destination: 'memory:${evn:TOKEN}'
            """))
                .hasMessageContainingAll(
                        "source.config.token: ${TOKEN} stands for nothing", "${env:TOKEN}", "did you mean ${env:…}?");
    }

    @Test
    void namesTheVariableThatIsNotSet() {
        assertThatThrownBy(() -> read("source: 'numbers:?token=${env:NOPE}'\ndestination: memory:x"))
                .hasMessageContaining("source: the environment variable NOPE is not set");
    }

    @Test
    void saysOfAVariableThatIsNotSetOnlyThat() {
        assertThatThrownBy(() -> read(
                        "source: {connector_type: numbers, config: {rows: \"${env:NOPE}\"}}\ndestination: memory:x"))
                .hasMessageEndingWith("has a problem:\n  source.config.rows: the environment variable NOPE is not set");
    }

    @Test
    void relativePathsAreRelativeToTheFile() throws IOException {
        Pipeline pipeline = read("source: {connector_type: numbers, config: {file: ../a.csv}}\ndestination: memory:x")
                .getFirst();

        assertThat(pipeline.source().options().toString())
                .contains("file=" + folder.getParent().resolve("a.csv"));
    }

    @Test
    void aLargeJsonFileIsDataAndNoConnection() throws IOException {
        Files.writeString(folder.resolve("data.json"), "[" + "{\"connector_type\": 1},".repeat(100_000) + "{}]");

        PipelineReader.CopyRequest request =
                new PipelineReader.CopyRequest("data.json", "memory:x", WriteMode.OVERWRITE, false, false, "", "");

        assertThatThrownBy(() -> new PipelineReader(REGISTRY, ENVIRONMENT::get).copy(request, folder))
                .hasMessageContaining("source: there is no connector for 'file:'");
    }

    @Test
    void namesComeFromConnectionsYaml() throws IOException {
        Files.writeString(
                folder.resolve("connections.yaml"), "lake: {connector_type: memory, config: {space: deep}}\n");

        Pipeline pipeline = read("source: 'numbers:'\ndestination: lake").getFirst();

        assertThat(pipeline.destination().options().toString()).contains("space=deep");
    }

    @Test
    void namesAndUrisTakeAStreamBehindAHash() throws IOException {
        Files.writeString(folder.resolve("connections.yaml"), "lake: memory:deep\nnumbers: \"numbers:\"\n");

        StreamRule rule = read("source: numbers#one\ndestination: lake#two%20words")
                .getFirst()
                .rules()
                .getFirst();
        assertThat(rule.pattern()).isEqualTo("one");
        assertThat(rule.target()).contains("two words");

        StreamRule all = read("source: numbers\ndestination: memory:deep#two")
                .getFirst()
                .rules()
                .getFirst();
        assertThat(all.pattern()).isEqualTo("*");
        assertThat(all.target()).contains("two");

        assertThatThrownBy(() -> read("source: numbers#one\ndestination: lake\nstreams: [two]"))
                .hasMessageContaining("source: names a stream behind #, and so does 'streams'");
    }

    @Test
    void aQueryOfAStreamIsRefused() {
        PipelineReader.CopyRequest request = new PipelineReader.CopyRequest(
                "numbers:#one", "memory:x", WriteMode.OVERWRITE, false, false, "select 1", "");

        assertThatThrownBy(() -> new PipelineReader(REGISTRY, ENVIRONMENT::get).copy(request, folder))
                .hasMessageContaining("source: names a stream behind #, and the query says what to read");
    }

    @Test
    void aNameThatLeadsBackToItselfIsAProblem() throws IOException {
        Files.writeString(folder.resolve("connections.yaml"), "a: b\nb: a\n");

        assertThatThrownBy(() -> read("source: a\ndestination: memory:x"))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("source (a) (b): leads back to itself");
    }

    @Test
    void aNameIsATextAndAnEmptyOneIsTheFiles() throws IOException {
        assertThat(read("name:\nsource: 'numbers:'\ndestination: memory:x")
                        .getFirst()
                        .name())
                .isEqualTo("pipeline");
        assertThatThrownBy(() -> read("name: {a: b}\nsource: 'numbers:'\ndestination: memory:x"))
                .hasMessageContaining("  name: must be a text");
    }

    @Test
    void textsThatYamlTakesForMappingsAreToldToNeedQuotes() {
        assertThatThrownBy(() -> read("""
            source: 'numbers:'
            destination: memory:x
            streams:
              - {name: a, columns: [id: int8, [b]], primary_key: [{c: d}]}
            """))
                .hasMessageContaining("streams[1].columns: must be a list of columns; put quotes around 'id: int8'")
                .hasMessageContaining("streams[1].columns: must be a list of columns, without lists in it")
                .hasMessageContaining(
                        "streams[1].primary_key: must be a list of column names; put quotes around 'c: d'");
    }

    @Test
    void filesThatHoldNoTextAreNamedAsSuch() throws IOException {
        Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe4});
        PipelineReader reader = new PipelineReader(REGISTRY, ENVIRONMENT::get);

        assertThatThrownBy(() -> reader.read(folder.resolve("latin.yaml"))).hasMessageEndingWith("isn't UTF-8 text");
        assertThatThrownBy(() -> reader.read(folder)).hasMessageEndingWith("is a folder; a file is needed here");
        assertThatThrownBy(() -> read("a: \u0001")).hasMessageEndingWith("the character U+0001 isn't allowed in YAML");
    }

    @Test
    void jsonIsReadHoweverItIsIndented() throws IOException {
        Path file = Files.writeString(folder.resolve("tabs.json"), """
            {
            \t"source": "numbers:",
            \t"destination":\t{
            \t\t"connector_type": "memory",
            \t\t"config": {"space": "a\\tb\\/\\ud83d\\ude00"}
            \t}
            }
            """);

        assertThat(new PipelineReader(REGISTRY, ENVIRONMENT::get)
                        .read(file)
                        .getFirst()
                        .destination()
                        .options()
                        .toString())
                .contains("space=a\tb/\ud83d\ude00");
    }

    @Test
    void aFileOfASecretThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> read("source: 'numbers:?token=${file:nope}'\ndestination: memory:x"))
                .hasMessageContaining("source: there is no file " + folder.resolve("nope"));
        assertThatThrownBy(() -> read("source: 'numbers:?token=${file:.}'\ndestination: memory:x"))
                .hasMessageContaining("can't be read")
                .hasMessageNotContaining("Exception");
    }

    @Test
    void severalDocumentsAreSeveralPipelines() throws IOException {
        List<Pipeline> pipelines = read("name: one\n"
                + "source: 'numbers:'\n"
                + "destination: memory:x\n"
                + "---\n"
                + "source: 'numbers:'\n"
                + "destination: memory:y\n");

        assertThat(pipelines).extracting(Pipeline::name).containsExactly("one", "pipeline-2");
    }

    @Test
    void aliasesAndMergeKeysStandForWhatTheyName() throws IOException {
        Files.writeString(folder.resolve("connections.yaml"), """
            base: &base {connector_type: memory, config: &options {space: deep}}
            lake: *base
            sea:
              <<: *base
              config: {<<: [*options, {space: shallow}], refuse: true}
            """);

        List<Pipeline> pipelines = read("""
            x-unused: &unused {write_mode: nonsense}
            source: &numbers "numbers:"
            destination: lake
            streams:
              - &stream {name: a, flatten: 1, allow_empty: true}
              - <<: *stream
                name: &b b
                flatten: 2
              - {name: "*", columns: [*b, "<<"]}
            ---
            source: &numbers "numbers:"
            destination: sea
            name: two
            defaults: {"write_mode": overwrite}
            """);

        assertThat(pipelines.getFirst().destination().options().toString()).contains("space=deep");
        List<StreamRule> rules = pipelines.getFirst().rules();
        assertThat(rules).extracting(StreamRule::pattern).containsExactly("a", "b", "*");
        assertThat(rules.get(1).flatten()).isEqualTo(2);
        assertThat(rules.get(1).rules().allowEmpty()).isTrue();
        assertThat(rules.get(2).columns()).extracting(ColumnRule::source).containsExactly("b", "<<");
        assertThat(pipelines.getLast().destination().options().toString())
                .contains("space=deep")
                .contains("refuse=true");
    }

    @Test
    void anAliasOfNothingAndAKeyThatIsThereTwiceAreNamedByTheirLine() {
        assertThatThrownBy(() -> read("source: 'numbers:'\ndestination: *lake\n"))
                .hasMessageContaining("pipeline.yaml line 2, column 14: ")
                .hasMessageContaining("marked &lake");
        assertThatThrownBy(() -> read("source: &s 'numbers:'\n---\ndestination: *s\n"))
                .hasMessageContaining("line 3");
        assertThatThrownBy(() -> read("source: &s {config: *s}\n")).hasMessageContaining("line 1, column 21");
        assertThatThrownBy(() -> read("source: 'numbers:'\nsource: 'numbers:'\n"))
                .hasMessageContaining("line 2, column 1: the key 'source' is there twice");
        assertThatThrownBy(() -> read("source: &s 'numbers:'\n<<: *s\n")).hasMessageContaining("line 2, column 5: <<");
        assertThatThrownBy(() -> read("source: !vault abc\n"))
                .hasMessageContaining("line 1, column 9: the tag !vault means nothing here");
    }

    @Test
    void aFewLinesThatStandForBillionsOfValuesAreRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        assertThatThrownBy(() -> read(bomb.toString())).hasMessageContaining("values are too many");
        assertThatThrownBy(() -> read("a: " + "[".repeat(100_000))).hasMessageContaining("in each other are too many");
    }

    @Test
    void contract13AMistakeInTheSyntaxIsNamedWithoutTheLineItself() {
        assertThatThrownBy(() -> read("source: {connector_type: numbers, config: {token: s3cret}\ndestination: x\n"))
                .hasMessageContaining("line 2")
                .hasMessageNotContainingAny("s3cret", "in reader");
    }

    @Test
    void numbersStayAsTheyAreWritten() throws IOException {
        Pipeline pipeline = read("""
            name: 1.10
            source: {connector_type: numbers, config: {token: 1e5}}
            destination: "memory:x"
            streams:
              - {name: a, sync_mode: incremental, cursor_field: at, initial_value: 0.12345678901234567890, until: ~}
            """).getFirst();

        assertThat(pipeline.name()).isEqualTo("1.10");
        assertThat(pipeline.source().options().secrets()).containsExactly("1e5");
        assertThat(pipeline.rules().getFirst().sync().initialValue()).isEqualTo("0.12345678901234567890");
        assertThat(pipeline.rules().getFirst().sync().until()).isEmpty();
    }

    @Test
    void aContradictingRoleIsAnError() {
        assertThatThrownBy(() -> read("source: {connector_type: numbers, is_source: false}\ndestination: memory:x"))
                .hasMessageContaining("source.is_source: is false, but the connection is used as a source");
        assertThatThrownBy(() -> read("source: {connector_type: numbers, is_source: no}\ndestination: memory:x"))
                .hasMessageContaining("source.is_source: must be true or false");
    }

    @Test
    void modesThatTheDestinationDoesNotDeclareAreRefused() {
        assertThatThrownBy(() -> read("source: 'numbers:'\ndestination: memory:x\ndefaults: {write_mode: append}"))
                .hasMessageContaining("the destination memory can't append");
    }

    @Test
    void brokenYamlIsNamedWithItsLine() {
        assertThatThrownBy(() -> read("source: 'numbers:'\ndestination: [memory\n"))
                .hasMessageContaining("pipeline.yaml line");
    }

    @Test
    void jsonIsReadToo() throws IOException {
        Path file = folder.resolve("p.json");
        Files.writeString(file, "{\"source\": \"numbers:\", \"destination\": \"memory:x\"}");

        assertThat(new PipelineReader(REGISTRY, ENVIRONMENT::get).read(file)).hasSize(1);
    }

    @Test
    void copyTakesEveryStreamOrTheOneOfTheFragment() {
        PipelineReader reader = new PipelineReader(REGISTRY, ENVIRONMENT::get);

        Pipeline one = reader.copy(
                new PipelineReader.CopyRequest(
                        "numbers:#math.odd", "memory:x#t", WriteMode.OVERWRITE, false, false, "", ""),
                folder);

        assertThat(one.rules().getFirst().pattern()).isEqualTo("math.odd");
        assertThat(one.rules().getFirst().target()).contains("t");
        assertThatThrownBy(() -> reader.copy(
                        new PipelineReader.CopyRequest(
                                "nmbers:", "memory:x", WriteMode.OVERWRITE, false, false, "", ""),
                        folder))
                .hasMessageContaining("there is no connector for 'nmbers:'; did you mean 'numbers'?");
    }

    @Test
    void copiesOfOtherThingsAreOtherPipelines() throws IOException {
        Files.writeString(folder.resolve("connections.yaml"), "lake: memory:deep\nsea: memory:deep\n");

        assertThat(copyName("numbers:#one", "", "memory:x")).isEqualTo("copy numbers:#one to memory:x");
        assertThat(copyName("numbers:#two", "", "memory:x")).isEqualTo("copy numbers:#two to memory:x");
        assertThat(copyName("numbers:", "", "memory:x#one")).isEqualTo("copy numbers: to memory:x#one");
        assertThat(copyName("numbers:", "", "lake#one")).isEqualTo("copy numbers: to lake#one in " + folder);
        assertThat(copyName("numbers:", "", "sea#one")).isEqualTo("copy numbers: to sea#one in " + folder);
        assertThat(copyName("numbers:", "select 1", "memory:x"))
                .startsWith("copy numbers: (query ")
                .isNotEqualTo(copyName("numbers:", "select 2", "memory:x"));
    }

    private String copyName(String from, String query, String to) {
        return new PipelineReader(REGISTRY, ENVIRONMENT::get)
                .copy(new PipelineReader.CopyRequest(from, to, WriteMode.OVERWRITE, false, false, query, ""), folder)
                .name();
    }

    private List<Pipeline> read(String yaml) throws IOException {
        Path file = folder.resolve("pipeline.yaml");
        Files.writeString(file, yaml);
        return new PipelineReader(REGISTRY, ENVIRONMENT::get).read(file);
    }
}
