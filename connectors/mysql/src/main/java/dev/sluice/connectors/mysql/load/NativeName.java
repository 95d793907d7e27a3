package dev.sluice.connectors.mysql.load;

import java.util.Locale;
import java.util.Set;

/** The name of a column's type, without what is in brackets and after it. */
public final class NativeName {
    private static final Set<String> SPATIAL = Set.of(
            "geometry",
            "point",
            "linestring",
            "polygon",
            "multipoint",
            "multilinestring",
            "multipolygon",
            "geometrycollection",
            "geomcollection");

    private NativeName() {}

    /** In lower case. */
    public static String of(String nativeType) {
        return nativeType.split("[ (]", 2)[0].toLowerCase(Locale.ROOT);
    }

    public static boolean isSpatial(String name) {
        return SPATIAL.contains(name);
    }
}
