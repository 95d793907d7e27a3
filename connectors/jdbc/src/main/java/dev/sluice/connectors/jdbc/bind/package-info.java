/** Columns of batches as the parameters of a statement, row by row. */
package dev.sluice.connectors.jdbc.bind;
