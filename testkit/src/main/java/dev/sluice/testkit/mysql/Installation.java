package dev.sluice.testkit.mysql;

import java.nio.file.Path;
import java.util.List;

/**
 * The unpacked programs of one product.
 *
 * @param program the server's command as far as it is the product's own: further flags come after it
 * @param data a data folder to copy, with the user {@link EmbeddedMysql#USER} in it
 */
record Installation(String product, List<String> program, Path data) {}
