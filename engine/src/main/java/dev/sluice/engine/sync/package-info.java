/** What an incremental run knows of the one before: the state that a destination keeps with its data. */
package dev.sluice.engine.sync;
