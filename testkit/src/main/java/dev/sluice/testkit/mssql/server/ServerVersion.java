package dev.sluice.testkit.mssql.server;

/** What the server says it is. */
final class ServerVersion {
    static final String NUMBER = "16.0.4003.1";
    static final String TEXT = "Microsoft SQL Server 2022 (RTM) - " + NUMBER + " (X64) as Sluice's test server over H2";

    private ServerVersion() {}
}
