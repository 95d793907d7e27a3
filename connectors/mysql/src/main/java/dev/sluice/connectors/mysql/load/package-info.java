/** Columns as the lines that LOAD DATA reads, or as multi-row INSERTs where the server doesn't allow it. */
package dev.sluice.connectors.mysql.load;
