package dev.sluice.faults;

import dev.sluice.testkit.mysql.TestingMysql;
import dev.sluice.testkit.mysql.TestingMysqlDatabase;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import dev.sluice.testkit.s3.TestingS3;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The pipelines that faults befall, the fast ones first. */
enum Pipelines {
    APPEND_TO_SQLITE {
        @Override
        Scenario open(Path folder, Wires wires, long seed) throws Exception {
            return intoSqlite(folder, wires, APPEND, true, seed);
        }
    },
    MERGE_INTO_SQLITE {
        @Override
        Scenario open(Path folder, Wires wires, long seed) throws Exception {
            return intoSqlite(folder, wires, MERGE, false, seed);
        }
    },
    APPEND_TO_POSTGRESQL {
        @Override
        Scenario open(Path folder, Wires wires, long seed) throws Exception {
            return intoPostgres(folder, wires, APPEND, true, seed);
        }
    },
    MERGE_INTO_POSTGRESQL {
        @Override
        Scenario open(Path folder, Wires wires, long seed) throws Exception {
            return intoPostgres(folder, wires, MERGE, false, seed);
        }
    },
    SQLITE_TO_PARQUET {
        @Override
        Scenario open(Path folder, Wires wires, long seed) throws Exception {
            Path from = folder.resolve("from.db");
            Path to = folder.resolve("lake");
            Path pipeline = write(
                    folder,
                    Yaml.sqlite("source", from),
                    "destination: {connector_type: local_file, config: {base_path: " + to
                            + ", format: parquet, overwrite: true}}",
                    "{name: t, destination: target}");
            return new Replacement(pipeline, new SqliteVersions(from), new FolderTarget(to.resolve("target")));
        }
    },
    FILE_TO_POSTGRESQL {
        @Override
        Scenario open(Path folder, Wires wires, long seed) throws Exception {
            TestingDatabase to = TestingPostgres.shared().createDatabase();
            Path file = folder.resolve("t.csv");
            Path pipeline = write(
                    folder,
                    "source: {connector_type: local_file, config: {file_path: " + file + ", format: csv}}",
                    target(to, wires),
                    "{name: t, destination: target}");
            return new Replacement(pipeline, new CsvVersions(file), new PostgresTarget(to));
        }
    },
    POSTGRESQL_TO_MYSQL {
        @Override
        Scenario open(Path folder, Wires wires, long seed) throws Exception {
            TestingDatabase from = TestingPostgres.shared().createDatabase();
            TestingMysqlDatabase to = TestingMysql.mysql().createDatabase();
            Path pipeline =
                    write(folder, source(from, wires), target(to, wires), "{name: public.t, destination: target}");
            return new Replacement(pipeline, new PostgresVersions(from), new MysqlTarget(to));
        }
    },
    POSTGRESQL_TO_S3 {
        @Override
        Scenario open(Path folder, Wires wires, long seed) throws Exception {
            TestingDatabase from = TestingPostgres.shared().createDatabase();
            TestingS3 server = TestingS3.shared();
            String bucket = server.createBucket();
            Path pipeline = write(
                    folder,
                    source(from, wires),
                    Yaml.s3("destination", server, through(server, wires), bucket, "lake/", "parquet"),
                    "{name: public.t, destination: target}");
            return new Replacement(
                    pipeline, new PostgresVersions(from), new BucketTarget(server, bucket, "lake/target/"));
        }
    },
    POSTGRESQL_TO_ONE_OBJECT {
        @Override
        Scenario open(Path folder, Wires wires, long seed) throws Exception {
            TestingDatabase from = TestingPostgres.shared().createDatabase();
            TestingS3 server = TestingS3.shared();
            String bucket = server.createBucket();
            String key = "out/target.jsonl";
            Path pipeline = write(
                    folder,
                    source(from, wires),
                    Yaml.s3("destination", server, through(server, wires), bucket, key, "jsonl"),
                    "{name: public.t}");
            return new Replacement(
                    pipeline, new PostgresVersions(from, WIDTH_OF_PARTS), new ObjectTarget(server, bucket, key));
        }
    };

    /** Makes rows of some 24 MB, of which most go to the object's upload while the run goes on. */
    private static final int WIDTH_OF_PARTS = 6_000;

    private static final String INCREMENTAL =
            "name: public.t, destination: target, sync_mode: incremental, cursor_field: moved, ";
    static final String APPEND = "{" + INCREMENTAL + "write_mode: append}";
    static final String MERGE =
            "{" + INCREMENTAL + "write_mode: merge, primary_key: [id], delete_detection: hard, delete_limit: 100%}";

    /**
     * @param folder empty, for the pipeline's file and what it needs
     * @param wires what lies between
     * @param seed of what is random
     */
    abstract Scenario open(Path folder, Wires wires, long seed) throws Exception;

    private static String source(TestingDatabase from, Wires wires) throws IOException {
        return Yaml.connection("source", from, wires.toSource(from.host(), from.port()));
    }

    private static String target(TestingDatabase to, Wires wires) throws IOException {
        return Yaml.connection("destination", to, wires.toTarget(to.host(), to.port()));
    }

    private static String target(TestingMysqlDatabase to, Wires wires) throws IOException {
        return Yaml.connection("destination", to, wires.toTarget(to.host(), to.port()));
    }

    private static URI through(TestingS3 server, Wires wires) throws IOException {
        URI endpoint = server.endpoint();
        return URI.create(
                "http://" + endpoint.getHost() + ":" + wires.toTarget(endpoint.getHost(), endpoint.getPort()));
    }

    private static Scenario intoPostgres(Path folder, Wires wires, String stream, boolean appends, long seed)
            throws Exception {
        TestingDatabase from = TestingPostgres.shared().createDatabase();
        TestingDatabase to = TestingPostgres.shared().createDatabase();
        Path pipeline = write(folder, source(from, wires), target(to, wires), stream);
        return new Growth(pipeline, from, new PostgresTarget(to), appends, seed);
    }

    private static Scenario intoSqlite(Path folder, Wires wires, String stream, boolean appends, long seed)
            throws Exception {
        TestingDatabase from = TestingPostgres.shared().createDatabase();
        Path to = folder.resolve("to.db");
        Path pipeline = write(folder, source(from, wires), Yaml.sqlite("destination", to), stream);
        return new Growth(pipeline, from, new SqliteTarget(to), appends, seed);
    }

    private static Path write(Path folder, String source, String destination, String stream) throws IOException {
        return Files.writeString(
                folder.resolve("pipeline.yaml"), source + "\n" + destination + "\nstreams: [" + stream + "]\n");
    }
}
