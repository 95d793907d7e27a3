package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tds.RemoteCall.Parameter;
import dev.sluice.testkit.mssql.tsql.ServerError;
import java.util.List;
import org.h2.value.Value;
import org.h2.value.ValueNull;

/** What a procedure is called with, by place or by name. */
record Arguments(List<Parameter> parameters) {
    int size() {
        return parameters.size();
    }

    String name(int place) {
        return parameters.get(place).name();
    }

    int number(int place) {
        return at(place).getInt();
    }

    /** Empty for NULL. */
    String text(int place) {
        Value value = at(place);
        return value == ValueNull.INSTANCE ? "" : value.getString();
    }

    /** By name, or by place among those without one; empty for NULL and where there is none. */
    String text(String name, int place) {
        for (Parameter parameter : parameters) {
            if (parameter.name().equalsIgnoreCase(name)) {
                return parameter.value() == ValueNull.INSTANCE
                        ? ""
                        : parameter.value().getString();
            }
        }
        return place < size() && name(place).isEmpty() ? text(place) : "";
    }

    List<Value> from(int place) {
        return parameters.stream().skip(place).map(Parameter::value).toList();
    }

    private Value at(int place) {
        if (place >= size()) {
            throw ServerError.of(
                    201, "Procedure or function expects parameter " + (place + 1) + ", which was not supplied.");
        }
        return parameters.get(place).value();
    }
}
