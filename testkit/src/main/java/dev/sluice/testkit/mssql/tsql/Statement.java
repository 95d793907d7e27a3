package dev.sluice.testkit.mssql.tsql;

import java.util.List;

/** A statement of a batch. */
public sealed interface Statement {
    /** @param text as the client sent it, for the grammar */
    record Simple(List<Token> tokens, String text) implements Statement {}

    /** @param otherwise null without ELSE */
    record If(List<Token> condition, Statement then, Statement otherwise) implements Statement {}

    record Block(List<Statement> statements) implements Statement {}
}
