package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

@DisplayName("CTDB events contract, section 15.1")
class TunableCatalogTest {

    @Test
    void thePageOfTunablesIsTheCatalog() {
        Golden.check(Path.of("..", "docs", "tunables.md"), page());
    }

    @ParameterizedTest
    @CsvSource({
        "EventScriptTimeout,30",
        "MonitorInterval,15",
        "MonitorTimeoutCount,20",
        "TakeoverTimeout,9",
        "IPAllocAlgorithm,2",
        "NoIPFailback,0",
        "NoIPTakeover,0",
        "TickleUpdateInterval,20",
        "KeepaliveInterval,5",
        "KeepaliveLimit,5",
        "RecoverInterval,1",
        "RecoverTimeout,30",
        "ElectionTimeout,3",
        "RerecoveryTimeout,10",
        "RecoveryGracePeriod,120",
        "RecoveryBanPeriod,300",
        "RecoveryDropAllIPs,120",
        "EnableBans,1",
        "RecdPingTimeout,60",
        "RecdFailCount,10",
        "RecLockLatencyMs,1000",
        "ControlTimeout,60",
        "AllowMixedVersions,0",
        "StatHistoryInterval,1",
        "SeqnumInterval,1000",
        "TraverseTimeout,20",
        "DatabaseHashSize,100001",
        "DBSizeWarn,100000000",
        "PullDBPreallocation,10485760",
        "QueueBufferSize,1024"
    })
    void everyTunableOfCtdbHasItsDefault(String name, int value) {
        assertEquals(
                Optional.of(value),
                TunableCatalog.find(name.toLowerCase(Locale.ROOT)).map(Tunable::defaultValue));
    }

    @Test
    void obsoleteNamesAreKnownAndCannotBeFound() {
        assertTrue(TunableCatalog.isObsolete("deterministicips"));
        assertEquals(Optional.empty(), TunableCatalog.find("DeterministicIPs"));
        assertFalse(TunableCatalog.isObsolete("MonitorInterval"));
    }

    @Test
    @DisplayName(
            "CTDB command contract, section 4.1: 49 names, SeqnumInterval first; ours after them")
    void listsKeepTheOrderOfCtdb() {
        assertEquals("SeqnumInterval", TunableCatalog.all().getFirst().name());
        assertEquals("AllowMixedVersions", TunableCatalog.all().get(48).name());
        assertEquals("IpEventParallelism", TunableCatalog.all().get(49).name());
    }

    private static String page() {
        StringBuilder page = new StringBuilder();
        page.append("# Tunables\n\n");
        page.append("Written by `TunableCatalogTest`; change `TunableCatalog` instead.\n\n");
        page.append(
                "A tunable is set in `tunables.d/*.tunables` with `Name=Value`, one to a line.\n");
        page.append("Case does not matter. Lines that begin with `#` are comments.\n\n");
        page.append(
                """
                `baton tunable set NAME VALUE` sets it on all nodes, for as long as one agent of the
                cluster runs; `baton tunable list` shows values, where they come from, and nodes that
                differ. What counts is, the last first: the node's own value (`baton tunable set NAME
                VALUE --node NODE`, `ctdb setvar`; until that node is restarted), the shared value, the
                file, the default. A change is no reason for a takeover run; the next one heeds it.

                """);
        for (Tunable.Effect effect : Tunable.Effect.values()) {
            page.append(heading(effect));
            TunableCatalog.all().stream()
                    .filter(each -> each.effect() == effect)
                    .map(TunableCatalogTest::row)
                    .forEach(page::append);
            page.append("\n");
        }
        return page.toString().stripTrailing() + "\n";
    }

    private static String heading(Tunable.Effect effect) {
        String title =
                switch (effect) {
                    case ACTIVE -> "Tunables Baton acts on";
                    case NO_MECHANISM -> "Kept for CTDB's files and tools, without effect";
                    case DATABASE_ONLY -> "Kept for CTDB's files and tools, databases only";
                };
        return "## "
                + title
                + "\n\n"
                + "| Name | Default | Unit | Bounds | Meaning |\n"
                + "| --- | --- | --- | --- | --- |\n";
    }

    private static String row(Tunable each) {
        String most = each.max() == Integer.MAX_VALUE ? "" : Integer.toString(each.max());
        return "| %s | %d | %s | %d..%s | %s |\n"
                .formatted(
                        each.name(),
                        each.defaultValue(),
                        each.unit().text(),
                        each.min(),
                        most,
                        each.purpose());
    }
}
