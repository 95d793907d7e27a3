/**
 * What stands in for Oracle where there is none: H2 in its Oracle mode, behind connections that check every statement with a
 * parser of Oracle's SQL and against the types of a version, and then say it in H2's words. It shows what a connector's
 * logic does, and that what it sends is Oracle's SQL; it doesn't show what Oracle makes of it.
 */
package dev.sluice.testkit.oracle;
