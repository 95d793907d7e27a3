package dev.sluice.runners.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private final Slots slots = new Slots(2);
    private final List<String> granted = new ArrayList<>();

    @Test
    void slotsAreGrantedInTheOrderInWhichTheyWereAskedFor() {
        for (String name : List.of("a", "b", "c", "d")) {
            slots.request(() -> granted.add(name));
        }
        assertThat(granted).containsExactly("a", "b");

        slots.release();
        assertThat(granted).containsExactly("a", "b", "c");
    }

    @Test
    void aRequestThatIsTakenBackIsGrantedToNobodyAndHoldsNobodyUp() {
        Runnable first = () -> granted.add("first");
        Runnable waiting = () -> granted.add("waiting");
        slots.request(first);
        slots.request(() -> granted.add("second"));
        slots.request(waiting);

        slots.withdraw(waiting);
        slots.withdraw(first);
        slots.request(() -> granted.add("last"));
        assertThat(granted).containsExactly("first", "second", "last");
    }
}
