package dev.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ChannelTest {
    @Test
    void contract11HoldsNoMoreBytesThanItsCapacity() throws Exception {
        Channel channel = new Channel(8 * 100);
        AtomicInteger put = new AtomicInteger();
        Thread reader = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; i < 10; i++) {
                    channel.put(batch(40));
                    put.incrementAndGet();
                }
                channel.complete();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        reader.join(Duration.ofMillis(300));
        assertThat(put).hasValue(2);
        int rows = 0;
        for (RecordBatch batch = channel.take(); batch != null; batch = channel.take()) {
            rows += batch.rowCount();
        }
        assertThat(rows).isEqualTo(400);
    }

    @Test
    void aBatchLargerThanTheCapacityPassesAlone() throws Exception {
        Channel channel = new Channel(8);
        channel.put(batch(1000));
        channel.complete();

        assertThat(channel.take().rowCount()).isEqualTo(1000);
        assertThat(channel.take()).isNull();
    }

    @Test
    void closingReleasesAWaitingReaderAndAWaitingWriter() throws Exception {
        for (boolean reading : new boolean[] {true, false}) {
            Channel channel = new Channel(8);
            if (reading) {
                channel.put(batch(10));
            }
            AtomicReference<Exception> end = new AtomicReference<>();
            Thread thread = Thread.ofPlatform().start(() -> {
                try {
                    if (reading) {
                        channel.put(batch(10));
                    } else {
                        channel.take();
                    }
                } catch (InterruptedException e) {
                    end.set(e);
                }
            });
            thread.join(Duration.ofMillis(100));
            channel.close();
            thread.join();
            assertThat(end.get()).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void aChannelClosedEarlyNeverLooksComplete() throws Exception {
        Channel channel = new Channel(1000);
        channel.put(batch(1));
        channel.close();
        channel.complete();

        assertThatThrownBy(channel::take).isInstanceOf(InterruptedException.class);
    }

    private static RecordBatch batch(int rows) {
        return new RecordBatch(
                Schema.of(Field.of("a", Type.INT64)), rows, List.of(new LongColumn(rows, new long[rows], null)));
    }
}
