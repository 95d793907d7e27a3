package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.history.Workspace;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows that can't be read, or don't fit, from the command line to the files they end in. */
class BadRowsCommandTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("orders.csv"), """
            id,total
            1,10.50
            2
            3,a lot
            4,7.00
            """);
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Commands.run(folder, out, err, args);
    }

    private int pipeline(String streams, String... more) throws IOException {
        Files.writeString(folder.resolve("shop.yaml"), """
            source: orders.csv
            destination: {connector_type: local_file, config: {base_path: out.jsonl, overwrite: true}}
            streams:
              - name: orders
            """ + streams.indent(4));
        String[] args = Stream.concat(Stream.of("run", "shop.yaml", "--json"), Stream.of(more))
                .toArray(String[]::new);
        return run(args);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private JsonNode stream() {
        return JSON.readTree(out.toString()).get("streams").get(0);
    }

    private List<JsonNode> rejects(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> JSON.readTree(line))
                .toList();
    }

    private List<Path> rejectFiles() throws IOException {
        Path rejects = folder.resolve("state/rejects");
        if (!Files.exists(rejects)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(rejects)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void contract08RejectedRowsGoToAFileThatOnlyTheUserMayRead() throws IOException {
        assertThat(pipeline("on_error: reject\ncolumns: [id, \"total: decimal(10,2)\"]"))
                .isZero();

        assertThat(folder.resolve("out.jsonl"))
                .content()
                .isEqualTo("{\"id\":1,\"total\":10.50}\n{\"id\":4,\"total\":7.00}\n");
        assertThat(stream().get("rows_read").asInt()).isEqualTo(4);
        assertThat(stream().get("rows_written").asInt()).isEqualTo(2);
        assertThat(stream().get("rows_rejected").asInt()).isEqualTo(2);
        Path file = Path.of(stream().get("rejects").asString());
        assertThat(stream().get("warnings").toString()).contains("2 rows were rejected", file.toString());
        assertThat(file.getParent()).isEqualTo(folder.resolve("state/rejects"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        List<JsonNode> rejects = rejects(file);
        assertThat(rejects).hasSize(2);
        assertThat(rejects.get(0).get("file").asString()).endsWith("orders.csv");
        assertThat(rejects.get(0).get("line").asInt()).isEqualTo(3);
        assertThat(rejects.get(0).get("raw").asString()).isEqualTo("2");
        assertThat(rejects.get(0).get("reason").asString()).contains("'total' is missing");
        assertThat(rejects.get(1).get("column").asString()).isEqualTo("total");
        assertThat(rejects.get(1).get("code").asString()).isEqualTo("VALUE_REFUSED");
        assertThat(rejects.get(1).get("reason").asString()).contains("a lot");
        assertThat(rejects.get(1).get("raw").asString()).contains("a lot");
        assertThat(rejectFiles()).containsExactly(file);
    }

    @Test
    void copyHasFlagsForItAndAFolderOfTheUsersChoice() throws IOException {
        assertThat(run("copy", file("orders.csv"), file("out.csv"), "--on-error", "reject", "--rejects", file("bad")))
                .isZero();

        assertThat(folder.resolve("out.csv")).hasContent("id,total\n1,10.50\n3,a lot\n4,7.00\n");
        assertThat(out.toString()).contains("3 rows", "1 more rejected");
        assertThat(folder.resolve("bad")).isDirectoryContaining("glob:**/orders-*.jsonl");
        assertThat(rejectFiles()).isEmpty();
    }

    @Test
    void contract08WhereRejectedRowsCannotBeKeptNothingIsPublished() throws IOException {
        assertThat(run(
                        "copy",
                        file("orders.csv"),
                        file("out.csv"),
                        "--on-error",
                        "reject",
                        "--rejects",
                        file("orders.csv")))
                .isEqualTo(1);

        assertThat(err.toString()).contains("rejected rows can't be written to", "orders.csv", "set 'rejects'");
        assertThat(folder.resolve("out.csv")).doesNotExist();
        assertThat(rejectFiles()).isEmpty();
    }

    @Test
    void contract08TheFirstBadRowEndsTheRunUnlessToldOtherwise() {
        assertThat(run("copy", file("orders.csv"), file("out.csv"))).isEqualTo(1);

        assertThat(err.toString()).contains("orders.csv", "line 3", "'total' is missing");
        assertThat(folder.resolve("out.csv")).doesNotExist();
    }

    @Test
    void contract08ValuesBecomeNullAndAreReported() throws IOException {
        Files.writeString(folder.resolve("orders.csv"), "id,total\n1,10.50\n3,a lot\n4,much\n");

        assertThat(pipeline("on_error: null\ncolumns: [id, \"total: decimal(10,2)\"]"))
                .isZero();

        assertThat(folder.resolve("out.jsonl"))
                .content()
                .isEqualTo("{\"id\":1,\"total\":10.50}\n{\"id\":3,\"total\":null}\n{\"id\":4,\"total\":null}\n");
        assertThat(stream().get("rows_rejected").asInt()).isZero();
        assertThat(stream().get("warnings").toString()).contains("'total'", "2 values became NULL", "row 2", "a lot");
    }

    @Test
    void aNumberOfBadRowsIsTooMany() throws IOException {
        String streams = "on_error: reject\ncolumns: [id, \"total: decimal(10,2)\"]\nmax_errors: ";

        assertThat(pipeline(streams + "2")).isZero();
        assertThat(pipeline(streams + "1")).isEqualTo(1);

        assertThat(err.toString()).contains("more than 1 bad rows", "a lot", "max_errors");
        assertThat(stream().get("status").asString()).isEqualTo("failed");
        Path file = Path.of(stream().get("rejects").asString());
        assertThat(err.toString()).contains(file.toString());
        assertThat(rejects(file)).hasSize(2);
    }

    @Test
    void aShareOfBadRowsIsTooMany() throws IOException {
        String streams = "on_error: reject\ncolumns: [id, \"total: decimal(10,2)\"]\nmax_errors: ";

        assertThat(pipeline(streams + "50%")).isZero();
        assertThat(pipeline(streams + "49.9%")).isEqualTo(1);

        assertThat(err.toString()).contains("2 of 4 rows are bad", "49.9%");
        assertThat(folder.resolve("out.jsonl")).content().contains("10.50");
    }

    @Test
    void aRunThatFailsOtherwiseLeavesNoRejectedRows() throws IOException {
        Files.writeString(folder.resolve("orders.csv"), "id,total\n1\n2,x\n3,\"never closed\n");

        assertThat(pipeline("on_error: reject")).isEqualTo(1);

        assertThat(err.toString()).contains("never closed");
        assertThat(rejectFiles()).isEmpty();
    }

    @Test
    void whatAKilledRunLeftIsRemovedByTheNext() throws IOException {
        Path left =
                new Workspace(folder.resolve("state")).rejects("shop").staging().resolve("orders-killed/00000-1.jsonl");
        Files.createDirectories(left.getParent());
        Files.writeString(left, "{}\n");

        assertThat(pipeline("on_error: reject")).isZero();

        assertThat(left.getParent().getParent()).doesNotExist();
        assertThat(rejectFiles())
                .containsExactly(Path.of(stream().get("rejects").asString()));
    }

    @Test
    void problemsOfTheKeysAreListedTogether() throws IOException {
        assertThat(pipeline("on_error: skip\nmax_errors: many")).isEqualTo(2);
        assertThat(err.toString()).contains("on_error", "fail, reject, null", "max_errors", "'many'");

        assertThat(pipeline("max_errors: 5")).isEqualTo(2);
        assertThat(err.toString()).contains("max_errors", "on_error: reject");
    }
}
