package dev.sluice.benchmarks;

import dev.sluice.testkit.mysql.TestingMysql;
import java.io.IOException;

/**
 * Starts an empty MySQL or MariaDB server, as its argument says, prints how to reach it as lines of shell variables, and
 * ends it at the end of standard input.
 */
public final class ThrowawayMysql {
    private ThrowawayMysql() {}

    public static void main(String[] arguments) throws IOException {
        TestingMysql server = arguments[0].equals("mysql") ? TestingMysql.mysql() : TestingMysql.mariadb();
        System.out.println("MYSQL_HOST=" + server.host());
        System.out.println("MYSQL_TCP_PORT=" + server.port());
        System.out.println("MYSQL_USER=" + server.user());
        System.out.println("MYSQL_PWD=" + server.password());
        System.out.println("MYSQL_DATABASE=" + server.createDatabase().name());
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // what comes in doesn't matter, only that it ends
        }
    }
}
