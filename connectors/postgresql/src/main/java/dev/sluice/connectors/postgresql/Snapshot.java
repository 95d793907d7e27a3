package dev.sluice.connectors.postgresql;

import dev.sluice.spi.Options;

/**
 * What connections are kept for: the splits of one plan. Another server may give a snapshot the same name, so the very
 * options of the plan belong to it.
 *
 * @param name by which it was exported; empty where it wasn't
 */
record Snapshot(Options options, String name) {}
