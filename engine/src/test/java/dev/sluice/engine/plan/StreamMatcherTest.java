package dev.sluice.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.config.StreamRule;
import dev.sluice.spi.Catalog;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StreamMatcherTest {
    @Test
    void aGlobMatchesFullNamesAndLastParts() {
        assertThat(match("public.*")).containsOnlyKeys("public.orders", "public.tmp_1", "public.customers");
        assertThat(match("o*")).containsOnlyKeys("public.orders");
    }

    @Test
    void ofASourceWithoutStreamsTheSchemaIsSaidThatWasNamed() {
        StreamRule rule =
                new StreamRule("slaes.orders", "", Optional.empty(), List.of(), WriteMode.OVERWRITE, List.of(), false);

        assertThatThrownBy(() -> new StreamMatcher(new Catalog(List.of()), List.of(rule)).match())
                .hasMessage("the source has no streams, nor has 'slaes', which 'slaes.orders' names");
    }

    @Test
    void exclusionsTakeStreamsAway() {
        assertThat(match("*", "!public.tmp_*"))
                .containsOnlyKeys(
                        "public.orders",
                        "public.customers",
                        "audit.customers",
                        "SHOP.BILLS",
                        "SHOP.ITEMS",
                        "shop.items");
    }

    @Test
    void exclusionsHoldAgainstGlobsWhereverTheyStand() {
        assertThat(match("!public.tmp_*", "public.*")).containsOnlyKeys("public.orders", "public.customers");
        assertThat(match("!orders", "public.*")).containsOnlyKeys("public.tmp_1", "public.customers");
        assertThat(match("public.*", "public.tmp_1", "!public.tmp_*"))
                .containsOnlyKeys("public.orders", "public.tmp_1", "public.customers");
    }

    @Test
    void whatLeavesNothingToMoveIsAnError() {
        assertThatThrownBy(() -> match("!public.orders")).hasMessageStartingWith("no stream is left to move");
        assertThatThrownBy(() -> match("public.*", "!*")).hasMessageStartingWith("no stream is left to move");
        assertThatThrownBy(() -> match()).hasMessageStartingWith("no stream is left to move");
    }

    @Test
    void aNameBeatsAGlobWhereverItStands() {
        assertThat(match("public.orders", "public.*")).containsEntry("public.orders", "public.orders");
        assertThat(match("public.*", "orders")).containsEntry("public.orders", "orders");
    }

    @Test
    void anUnknownNameIsAnErrorWithASuggestion() {
        assertThatThrownBy(() -> match("public.ordres"))
                .hasMessage("there is no stream 'public.ordres'; did you mean 'public.orders'?");
        assertThatThrownBy(() -> match("x*"))
                .hasMessage("no stream matches 'x*'; there are 'public.orders', 'public.tmp_1', 'public.customers',"
                        + " 'audit.customers', 'SHOP.BILLS', 'SHOP.ITEMS', 'shop.items'");
    }

    @Test
    void anAmbiguousNameIsAnError() {
        assertThatThrownBy(() -> match("customers"))
                .hasMessage("'customers' could be any of 'public.customers', 'audit.customers'; write the full name");
    }

    @Test
    void aNameInLowerCaseMeansTheOneInUpperCaseWhereNoneIsSpeltExactlySo() {
        assertThat(match("shop.bills")).containsOnlyKeys("SHOP.BILLS");
        assertThat(match("bills")).containsOnlyKeys("SHOP.BILLS");
        assertThat(match("shop.items")).containsOnlyKeys("shop.items");
        assertThatThrownBy(() -> match("Shop.Bills")).hasMessageStartingWith("there is no stream 'Shop.Bills'");
    }

    private static Map<String, String> match(String... patterns) {
        Schema schema = Schema.of(Field.of("a", Type.INT64));
        Catalog catalog = new Catalog(List.of(
                        "public.orders",
                        "public.tmp_1",
                        "public.customers",
                        "audit.customers",
                        "SHOP.BILLS",
                        "SHOP.ITEMS",
                        "shop.items")
                .stream()
                .map(name -> CatalogStream.of(StreamName.parse(name), CatalogStream.Kind.TABLE, schema))
                .toList());
        List<StreamRule> rules = Arrays.stream(patterns)
                .map(pattern ->
                        new StreamRule(pattern, "", Optional.empty(), List.of(), WriteMode.OVERWRITE, List.of(), false))
                .toList();
        return new StreamMatcher(catalog, rules)
                .match().entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> entry.getKey().name().toString(),
                                entry -> entry.getValue().pattern()));
    }
}
