/** What is told to others when a run has ended. */
package dev.sluice.engine.hooks;
