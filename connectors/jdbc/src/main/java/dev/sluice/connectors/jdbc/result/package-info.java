/** Rows of a {@link java.sql.ResultSet} as columns, for drivers whose wire format can't be had. */
package dev.sluice.connectors.jdbc.result;
