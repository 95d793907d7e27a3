/** Runs tasks on the executors of a Spark cluster; planning and publishing stay on its driver. */
package dev.sluice.runners.spark;
