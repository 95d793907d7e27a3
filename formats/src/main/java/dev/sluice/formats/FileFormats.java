package dev.sluice.formats;

import dev.sluice.formats.avro.AvroFormat;
import dev.sluice.formats.compress.FileCompression;
import dev.sluice.formats.csv.CsvFormat;
import dev.sluice.formats.json.JsonFormat;
import dev.sluice.formats.json.JsonlFormat;
import dev.sluice.formats.parquet.ParquetFormat;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.text.Suggestion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats there are. */
public final class FileFormats {
    private static final List<FileFormat> ALL =
            List.of(new CsvFormat(), new JsonlFormat(), new JsonFormat(), new AvroFormat(), new ParquetFormat());

    private FileFormats() {}

    public static List<FileFormat> all() {
        return ALL;
    }

    public static List<String> names() {
        return ALL.stream().map(FileFormat::name).toList();
    }

    /**
     * The format of a name.
     *
     * @throws ConnectorException INVALID_CONFIGURATION where there is none
     */
    public static FileFormat named(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(format -> format.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new ConnectorException(
                        ErrorCode.INVALID_CONFIGURATION,
                        "format: there is no format '" + name + "'" + Suggestion.didYouMean(name, names())
                                + "; the formats are " + String.join(", ", names())));
    }

    /**
     * The format that a file's extension stands for, upper or lower case; the one before {@code .gz} or {@code .zst} for formats
     * that don't compress by themselves.
     */
    public static Optional<FileFormat> ofFileName(String fileName) {
        String plain = FileCompression.withoutExtension(fileName);
        return ofExtension(plain).filter(format -> plain.equals(fileName) || !format.compressesItself());
    }

    private static Optional<FileFormat> ofExtension(String fileName) {
        int dot = fileName.lastIndexOf('.');
        String extension = fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
        return dot < 0
                ? Optional.empty()
                : ALL.stream()
                        .filter(format -> format.extensions().contains(extension))
                        .findFirst();
    }
}
