/**
 * Oracle Database. Tables are read in ranges of ROWIDs that all see one SCN, and written by arrays of rows into a staging
 * table that is renamed, or whose rows replace the target's in one transaction.
 */
package dev.sluice.connectors.oracle;
