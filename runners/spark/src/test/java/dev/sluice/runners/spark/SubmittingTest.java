package dev.sluice.runners.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice run --runner spark}, and what it says where a cluster can't do it. */
class SubmittingTest {
    @TempDir
    private Path folder;

    private Path copyOfOneFile() throws IOException {
        Files.writeString(folder.resolve("in.csv"), "id,name\n1,a\n2,b\n");
        return Moving.file(
                folder,
                Moving.pipeline(
                        "copy",
                        "{connector_type: local_file, config: {file_path: \"" + folder.resolve("in.csv")
                                + "\", format: csv}}",
                        "{connector_type: local_file, config: {base_path: \"" + folder.resolve("out")
                                + "\", format: csv}}",
                        "{name: '*'}"));
    }

    private SparkProcess sluice(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                withoutTheRunner(System.getProperty("java.class.path")),
                "dev.sluice.cli.Main",
                "run",
                copyOfOneFile().toString()));
        command.addAll(List.of(arguments));
        return SparkProcess.start(folder, environment, command);
    }

    /** The program as it is installed: Spark and what runs on it are elsewhere. */
    private static String withoutTheRunner(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).startsWith(Path.of("target").toAbsolutePath()))
                .filter(entry -> !entry.contains("spark-core"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Map<String, String> installed() {
        return Map.of("SPARK_HOME", SparkHome.folder().toString(), "SLUICE_SPARK_JAR", SparkHome.JAR.toString());
    }

    @Test
    void theProgramHandsARunOverToSparksOwnSubmit() throws IOException, InterruptedException {
        try (SparkProcess spark =
                sluice(installed(), "--runner", "spark", "--master", "local[2]", "--progress", "none")) {
            spark.awaitSuccess();
            assertThat(spark.output()).contains("1 stream, 2 rows");
        }
        assertThat(folder.resolve("out")).isDirectoryRecursivelyContaining("glob:**/part-00000.csv");
    }

    @Test
    void filesOfOneMachineAreRefusedOnACluster() throws IOException, InterruptedException {
        try (SparkProcess spark = sluice(installed(), "--runner=spark", "--master=local-cluster[1,1,1024]")) {
            assertThat(spark.awaitEnd()).isEqualTo(2);
            assertThat(spark.output()).contains("on the disk of one machine").contains("--shared-files");
        }
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void anInstallationThatIsMissingIsNamed() throws IOException, InterruptedException {
        try (SparkProcess spark = sluice(Map.of("SPARK_HOME", folder.toString()), "--runner", "spark")) {
            assertThat(spark.awaitEnd()).isEqualTo(2);
            assertThat(spark.output()).contains("SPARK_HOME is " + folder);
        }
    }

    @Test
    void anExecutorWithAnOlderJavaGetsOneClearError() throws IOException, InterruptedException {
        Optional<Path> older = olderJava();
        assumeTrue(older.isPresent(), "there is no JDK 17 here to be refused");
        Path pipelines = copyOfOneFile();
        Map<String, String> conf =
                Map.of("spark.executorEnv.JAVA_HOME", older.get().toString());
        try (SparkProcess spark = SparkProcess.submit(folder, conf, pipelines.toString(), "--shared-files")) {
            assertThat(spark.awaitEnd()).isEqualTo(2);
            assertThat(spark.output())
                    .contains("Sluice needs Java 21 or newer, and an executor of Spark runs on Java 17")
                    .doesNotContain("UnsupportedClassVersionError", "\tat ");
        }
    }

    private static Optional<Path> olderJava() throws IOException {
        Path folder = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> installed = Files.list(folder)) {
            return installed
                    .filter(java -> java.getFileName().toString().contains("17"))
                    .filter(java -> Files.isExecutable(java.resolve("bin/java")))
                    .findFirst();
        }
    }
}
