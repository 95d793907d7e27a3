package dev.sluice.testkit.mssql.tsql;

import java.util.List;

/**
 * A statement for H2.
 *
 * @param variables whose values its parameters get, in order
 */
public record Translation(String sql, List<String> variables) {}
