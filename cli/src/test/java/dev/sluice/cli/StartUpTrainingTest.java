package dev.sluice.cli;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class StartUpTrainingTest {
    @Test
    void everyCommandOfTheTrainingRunEndsAsItShould() {
        Assertions.assertThatCode(() -> StartUpTraining.main(new String[0])).doesNotThrowAnyException();
    }
}
