package dev.sluice.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DifferingRowsTest {
    @Test
    void theFirstTenAreNamedAndTheOthersCounted() {
        DifferingRows rows = new DifferingRows();
        assertThat(rows.lines()).isEmpty();
        for (int id = 1; id <= 10; id++) {
            rows.add("id=" + id);
        }
        assertThat(rows.lines()).hasSize(10);
        rows.add("id=11");
        rows.add("id=12");
        assertThat(rows.lines()).hasSize(11).startsWith("id=1").endsWith("id=10", "and at least 2 more");
    }
}
