/** What rows hold, whatever their order: hashes of values, rows and whole streams. */
package dev.sluice.engine.content;
