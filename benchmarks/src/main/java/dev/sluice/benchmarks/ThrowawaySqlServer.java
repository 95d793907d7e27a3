package dev.sluice.benchmarks;

import dev.sluice.testkit.mssql.SqlServerDatabase;
import dev.sluice.testkit.mssql.TestingSqlServer;
import java.io.IOException;

/**
 * Starts the testkit's stand-in for SQL Server, or takes the real one that its variable names; prints how to reach it as
 * lines of shell variables, and ends it at the end of standard input.
 */
public final class ThrowawaySqlServer {
    private ThrowawaySqlServer() {}

    public static void main(String[] arguments) throws IOException {
        SqlServerDatabase database = TestingSqlServer.shared().createDatabase();
        System.out.println("MSSQL_HOST=" + database.host());
        System.out.println("MSSQL_PORT=" + database.port());
        System.out.println("MSSQL_USER=" + database.user());
        System.out.println("MSSQL_PASSWORD=" + database.password());
        System.out.println("MSSQL_DATABASE=" + database.name());
        System.out.println("MSSQL_URL=" + database.jdbcUrl());
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // what comes in doesn't matter, only that it ends
        }
        database.close();
        System.exit(0);
    }
}
