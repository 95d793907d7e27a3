/**
 * SQL Server and Azure SQL. Rows are read in ranges of the primary key, by several connections that see one point in time
 * where the database allows it, and written by the driver's bulk copy.
 */
package dev.sluice.connectors.mssql;
