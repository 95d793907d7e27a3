/** Narrows down what a server refuses to the row. */
package dev.sluice.connectors.jdbc.refuse;
