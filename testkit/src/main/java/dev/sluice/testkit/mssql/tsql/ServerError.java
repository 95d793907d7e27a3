package dev.sluice.testkit.mssql.tsql;

/** An error as SQL Server reports it. */
public final class ServerError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int number;
    private final int state;
    private final int severity;

    public ServerError(int number, int state, int severity, String message) {
        super(message);
        this.number = number;
        this.state = state;
        this.severity = severity;
    }

    /** An error of severity 16, which the user can correct. */
    public static ServerError of(int number, String message) {
        return new ServerError(number, 1, 16, message);
    }

    public static ServerError syntax(String message) {
        return new ServerError(102, 1, 15, message);
    }

    /** 11 to 16 are the user's, 14 is for permissions and constraints, 20 and more end the connection. */
    public int severity() {
        return severity;
    }

    public int number() {
        return number;
    }

    public int state() {
        return state;
    }
}
