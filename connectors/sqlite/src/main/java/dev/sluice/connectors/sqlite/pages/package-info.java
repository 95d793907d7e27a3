/**
 * The bytes of SQLite's database files, written and read without a call into SQLite for each value: records, the cells and
 * pages of a table, the file around them.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html">Database File Format</a>
 */
package dev.sluice.connectors.sqlite.pages;
