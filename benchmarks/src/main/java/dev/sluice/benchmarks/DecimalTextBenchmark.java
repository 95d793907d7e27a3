package dev.sluice.benchmarks;

import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.DecimalText;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decimals of money's size to text and back, per value. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecimalTextBenchmark {
    private static final int VALUES = 8_192;
    private static final Type.Decimal TYPE = new Type.Decimal(12, 2);

    private final long[] unscaled = new long[VALUES];
    private final int[] offsets = new int[VALUES + 1];
    private byte[] text;

    @Setup
    public void prepare() {
        Random random = new Random(7);
        ByteSink sink = new ByteSink(VALUES * 12);
        for (int i = 0; i < VALUES; i++) {
            unscaled[i] = random.nextLong(-9_999_999, 10_000_000_000L);
            DecimalText.append(sink, unscaled[i], TYPE.scale());
            offsets[i + 1] = sink.length();
        }
        text = sink.toByteArray();
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public int write() {
        ByteSink sink = new ByteSink(VALUES * 12);
        for (long value : unscaled) {
            DecimalText.append(sink, value, TYPE.scale());
        }
        return sink.length();
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public LongColumn.Builder parse() {
        LongColumn.Builder column = new LongColumn.Builder(VALUES);
        for (int i = 0; i < VALUES; i++) {
            DecimalText.parse(text, offsets[i], offsets[i + 1], TYPE, column);
        }
        return column;
    }
}
