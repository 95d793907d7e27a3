package dev.sluice.connectors.s3;

import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * A part that a multipart upload has.
 *
 * @param number from 1 to {@link #MOST}: the parts of an upload become an object in the order of their numbers, some of
 *     which may be missing
 */
record UploadedPart(int number, String etag) {
    /** S3 takes no more parts. */
    static final int MOST = 10_000;

    /** S3 takes no smaller part but the last. */
    static final int SMALLEST_BYTES = 5 << 20;

    private static final char SEPARATOR = ' ';

    CompletedPart completed() {
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    /** One line; ETags have no line breaks. */
    String toText() {
        return number + String.valueOf(SEPARATOR) + etag;
    }

    static UploadedPart ofText(String text) {
        int separator = text.indexOf(SEPARATOR);
        return new UploadedPart(Integer.parseInt(text.substring(0, separator)), text.substring(separator + 1));
    }
}
