package dev.sluice.connectors.jdbc;

/** What a connection is opened for. */
public enum Purpose {
    /** To read the catalog or rows; nothing may change. */
    READ,
    /** To create and drop tables of ours. */
    PREPARE,
    /** To stage the rows of one task. */
    LOAD,
    /** To publish what was staged. */
    PUBLISH
}
