/** Rows into Oracle: arrays of them, as the parameters of one INSERT. */
package dev.sluice.connectors.oracle.load;
