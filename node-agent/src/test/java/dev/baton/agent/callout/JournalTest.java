package dev.baton.agent.callout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

@DisplayName("docs/adr/0091: the journal of storage calls")
class JournalTest {

    private static final long SMALL = 8 << 10;

    private final Path folder;

    JournalTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Entry taken(int number) {
        return new Entry.JobTaken("0." + number, new VolumeRequest.Attach("web1"), "p", 1);
    }

    private static Entry begun(int number) {
        return new Entry.CallBegun(
                number,
                "0." + number,
                0,
                false,
                "ganeti",
                "p",
                "attach",
                "volume:a",
                "/x/attach",
                List.of(),
                new TreeMap<>(),
                "/x",
                1000,
                1);
    }

    private static Entry ended(int number) {
        return new Entry.CallEnded(number, "ok", 0, "exited with 0", "/dev/x\n", "", 5, 2);
    }

    private static Entry over(int number) {
        return new Entry.JobEnded("0." + number, JobState.DONE, "", List.of("note"), 3);
    }

    @Test
    void howACallEndedIsInTheFileAtOnceAndInItsOrder() throws IOException {
        try (Journal journal = Journal.open(folder, new Ledger())) {
            journal.append(begun(1));
            journal.note(ended(1));

            Ledger ofALaterLife = new Ledger();
            Journal.open(folder, ofALaterLife).close();
            assertEquals("ok", ofALaterLife.call(1).orElseThrow().outcome());

            journal.append(begun(2));
        }
        Ledger read = new Ledger();
        Journal.open(folder, read).close();
        assertEquals(
                List.of("ok", ""),
                read.calls().stream()
                        .map(each -> each.ended().map(Entry.CallEnded::outcome).orElse(""))
                        .toList());
    }

    @Test
    void aJournalThatGrowsIsWrittenAnewAndLosesNothingThatIsRemembered() throws IOException {
        Ledger ledger = new Ledger();
        try (Journal journal = Journal.open(folder, ledger, SMALL)) {
            for (int i = 1; i <= 40; i++) {
                for (Entry entry : List.of(taken(i), begun(i), ended(i), over(i))) {
                    journal.append(entry);
                }
            }
            journal.append(taken(41));
            journal.append(begun(41));
        }

        Ledger read = new Ledger();
        Journal.open(folder, read, SMALL).close();

        assertEquals(ledger.jobs(), read.jobs());
        assertEquals(ledger.calls(), read.calls());
        assertEquals(41, read.jobs().size());
        assertEquals(JobState.RUNNING, read.job("0.41").orElseThrow().state());
        assertEquals(42, read.nextJob());
        assertTrue(Files.notExists(folder.resolve("journal.new")));
    }

    @Test
    void oldJobsAndCallsAreForgottenOpenOnesNever() {
        Ledger ledger = new Ledger();
        ledger.apply(taken(1));
        ledger.apply(begun(1));
        for (int i = 2; i <= Ledger.MOST_JOBS + 10; i++) {
            List.of(taken(i), begun(i), ended(i), over(i)).forEach(ledger::apply);
        }

        assertEquals(Ledger.MOST_JOBS + 1, ledger.jobs().size());
        assertTrue(ledger.calls().size() <= Ledger.MOST_CALLS + 1);
        assertTrue(ledger.job("0.1").isPresent() && ledger.call(1).isPresent());
    }

    @Test
    void aJobThatIsOverStaysOverWhenSomethingIsCalledInItsNameAfterwards() {
        Ledger ledger = new Ledger();
        List.of(taken(1), over(1), begun(1), ended(1)).forEach(ledger::apply);

        JobRecord job = ledger.job("0.1").orElseThrow();

        assertEquals(JobState.DONE, job.state());
        assertEquals(List.of(1L), job.calls());
    }
}
