/** Conditions on rows, and the values that columns are compared with. */
package dev.sluice.connectors.jdbc.condition;
