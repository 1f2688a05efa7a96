package dev.baton.events.contract.opennebula;

import java.util.Locale;

/** What can be asked of a transfer driver. Source: storage call-outs contract, 4.4 and 4.9. */
public enum TransferAction {
    CLONE(Dialect.V3_4),
    LN(Dialect.V3_4),
    MVDS(Dialect.V3_4),
    MV(Dialect.V3_4),
    CONTEXT(Dialect.V3_4),
    DELETE(Dialect.V3_4),
    MKIMAGE(Dialect.V3_4),
    MKSWAP(Dialect.V3_4),
    PREMIGRATE(Dialect.V3_8),
    POSTMIGRATE(Dialect.V3_8),
    CPDS(Dialect.V4_0),
    FAILMIGRATE(Dialect.V5_0),
    MONITOR(Dialect.V5_0),
    SNAP_CREATE(Dialect.V5_0),
    SNAP_CREATE_LIVE(Dialect.V5_0),
    SNAP_DELETE(Dialect.V5_0),
    SNAP_REVERT(Dialect.V5_0),
    RESIZE(Dialect.V6_0);

    private final Dialect since;

    TransferAction(Dialect since) {
        this.since = since;
    }

    /** The first dialect that has it. */
    public Dialect since() {
        return since;
    }

    /** Its file name. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
