package dev.baton.agent.callout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.membership.StampedRecord;
import dev.baton.agent.records.NodeRecord;
import dev.baton.agent.records.SharedHistory;
import dev.baton.config.Pnn;
import dev.baton.events.contract.ganeti.SeenProviders;
import dev.baton.events.process.ScriptTrust;
import dev.baton.orchestrator.exchange.Fact;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

@DisplayName("Storage operations, section 5: the providers of all nodes are compared")
class ParityWatchTest {

    private final TreeMap<Pnn, String> sheets = new TreeMap<>();
    private final List<Fact> facts = new ArrayList<>();
    private final RealProviders zero;
    private final RealProviders one;
    private boolean readable = true;

    ParityWatchTest(@TempDir Path folder) throws Exception {
        zero = new RealProviders(Files.createDirectory(folder.resolve("n0"))).files();
        one = new RealProviders(Files.createDirectory(folder.resolve("n1"))).files();
    }

    /** The memory the nodes share. */
    private final class Sheets implements SharedHistory {

        @Override
        public Reading facts() {
            return new Reading.Unreadable("none");
        }

        @Override
        public Reading runs() {
            return new Reading.Unreadable("none");
        }

        @Override
        public SharedHistory.Sheets storage() {
            return new SharedHistory.Sheets.Unreadable("this test has none");
        }

        @Override
        public SharedHistory.Sheets providers() {
            return readable
                    ? new SharedHistory.Sheets.Told(sheets)
                    : new SharedHistory.Sheets.Unreadable("they are not there yet");
        }

        @Override
        public SortedMap<Pnn, NodeRecord> nodes() {
            return new TreeMap<>();
        }
    }

    private ParityWatch watch(int pnn, RealProviders providers, List<Fact> heard) {
        ProviderDirectories directories =
                new ProviderDirectories(
                        List.of(providers.extstorage), ScriptTrust.ofThisProcess(providers.base));
        return new ParityWatch(
                new Pnn(pnn),
                new ProviderSurvey(directories),
                new SharedProviders(
                        new Sheets(),
                        sheet -> sheets.put(new Pnn(pnn), sheet),
                        _ -> {},
                        heard::add));
    }

    @Test
    void driftIsOneFactAndItsEndAnother() {
        ParityWatch here = watch(0, zero, facts);
        ParityWatch there = watch(1, one, new ArrayList<>());

        here.round();
        there.round();
        here.round();
        assertEquals(List.of(), facts);
        assertEquals(List.of(), here.compare().drift());

        one.script("files", "create", "exit 1");
        RealProviders.allow(one.extstorage.resolve("files/attach"), "rwx------");
        RealProviders.write(one.extstorage.resolve("rbd/create"), "x", "rwxr-xr-x");
        there.round();
        here.round();
        here.round();

        assertEquals(
                List.of(
                        new Fact.ProvidersDiffer(
                                2, "files (file attach), files (file create), rbd (provider)")),
                facts);
        assertEquals(2, here.drifting());

        zero.script("files", "create", "exit 1");
        RealProviders.allow(zero.extstorage.resolve("files/attach"), "rwx------");
        RealProviders.write(zero.extstorage.resolve("rbd/create"), "x", "rwxr-xr-x");
        here.round();

        assertEquals(
                new Fact.ProvidersDiffer(0, "they are the same on all nodes"), facts.getLast());
        assertEquals(0, here.drifting());
    }

    @Test
    void noMoreIsToldThanASharedRecordHoldsAndWhatIsLeftOutIsNoDrift() {
        for (int i = 0; i < 30; i++) {
            for (int file = 0; file < 30; file++) {
                RealProviders.write(
                        zero.extstorage.resolve("many%02d/file%02d".formatted(i, file)),
                        "x",
                        "rwxr-xr-x");
            }
        }
        watch(0, zero, facts).round();

        String sheet = Objects.requireNonNull(sheets.get(new Pnn(0)));
        assertTrue(sheet.length() <= StampedRecord.MOST_CHARS, "a record would be refused");
        assertTrue(sheet.length() > StampedRecord.MOST_CHARS * 9 / 10, "too much was left out");
        assertTrue(sheet.contains("\"cut\":true"), sheet.substring(sheet.length() - 50));
    }

    @Test
    void whatIsTheSameIsToldOnce() {
        ParityWatch here = watch(0, zero, facts);
        here.round();
        sheets.clear();

        here.round();
        assertTrue(sheets.isEmpty());
        zero.script("files", "grow", "exit 1");
        here.round();
        assertEquals(1, sheets.size());
    }

    @Test
    void aNodeThatIsNotUnderstoodOrNotReadIsSilent() {
        ParityWatch here = watch(0, zero, facts);
        sheets.put(new Pnn(1), "{\"providers\":17}");

        Parity garbage = here.compare();
        readable = false;
        Parity none = here.compare();

        assertEquals(List.of(new Pnn(0)), List.copyOf(garbage.seen().keySet()));
        assertEquals("", garbage.silence());
        assertEquals("they are not there yet", none.silence());
        assertEquals(List.of(), none.drift());
    }

    @Test
    void ofAFileHashModeAndOwnerAreSeen() {
        SeenProviders seen =
                new ProviderSurvey(
                                new ProviderDirectories(
                                        List.of(zero.extstorage),
                                        ScriptTrust.ofThisProcess(zero.base)))
                        .look();

        var file = seen.providers().getFirst().files().getFirst();
        assertEquals("attach", file.path());
        assertTrue(file.hash().matches("[0-9a-f]{12}"), file.toString());
        assertEquals("755", file.mode());
        assertTrue(file.owner().contains(":"), file.toString());
        assertEquals(8, seen.providers().getFirst().files().size());
    }
}
