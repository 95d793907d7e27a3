package dev.sluice.testkit.oracle;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Optional;
import oracle.jdbc.OraclePreparedStatement;
import oracle.jdbc.OracleTypes;

/** A connection to H2 that looks like one to Oracle, and takes Oracle's SQL alone. */
final class CheckedConnection {
    private final Connection h2;
    private final int version;
    private boolean readOnly;

    private CheckedConnection(Connection h2, int version) {
        this.h2 = h2;
        this.version = version;
    }

    static Connection of(Connection h2, int version) {
        return new CheckedConnection(h2, version).connection();
    }

    private Connection connection() {
        return proxy(Connection.class, h2, (method, arguments) -> switch (method.getName()) {
            case "prepareStatement" -> {
                arguments[0] = words((String) arguments[0]).orElse("SELECT 1 FROM DUAL");
                yield prepared((PreparedStatement) call(h2, method, arguments));
            }
            case "createStatement" -> statement((Statement) call(h2, method, arguments));
            case "getMetaData" -> metaData(h2.getMetaData());
            case "commit", "rollback" -> {
                readOnly = false;
                yield call(h2, method, arguments);
            }
            default -> call(h2, method, arguments);
        });
    }

    private DatabaseMetaData metaData(DatabaseMetaData data) {
        return proxy(DatabaseMetaData.class, data, (method, arguments) -> switch (method.getName()) {
            case "getDatabaseMajorVersion" -> version;
            case "getDatabaseProductName" -> "Oracle";
            default -> call(data, method, arguments);
        });
    }

    private Statement statement(Statement statement) {
        return proxy(Statement.class, statement, (method, arguments) -> {
            if (!method.getName().startsWith("execute") || arguments == null) {
                return call(statement, method, arguments);
            }
            Optional<String> words = words((String) arguments[0]);
            if (words.isEmpty()) {
                return method.getReturnType() == boolean.class ? (Object) false : null;
            }
            arguments[0] = words.get();
            return call(statement, method, arguments);
        });
    }

    private PreparedStatement prepared(PreparedStatement statement) {
        return proxy(OraclePreparedStatement.class, statement, (method, arguments) -> {
            switch (method.getName()) {
                case "setBinaryFloat" -> statement.setFloat((int) arguments[0], (float) arguments[1]);
                case "setBinaryDouble" -> statement.setDouble((int) arguments[0], (double) arguments[1]);
                case "setNull" -> statement.setNull((int) arguments[0], sqlType((int) arguments[1]));
                case "getMetaData" -> {
                    return H2Columns.asOracle(statement.getMetaData());
                }
                default -> {
                    return call(statement, method, arguments);
                }
            }
            return null;
        });
    }

    private static int sqlType(int oracle) {
        return switch (oracle) {
            case OracleTypes.BINARY_FLOAT -> Types.REAL;
            case OracleTypes.BINARY_DOUBLE -> Types.DOUBLE;
            case OracleTypes.TIMESTAMPTZ -> Types.TIMESTAMP_WITH_TIMEZONE;
            default -> oracle;
        };
    }

    /** The statement in H2's words, once it has been checked. */
    private Optional<String> words(String sql) throws SQLException {
        String problem = OracleGrammar.problem(sql)
                .or(() -> OracleTypeNames.problem(sql, version))
                .orElse("");
        if (!problem.isEmpty()) {
            throw OracleErrors.of(900, problem + " in: " + sql);
        }
        if (readOnly && !sql.startsWith("SELECT") && !sql.startsWith("ALTER SESSION")) {
            throw OracleErrors.of(
                    1456, "may not perform insert/delete/update operation inside a READ ONLY transaction");
        }
        readOnly |= sql.equals("SET TRANSACTION READ ONLY") && !h2.getAutoCommit();
        return OracleToH2.translate(sql);
    }

    /** A call of something that H2's object does for Oracle's. */
    @FunctionalInterface
    private interface Call {
        Object make(Method method, Object[] arguments) throws Throwable;
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        return method.invoke(target, arguments);
    }

    private static <T> T proxy(Class<T> type, Object target, Call call) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            try {
                return call.make(method, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() instanceof SQLException failure ? OracleErrors.of(failure) : e.getCause();
            } catch (SQLException e) {
                throw e.getMessage().startsWith("ORA-") ? e : OracleErrors.of(e);
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException("H2's " + target.getClass().getSimpleName() + " has no " + method, e);
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
