/**
 * SQLite files as source and destination.
 *
 * <p>SQLite keeps a type per value; a column's declared type gives it an affinity that may turn a text into a number as
 * it is stored. {@link dev.sluice.connectors.sqlite.DeclaredType} says which declared type stands for which logical type,
 * and which names keep values as they are.
 */
package dev.sluice.connectors.sqlite;
