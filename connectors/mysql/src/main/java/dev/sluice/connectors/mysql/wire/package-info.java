/** The driver's connections, tapped: rows are taken from what the socket receives, without the driver's copy of each. */
package dev.sluice.connectors.mysql.wire;
