package dev.sluice.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class SharedServerTest {
    private static final String UNSET = "SLUICE_TEST_NO_SUCH_SERVER_URL";

    private final AtomicInteger starts = new AtomicInteger();

    @Test
    void aServerIsStartedAtTheFirstCallOnly() {
        SharedServer<Integer> server = new SharedServer<>("Toy", UNSET, url -> -1, starts::incrementAndGet);
        assertThat(starts).hasValue(0);

        assertThat(server.get()).isEqualTo(1);
        assertThat(server.get()).isEqualTo(1);
    }

    @Test
    void aServerThatCantBeHadEndsEveryTestByNameAndIsTriedOnce() {
        SharedServer<Integer> server = new SharedServer<>("Toy", UNSET, url -> -1, () -> {
            starts.incrementAndGet();
            throw new IOException("no toys left");
        });
        boolean ci = Boolean.parseBoolean(System.getenv("CI"));

        for (int test = 0; test < 2; test++) {
            assertThat(catchThrowable(server::get))
                    .isExactlyInstanceOf(ci ? AssertionError.class : TestAbortedException.class)
                    .hasMessageContaining("no Toy server to test with: no toys left; name one in " + UNSET);
        }
        assertThat(starts).hasValue(1);
    }
}
