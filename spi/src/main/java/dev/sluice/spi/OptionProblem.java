package dev.sluice.spi;

/**
 * One thing wrong in a configuration.
 *
 * @param path where: {@code source.config.port}
 * @param message what, and what to do
 */
public record OptionProblem(String path, String message) {
    @Override
    public String toString() {
        return path + ": " + message;
    }
}
