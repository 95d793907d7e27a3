package dev.sluice.engine.config;

import dev.sluice.spi.UriMapping.ConnectionUri;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes connection URIs apart, more leniently than RFC 3986: paths may hold spaces, globs and non-ASCII characters as
 * they are, and only what is percent-encoded is decoded.
 */
final class UriReader {
    private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+-]+):(.*)", Pattern.DOTALL);
    private static final Pattern AUTHORITY = Pattern.compile(
            "//(?:([^:@/?]*)(?::([^@/?]*))?@)?(\\[[^]]*]|[^:@/?]*)(?::(\\d*))?(/[^?]*)?(?:\\?(.*))?", Pattern.DOTALL);

    private static final int MOST_PORT_DIGITS = 5;

    /** As it is written, where a variable may have a colon or a slash in it. */
    private static final Pattern LOGIN = Pattern.compile(
            "[a-zA-Z][a-zA-Z0-9+-]+://(?:\\$\\{[^}]*}|[^:@/?#])*+:(?:\\$\\{[^}]*}|[^@/?#])*+@", Pattern.DOTALL);

    private UriReader() {}

    /** A URI and the stream its fragment names. */
    record Reference(ConnectionUri uri, String stream) {}

    /** The scheme of a URI, or empty for a plain path. A single letter before a colon is a drive, not a scheme. */
    static String scheme(String text) {
        Matcher matcher = SCHEME.matcher(text);
        return matcher.matches() ? matcher.group(1).toLowerCase(java.util.Locale.ROOT) : "";
    }

    /**
     * @throws IllegalArgumentException with a message for the user that holds no secret
     */
    static Reference read(String text) {
        int hash = text.lastIndexOf('#');
        String stream = hash < 0 ? "" : decode(text.substring(hash + 1));
        String whole = hash < 0 ? text : text.substring(0, hash);
        Matcher matcher = SCHEME.matcher(whole);
        if (!matcher.matches()) {
            return new Reference(path(whole), stream);
        }
        String scheme = matcher.group(1).toLowerCase(java.util.Locale.ROOT);
        String rest = matcher.group(2);
        if (rest.startsWith("//")) {
            return new Reference(withAuthority(scheme, rest), stream);
        }
        int question = rest.indexOf('?');
        String path = question < 0 ? rest : rest.substring(0, question);
        Map<String, String> parameters = question < 0 ? Map.of() : parameters(rest.substring(question + 1));
        return new Reference(new ConnectionUri(scheme, "", -1, "", "", decode(path), parameters), stream);
    }

    /** A plain path, in which no character means anything else. */
    static ConnectionUri path(String path) {
        return new ConnectionUri("file", "", -1, "", "", path, Map.of());
    }

    private static ConnectionUri withAuthority(String scheme, String rest) {
        Matcher matcher = AUTHORITY.matcher(rest);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a URI is written " + scheme
                    + "://user:password@host:port/path; percent-encode / : @ ? and # in the" + " user and password");
        }
        String port = text(matcher.group(4));
        if (port.length() > MOST_PORT_DIGITS) {
            throw new IllegalArgumentException("the port " + port + " is too large");
        }
        return new ConnectionUri(
                scheme,
                text(matcher.group(3)),
                port.isEmpty() ? -1 : Integer.parseInt(port),
                decode(text(matcher.group(1))),
                decode(text(matcher.group(2))),
                decode(text(matcher.group(5))),
                parameters(text(matcher.group(6))));
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            } else if (!pair.isEmpty()) {
                throw new IllegalArgumentException("'" + pair + "' after the question mark is not key=value");
            }
        }
        return parameters;
    }

    /**
     * Where user and password of a URI end whose variables aren't expanded yet. 0 where there is no colon between them: one
     * variable may stand for both.
     */
    static int endOfLogin(String text) {
        Matcher login = LOGIN.matcher(text);
        return login.lookingAt() ? login.end() : 0;
    }

    /** The text so that it is read as it is, whichever part of a URI it becomes. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String text(String group) {
        return group == null ? "" : group;
    }

    /** Percent-decoding only; a plus sign stays a plus sign, and a percent sign that encodes nothing stays too. */
    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length && bytes[i] == '%' ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low >= 0) {
                decoded[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                decoded[length++] = bytes[i];
            }
        }
        return new String(decoded, 0, length, StandardCharsets.UTF_8);
    }
}
