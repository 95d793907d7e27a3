/** Tables cut into ranges of their key, for databases where that is the way to read one table with several connections. */
package dev.sluice.connectors.jdbc.split;
