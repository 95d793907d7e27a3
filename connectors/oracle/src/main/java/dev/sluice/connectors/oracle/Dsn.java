package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.server.TlsMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a database is, in one of the three ways in which Oracle's users write it. */
record Dsn(String text) {
    private static final String THIN = "jdbc:oracle:thin:@";
    private static final Pattern HOST_IN_DESCRIPTION =
            Pattern.compile("\\(\\s*HOST\\s*=\\s*([^)\\s]+)", Pattern.CASE_INSENSITIVE);

    Dsn {
        text = text.strip();
    }

    /** What the driver connects to. */
    String url(TlsMode tls) {
        if (isDescription() || isAlias() || text.contains("://")) {
            return THIN + text;
        }
        return THIN + (tls.verifies() ? "tcps://" : "//") + text;
    }

    /** Whether the connection is one of TLS, which has no need of Oracle's own encryption. */
    boolean isTls(TlsMode tls) {
        String upper = text.toUpperCase(Locale.ROOT).replaceAll("\\s", "");
        return tls.verifies() || upper.startsWith("TCPS://") || upper.contains("PROTOCOL=TCPS");
    }

    /** The host's name for messages, or the alias. */
    String host() {
        if (isDescription()) {
            Matcher host = HOST_IN_DESCRIPTION.matcher(text);
            return host.find() ? host.group(1) : "the described address";
        }
        String bare = address();
        int port = bare.indexOf(':');
        return port < 0 ? bare : bare.substring(0, port);
    }

    /** Host and port for messages. */
    String address() {
        if (isDescription()) {
            return host();
        }
        String bare = text.replaceFirst("^[a-zA-Z]*:?//", "");
        int service = bare.indexOf('/');
        return service < 0 ? bare : bare.substring(0, service);
    }

    /** The service for messages. */
    String service() {
        String bare = text.replaceFirst("^[a-zA-Z]*:?//", "");
        int service = bare.indexOf('/');
        return isDescription() || service < 0 ? text : bare.substring(service + 1);
    }

    boolean isAlias() {
        return !isDescription() && text.indexOf('/') < 0 && text.indexOf(':') < 0;
    }

    private boolean isDescription() {
        return text.startsWith("(");
    }
}
