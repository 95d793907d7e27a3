/** Rows for the driver's bulk copy. */
package dev.sluice.connectors.mssql.bulk;
