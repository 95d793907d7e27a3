package dev.sluice.testkit.mssql.tsql;

/** What names in a statement stand for. */
public interface Names {
    /**
     * A table or view as the database underneath calls it, quoted.
     *
     * @throws ServerError 208 where there is none
     */
    String table(ObjectName name);

    /**
     * The type of a variable or parameter.
     *
     * @throws ServerError 137 where it isn't declared
     */
    SqlType variable(String name);
}
