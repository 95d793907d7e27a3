/** Character encodings of text files; what formats read is always UTF-8. */
package dev.sluice.formats.encoding;
