package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of many kinds that a run writes and verifies, and that {@code sluice verify} compares again. */
class VerifiedFilesTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    private int run(String... arguments) {
        return Commands.run(folder, out, out, arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base_path: out.parquet, compression: zstd",
                "base_path: out.csv, compression: gzip",
                "base_path: out.csv, null_text: 'NULL'",
                "base_path: out.csv, encoding: utf-8-bom",
                "base_path: out.csv, header: false",
                "base_path: out.tsv, delimiter: tab, quoting: all, line_ending: crlf",
                "base_path: out.jsonl, compression: zstd, compression_level: 5",
                "base_path: out, format: avro, compression: deflate, max_file_rows: 2",
                "base_path: out, format: csv, header: false, partition_by: [name], null_text: '-'",
            })
    void whateverTheOptionsTheFilesHoldWhatWasSent(String config) throws Exception {
        Files.writeString(folder.resolve("in.csv"), """
            id,name,amount,day
            1,one,1.50,2026-01-02
            2,"",,
            3,,2.00,2026-01-03
            4,NULL,"3.25",2026-01-04
            """);
        Files.writeString(folder.resolve("files.yaml"), """
            name: files
            source: in.csv
            destination: {connector_type: local_file, config: {overwrite: true, %s}}
            streams:
              - name: in
                write_mode: overwrite
            """.formatted(config));

        assertThat(run("run", "files.yaml", "--verify", "full"))
                .as(out.toString())
                .isZero();
        assertThat(run("verify", "files.yaml")).as(out.toString()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "json", "csv", "avro", "parquet"})
    void nestedColumnsOfAnyTypesAreComparedAsTheyWereWritten(String format) throws Exception {
        Files.writeString(folder.resolve("in.jsonl"), """
            {"few": [1, null], "parts": {"a b": "1.50", "at": ["2026-01-02T03:04:05"]}, "named": {"k": 1}}
            {"few": [], "parts": {"a b": null, "at": null}, "named": {}}
            {"few": null, "parts": null, "named": null}
            """);
        Files.writeString(folder.resolve("nested.yaml"), """
            name: nested
            source:
              connector_type: local_file
              config:
                file_path: in.jsonl
                column_types:
                  few: list<int16>
                  parts: "struct<\\"a b\\": decimal(9,2), at: list<timestamp(3)>>"
                  named: map<string, int32>
            destination: {connector_type: local_file, config: {base_path: out.%s}}
            streams: [in]
            """.formatted(format));

        assertThat(run("run", "nested.yaml", "--verify", "full"))
                .as(out.toString())
                .isZero();
        assertThat(run("verify", "nested.yaml")).as(out.toString()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{connector_type: local_file, config: {base_path: out, format: jsonl}}",
                "{connector_type: local_file, config: {base_path: out, format: json}}",
                "{connector_type: local_file, config: {base_path: out, format: csv}}",
                "{connector_type: local_file, config: {base_path: out, format: avro}}",
                "{connector_type: local_file, config: {base_path: out, format: parquet}}",
                "{connector_type: local_file, config: {base_path: out, format: csv, partition_by: [name]}}"
            })
    void whatIsAppendedMayHaveOtherColumnsThanWhatIsThere(String destination) throws Exception {
        Files.writeString(folder.resolve("appended.yaml"), """
            name: appended
            source: in.jsonl
            destination: %s
            streams: [{name: in, write_mode: append}]
            """.formatted(destination));
        List<String> runs = List.of(
                "{\"id\": 1, \"name\": \"one\"}",
                "{\"id\": 2, \"name\": \"two\", \"new\": true}",
                "{\"id\": 3.5, \"name\": \"three\"}",
                "{\"name\": \"four\", \"id\": 4}");
        for (String row : runs) {
            Files.writeString(folder.resolve("in.jsonl"), row + "\n");

            assertThat(run("run", "appended.yaml", "--verify", "full"))
                    .as(out.toString())
                    .isZero();
            assertThat(run("verify", "appended.yaml")).as(out.toString()).isZero();
        }
    }

    @Test
    void whatIsAppendedMayAddAColumnToATable() throws Exception {
        Files.writeString(folder.resolve("table.yaml"), """
            name: table
            source: in.jsonl
            destination: "sqlite:shop.db"
            streams: [{name: in, write_mode: append}]
            """);
        for (String row : List.of("{\"id\": 1}", "{\"id\": 2, \"new\": true}", "{\"new\": true}")) {
            Files.writeString(folder.resolve("in.jsonl"), row + "\n");

            assertThat(run("run", "table.yaml", "--verify", "full"))
                    .as(out.toString())
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "json", "csv"})
    void whatIsAppendedMayMakeAColumnOneOfTexts(String format) throws Exception {
        Files.writeString(folder.resolve("texts.yaml"), """
            name: texts
            source: in.jsonl
            destination: {connector_type: local_file, config: {base_path: out, format: %s}}
            streams: [{name: in, write_mode: append}]
            """.formatted(format));
        for (String value : List.of("1", "2.50", "\"two\"", "3", "true", "\"\"", "null")) {
            Files.writeString(folder.resolve("in.jsonl"), "{\"id\": 1, \"value\": " + value + "}\n");

            assertThat(run("run", "texts.yaml", "--verify", "full"))
                    .as(out.toString())
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "csv", "avro", "parquet"})
    void namesThatDifferInTheirCaseAreThoseOfTwoColumns(String format) throws Exception {
        Files.writeString(folder.resolve("cases.yaml"), """
            name: cases
            source: in.jsonl
            destination: {connector_type: local_file, config: {base_path: out, format: %s}}
            streams: [{name: in, write_mode: append}]
            """.formatted(format));
        for (String name : List.of("id", "ID", "Id")) {
            Files.writeString(folder.resolve("in.jsonl"), "{\"" + name + "\": 1}\n");

            assertThat(run("run", "cases.yaml", "--verify", "full"))
                    .as(out.toString())
                    .isZero();
        }
    }
}
