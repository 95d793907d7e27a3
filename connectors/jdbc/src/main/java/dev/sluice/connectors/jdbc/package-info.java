/**
 * What the database connectors share: a {@link dev.sluice.connectors.jdbc.Dialect} says how a database differs, a {@link
 * dev.sluice.connectors.jdbc.JdbcDestination} stages, checks and publishes. Each database adds its own bulk path.
 */
package dev.sluice.connectors.jdbc;
