package dev.sluice.connectors.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.ErrorCode;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class StorageFailuresTest {
    @Test
    void contract14AFullDiskIsSaidToBeOne() throws Exception {
        File full = new File("/dev/full");
        Assumptions.assumeTrue(full.exists());
        IOException failure = null;
        try (OutputStream out = new FileOutputStream(full)) {
            out.write(new byte[10]);
        } catch (IOException e) {
            failure = e;
        }

        assertThat(StorageFailures.of("out.csv", failure).code()).isEqualTo(ErrorCode.DISK_FULL);
    }

    @Test
    void aFileOfOurOwnThatIsDeniedStandsForItsFolder() {
        assertThat(StorageFailures.of("out", new AccessDeniedException("/data/out/.sluice-1-2-3-part.csv")))
                .hasMessageStartingWith("/data/out: the file system refuses access");
        assertThat(StorageFailures.of("out", new AccessDeniedException("/data/in.csv")))
                .hasMessageStartingWith("/data/in.csv: the file system refuses access");
    }
}
