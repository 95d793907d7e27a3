/**
 * MySQL and MariaDB. Rows are read from the text protocol's packets straight into columns, by several connections that see
 * one point in time, and written by LOAD DATA LOCAL from memory.
 */
package dev.sluice.connectors.mysql;
