package dev.sluice.connectors.sqlite.pages;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How a database keeps text; all databases of a connection keep it the same way. */
public enum TextEncoding {
    UTF_8("UTF-8", StandardCharsets.UTF_8),
    UTF_16LE("UTF-16le", StandardCharsets.UTF_16LE),
    UTF_16BE("UTF-16be", StandardCharsets.UTF_16BE);

    private final String pragma;
    private final Charset charset;

    TextEncoding(String pragma, Charset charset) {
        this.pragma = pragma;
        this.charset = charset;
    }

    /** The one that PRAGMA encoding calls so. */
    public static TextEncoding of(String pragma) {
        return Arrays.stream(values())
                .filter(encoding -> encoding.pragma.equalsIgnoreCase(pragma))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("SQLite has no encoding " + pragma));
    }

    Charset charset() {
        return charset;
    }

    /** What the file's header says. */
    int code() {
        return ordinal() + 1;
    }
}
