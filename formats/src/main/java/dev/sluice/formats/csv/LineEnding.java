package dev.sluice.formats.csv;

/** What ends a record. */
enum LineEnding {
    LF("\n"),
    CRLF("\r\n"),
    CR("\r");

    private final String text;

    LineEnding(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
