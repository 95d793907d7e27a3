/** Which rows an incremental run reads, and which of them the next one may read again. */
package dev.sluice.connectors.jdbc.increment;
