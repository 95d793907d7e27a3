/** Connections to database servers: their configuration keys, encryption, and what failed attempts mean. */
package dev.sluice.connectors.jdbc.server;
