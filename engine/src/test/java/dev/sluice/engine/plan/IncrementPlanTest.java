package dev.sluice.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.config.SyncRule;
import dev.sluice.engine.config.SyncRule.NullCursor;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.Lookback;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncrementPlanTest {
    private static final CatalogStream FILES =
            CatalogStream.of(StreamName.of("orders"), CatalogStream.Kind.FILES, Schema.of(Field.of("id", Type.INT64)));

    private static SyncRule rule(String cursor, String from, String until, Lookback lookback) {
        return new SyncRule(true, cursor, from, until, lookback, NullCursor.READ);
    }

    @Test
    void filesTakeNoKeyThatBoundsACursor() {
        assertThat(IncrementPlan.of(FILES, rule("", "", "", Lookback.NONE)).cursor())
                .isNull();
        for (SyncRule rule : List.of(
                rule("id", "", "", Lookback.NONE),
                rule("", "1", "", Lookback.NONE),
                rule("", "", "9", Lookback.NONE),
                rule("", "", "", Lookback.parse("1h")),
                rule("", "", "", Lookback.parse("0").alone()))) {
            assertThatThrownBy(() -> IncrementPlan.of(FILES, rule))
                    .hasMessageContaining(
                            "orders: incremental runs read new and changed files whole: leave out cursor_field,"
                                    + " initial_value, until, lookback and late_commits");
        }
    }
}
