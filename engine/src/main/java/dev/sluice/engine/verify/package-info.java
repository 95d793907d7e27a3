/** Compares what a source has with what a destination shows, value by value, through hashes. */
package dev.sluice.engine.verify;
