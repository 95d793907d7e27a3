package dev.sluice.formats;

/**
 * A part of a file that one task reads: bytes {@code start} to {@code end}, exclusive. What lies in a range is the
 * format's to say; the ranges of a file together hold each of its records once.
 */
public record FileRange(long start, long end) {
    /** The range that is the whole file, also where its length isn't known. */
    public static FileRange whole(InputFile file) {
        return new FileRange(0, file.length());
    }
}
