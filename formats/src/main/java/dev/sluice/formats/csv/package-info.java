/** CSV: bytes to columns and back, without a String or an object per value in between. */
package dev.sluice.formats.csv;
