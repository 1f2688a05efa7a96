package dev.baton.events.contract.lsm;

import java.util.Arrays;
import java.util.Optional;

/** What a system can do, as far as a NAS is asked for it. Source: section 5.8. */
public enum Capability {
    VOLUMES(20),
    VOLUME_CREATE(21),
    VOLUME_RESIZE(22),
    VOLUME_DELETE(33),
    VOLUME_ENABLE(34),
    VOLUME_DISABLE(35),
    VOLUME_MASK(36),
    VOLUME_UNMASK(37),
    ACCESS_GROUPS(38),
    VOLUME_CHILD_DEPENDENCY(45),
    FS(100),
    FS_DELETE(101),
    FS_RESIZE(102),
    FS_CREATE(103),
    FS_CLONE(104),
    FS_SNAPSHOTS(106),
    FS_SNAPSHOT_CREATE(107),
    FS_SNAPSHOT_DELETE(109),
    FS_SNAPSHOT_RESTORE(110),
    EXPORT_AUTH(120),
    EXPORTS(121),
    EXPORT_FS(122),
    EXPORT_REMOVE(123);

    private final int number;

    Capability(int number) {
        this.number = number;
    }

    /** Its place among the 512. */
    public int number() {
        return number;
    }

    /** By its place; empty for one that is not named here. */
    public static Optional<Capability> of(int number) {
        return Arrays.stream(values()).filter(each -> each.number == number).findFirst();
    }
}
