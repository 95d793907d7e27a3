package dev.sluice.engine.plan;

import java.security.SecureRandom;

/** Run ids in the form of ULIDs: 26 characters of Crockford's base 32, lower case; 48 bits of time, 80 of chance. */
public final class RunId {
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

    private RunId() {}

    public static String next() {
        SecureRandom random = new SecureRandom();
        StringBuilder id = new StringBuilder(26);
        long time = System.currentTimeMillis();
        for (int shift = 45; shift >= 0; shift -= 5) {
            id.append(DIGITS.charAt((int) (time >>> shift) & 31));
        }
        for (int i = 0; i < 16; i++) {
            id.append(DIGITS.charAt(random.nextInt(32)));
        }
        return id.toString();
    }
}
