package dev.baton.orchestrator.allocation;

import java.io.Serial;

/** A word of an allocation table that cannot be read; never leaves {@link AllocationTable}. */
final class BadTable extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    /** What is said where: {@code line 3: expected an address, got "10.0"}. */
    BadTable(String where, String expected, String seen) {
        super(where + ": expected " + expected + ", got \"" + seen + "\"");
    }

    String sentence() {
        return "ipalloc: " + getMessage();
    }
}
