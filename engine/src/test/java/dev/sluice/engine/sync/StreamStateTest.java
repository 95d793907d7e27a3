package dev.sluice.engine.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.content.RowHashes;
import dev.sluice.engine.content.RowSet;
import dev.sluice.spi.Position;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamStateTest {
    @Test
    void aStateSurvivesItsText() {
        RowSet rows = RowSet.of(List.of(new RowHashes(new long[] {3, -1, 3}, new long[] {4, 2, 4})));
        StreamState state = new StreamState(
                "updated \"at\"",
                new Position("2026-01-31T10:00:00.000001Z", Map.of("snapshot", "7:9:7,8")),
                "2026-01-31T09:00:00Z",
                List.of("id", "updated \"at\""),
                rows);
        assertThat(StreamState.ofText(state.toText(), "orders")).isEqualTo(state);
    }

    @Test
    void theStartSurvivesItsText() {
        StreamState start = StreamState.start("id");
        assertThat(StreamState.ofText(start.toText(), "orders")).isEqualTo(start);
        assertThat(StreamState.ofText(start.toText(), "orders").position()).isNull();
    }

    @Test
    void aDamagedStateSaysWhoseItIsAndWhatToDo() {
        assertThatThrownBy(() -> StreamState.ofText("{\"version\":1,\"repeats\":\"AAA\"}", "orders"))
                .hasMessageContaining("orders")
                .hasMessageContaining("sluice state reset");
        assertThatThrownBy(() -> StreamState.ofText("cursor 7", "orders"))
                .hasMessageContaining("damaged (Unrecognized token")
                .message()
                .doesNotContain("Source");
        assertThatThrownBy(() -> StreamState.ofText("{\"version\":9}", "orders"))
                .hasMessageContaining("upgrade");
    }
}
