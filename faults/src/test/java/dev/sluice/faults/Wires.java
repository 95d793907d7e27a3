package dev.sluice.faults;

import java.io.IOException;

/** What lies between a pipeline and its servers. */
interface Wires {
    /** Nothing. */
    Wires DIRECT = new Wires() {
        @Override
        public int toSource(String host, int port) {
            return port;
        }

        @Override
        public int toTarget(String host, int port) {
            return port;
        }
    };

    /** The port to use in place of the source's own. */
    int toSource(String host, int port) throws IOException;

    /** The port to use in place of the target's own. */
    int toTarget(String host, int port) throws IOException;
}
