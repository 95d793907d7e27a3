package dev.sluice.testkit.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Gives a reader valid files with a few bytes changed, and checks that each ends in rows or in a {@link
 * ConnectorException} that blames the data and names the file: no other exception, no hang, no memory out of proportion.
 *
 * <pre>{@code
 * ReaderFuzz.of(valid).tokens("\"", ",", "\n").rounds(2000).run("orders.csv", content -> readAll(content));
 * }</pre>
 *
 * <p>A round's input depends on its number alone. {@code -Dsluice.fuzz.rounds=100000} runs more of them. Immutable.
 */
public final class ReaderFuzz {
    private static final Duration LIMIT_PER_INPUT = Duration.ofSeconds(20);
    private static final int ROUNDS = 2000;
    /** What one input of some kilobytes may allocate, garbage included. */
    private static final long ALLOCATION = 64 << 20;

    private final List<byte[]> seeds;
    private final List<byte[]> tokens;
    private final Set<ErrorCode> codes;
    private final int rounds;
    private final long allocation;

    /** Reads all of a file. */
    @FunctionalInterface
    public interface Reader {
        void read(byte[] content) throws Exception;
    }

    private ReaderFuzz(List<byte[]> seeds, List<byte[]> tokens, Set<ErrorCode> codes, int rounds, long allocation) {
        this.seeds = seeds;
        this.tokens = tokens;
        this.codes = codes;
        this.rounds = rounds;
        this.allocation = allocation;
    }

    /** Valid files to start from, a few kilobytes each. */
    public static ReaderFuzz of(byte[]... seeds) {
        Set<ErrorCode> codes =
                EnumSet.of(ErrorCode.MALFORMED_INPUT, ErrorCode.INCOMPATIBLE_SCHEMA, ErrorCode.VALUE_REFUSED);
        return new ReaderFuzz(List.of(seeds), List.of(), codes, ROUNDS, ALLOCATION);
    }

    /** Texts that mean something in the format. */
    public ReaderFuzz tokens(String... texts) {
        return tokens(Stream.of(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new));
    }

    /** Byte sequences that mean something in the format. */
    public ReaderFuzz tokens(byte[]... more) {
        List<byte[]> all = new ArrayList<>(tokens);
        all.addAll(List.of(more));
        return new ReaderFuzz(seeds, List.copyOf(all), codes, rounds, allocation);
    }

    /** Lets a reader end with these codes too. */
    public ReaderFuzz orEndingWith(ErrorCode... more) {
        Set<ErrorCode> all = EnumSet.copyOf(codes);
        all.addAll(List.of(more));
        return new ReaderFuzz(seeds, tokens, all, rounds, allocation);
    }

    /** How many inputs to try. */
    public ReaderFuzz rounds(int count) {
        return new ReaderFuzz(seeds, tokens, codes, count, allocation);
    }

    /** How many bytes the reader's thread may allocate for one input, garbage included: 64 MiB where it isn't said. */
    public ReaderFuzz allocating(long bytes) {
        return new ReaderFuzz(seeds, tokens, codes, rounds, bytes);
    }

    /**
     * Runs the rounds; the first that ends otherwise fails, and leaves its input in {@code target/fuzz/}.
     *
     * @param fileName what the reader calls its input in messages
     */
    public void run(String fileName, Reader reader) {
        for (byte[] seed : seeds) {
            attempt(-1, fileName, seed, reader);
        }
        int count = Integer.getInteger("sluice.fuzz.rounds", rounds);
        for (int round = 0; round < count; round++) {
            attempt(round, fileName, new Mutator(seeds, tokens, round).next(), reader);
        }
    }

    private void attempt(int round, String fileName, byte[] content, Reader reader) {
        Throwable cause = null;
        String problem;
        try {
            Ending ending = assertTimeoutPreemptively(LIMIT_PER_INPUT, () -> read(reader, content.clone()));
            cause = ending.refusal;
            problem = problem(ending, round < 0, fileName);
        } catch (Throwable e) { // an OutOfMemoryError or StackOverflowError is a finding too
            cause = e;
            problem = "ended with " + e;
        }
        if (problem != null) {
            throw new AssertionError("round " + round + ", " + keep(round, fileName, content) + ": " + problem, cause);
        }
    }

    /** How a read ended, if not with another exception; the memory is that of the reader's thread alone. */
    private record Ending(long allocated, ConnectorException refusal) {}

    private static Ending read(Reader reader, byte[] content) throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        ConnectorException refusal = null;
        try {
            reader.read(content);
        } catch (ConnectorException e) {
            refusal = e;
        }
        return new Ending(threads.getCurrentThreadAllocatedBytes() - before, refusal);
    }

    private String problem(Ending ending, boolean valid, String fileName) {
        ConnectorException refusal = ending.refusal;
        if (ending.allocated > allocation) {
            return "the reader allocated " + ending.allocated + " bytes";
        }
        if (refusal == null
                || !valid
                        && codes.contains(refusal.code())
                        && refusal.getMessage().contains(fileName)) {
            return null;
        }
        String why = valid ? "a valid file was refused" : codes.contains(refusal.code()) ? "doesn't name the file" : "";
        return "ended with " + refusal.code() + " " + why + ": " + refusal.getMessage();
    }

    private static Path keep(int round, String fileName, byte[] content) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "fuzz"));
            return Files.write(folder.resolve("round-" + round + "-" + fileName), content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
