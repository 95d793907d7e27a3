package dev.sluice.benchmarks;

import dev.sluice.testkit.postgres.TestingPostgres;
import java.io.IOException;

/**
 * Starts an empty PostgreSQL server, prints how to reach it as lines of shell variables, and ends it at the end of
 * standard input.
 */
public final class ThrowawayPostgres {
    private ThrowawayPostgres() {}

    public static void main(String[] arguments) throws IOException {
        TestingPostgres server = TestingPostgres.shared();
        System.out.println("PGHOST=" + server.host());
        System.out.println("PGPORT=" + server.port());
        System.out.println("PGUSER=" + server.user());
        System.out.println("PGPASSWORD=" + server.password());
        System.out.println("PGDATABASE=postgres");
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // what comes in doesn't matter, only that it ends
        }
    }
}
