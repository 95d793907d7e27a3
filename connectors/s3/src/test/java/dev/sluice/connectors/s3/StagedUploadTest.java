package dev.sluice.connectors.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connectors.storage.StagedFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StagedUploadTest {
    @Test
    void aTokenTellsTheUpload() {
        Upload upload = new Upload("lake/t/part-00000.csv", "id-1", List.of(new UploadedPart(1, "\"e\"")));

        StagedFile file = StagedUpload.of(upload).file("bucket/lake/t/part-00000.csv", 7);
        assertThat(StagedUpload.of(file)).isEqualTo(StagedUpload.of(upload));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lost", "\n", "\nid-1\nmany\nkey", "\nid-1\n2\n1 e\nkey", "1 2 3\nid-1\n0\nkey"})
    void aDamagedTokenIsNamedWithItsFile(String token) {
        assertThatThrownBy(() -> StagedUpload.of(new StagedFile("bucket/part-00000.csv", token, 7)))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_INPUT))
                .hasMessageContaining("bucket/part-00000.csv: ");
    }
}
