package dev.baton.events.contract.quantastor;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The seven custom scripts. Source: storage call-outs contract, section 2.1. */
public enum Hook {
    SYSTEM_POSTSTART(About.NODE),
    SYSTEM_PRESTOP(About.NODE),
    POOL_POSTSTART(About.POOL),
    POOL_PRESTOP(About.POOL),
    SCHEDULE_PRESTART(About.SCHEDULE),
    SCHEDULE_PRESNAP(About.SCHEDULE),
    SCHEDULE_POSTSNAP(About.SCHEDULE);

    /** What a hook is told. */
    enum About {
        NODE,
        POOL,
        SCHEDULE
    }

    private static final String ASYNC = "-async";

    private final About about;

    Hook(About about) {
        this.about = about;
    }

    About about() {
        return about;
    }

    /** Such as {@code pool-prestop}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Its file; the one that is waited for comes first when both are there. */
    public String fileName(boolean async) {
        return word() + (async ? ASYNC : "") + ".sh";
    }

    /** Every name a file of the directory may have; other files are ignored. */
    public static List<String> fileNames() {
        return Arrays.stream(values())
                .flatMap(hook -> List.of(hook.fileName(false), hook.fileName(true)).stream())
                .toList();
    }

    /** By its word. */
    public static Optional<Hook> of(String word) {
        return Arrays.stream(values()).filter(hook -> hook.word().equals(word)).findFirst();
    }
}
