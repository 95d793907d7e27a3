package dev.sluice.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void numbersAlignRightAndTextsLeft() {
        Table table = new Table(true, 40).column("name").number("rows").column("note");
        table.row("a", "1", "x").row("longer", "1,000", "");
        assertThat(table.lines()).containsExactly("name     rows  note", "a           1  x", "longer  1,000");
    }

    @Test
    void wideCharactersTakeTwoColumns() {
        Table table = new Table(true, 40).column("a").column("b");
        table.row("日本", "x").row("abcd", "y");
        assertThat(table.lines()).containsExactly("a     b", "日本  x", "abcd  y");
    }

    @Test
    void longCellsAreCutAndControlCharactersShown() {
        Table table = new Table(true, 6).column("a");
        table.row("12345678").row("a\nb\u001b");
        assertThat(table.lines()).containsExactly("a", "12345…", "a\\nb\\…");
    }
}
