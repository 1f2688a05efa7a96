package dev.baton.events.contract.opennebula;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.events.callout.CallRun;
import dev.baton.events.callout.CallRun.Next;
import dev.baton.events.callout.Outcome;
import dev.baton.events.callout.Printed;
import dev.baton.events.callout.Sighting;
import dev.baton.events.callout.Truth;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

@Label("Storage call-outs contract, 4.3 to 4.6: whatever a driver prints, a call ends with a word")
class DriverAnswersPropertyTest {

    private static final int MOST_STEPS = 12;
    private static final int LONGEST_SENTENCE = 8000;
    private static final Place DISK = new Place("h1", "/ds/0/42/disk.0");
    private static final Transfer TM = Transfer.of("ssh", 42, 0);
    private static final String BOMB =
            "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;\">]><IMPORT_INFO>"
                    + "<IMPORT_SOURCE>&c;</IMPORT_SOURCE></IMPORT_INFO>";
    private static final String OUTSIDE =
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]><IMPORT_INFO>"
                    + "<IMPORT_SOURCE>&b;</IMPORT_SOURCE></IMPORT_INFO>";

    @Provide
    Arbitrary<String> words() {
        Arbitrary<String> known =
                Arbitraries.of(
                        "/ds/1/ab",
                        "10",
                        "-1",
                        "99999999999999999999",
                        "raw",
                        "USED_MB=1",
                        "FREE_MB=x",
                        "TOTAL_MB=99999999999999999999",
                        "TOTAL_MB=3",
                        "FREE_MB=2",
                        "ERROR MESSAGE --8<------",
                        "ERROR MESSAGE ------>8--",
                        "<IMPORT_INFO>",
                        "<IMPORT_SOURCE><![CDATA[/a]]></IMPORT_SOURCE>",
                        "</IMPORT_INFO>",
                        BOMB,
                        OUTSIDE,
                        "<a".repeat(30_000),
                        "x".repeat(70_000),
                        "\0",
                        "\uFEFF",
                        "\u001b[31m");
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(30);
        Arbitrary<String> blanks = Arbitraries.of(" ", "\n", "\t", "", "\r\n");
        return Combinators.combine(Arbitraries.oneOf(known, any), blanks)
                .as((word, blank) -> word + blank);
    }

    @Provide
    Arbitrary<Printed> printed() {
        Arbitrary<String> text = words().list().ofMaxSize(6).map(list -> String.join("", list));
        return Combinators.combine(text, text).as(Printed::new);
    }

    @Provide
    Arbitrary<Outcome> outcomes() {
        return Combinators.combine(printed(), Arbitraries.integers().between(0, 8))
                .as(DriverAnswersPropertyTest::outcome);
    }

    private static Outcome outcome(Printed printed, int kind) {
        return switch (kind) {
            case 0 -> new Outcome.Failed(1, printed);
            case 1 -> new Outcome.Failed(255, printed);
            case 2 -> new Outcome.TimedOut(Duration.ofHours(1), printed);
            case 3 -> new Outcome.Killed("a signal", printed);
            case 4 -> new Outcome.NotStarted("there is no file");
            case 5 -> new Outcome.Lost("n1");
            default -> new Outcome.Ok(printed);
        };
    }

    @Provide
    Arbitrary<DriverCall> calls() {
        Arbitrary<DriverCall> images =
                Arbitraries.of(DatastoreAction.class).map(DriverAnswersPropertyTest::call);
        Arbitrary<DriverCall> disks =
                Arbitraries.of(
                        new TransferCall.Fetch(TM, true, "/ds/1/ab", DISK, OptionalLong.empty()),
                        new TransferCall.MakeSwap(TM, 8, DISK),
                        new TransferCall.MakeImage(TM, 8, "raw", DISK),
                        new TransferCall.Delete(TM, new Place("fe", "/ds/0/42")),
                        new TransferCall.Move(TM, DISK, DISK.on("h2")),
                        new TransferCall.Save(TM, DISK, "/ds/1/ab"),
                        new TransferCall.Context(TM, List.of("/srv/a"), DISK),
                        new TransferCall.Monitor(Datastore.of(0, "m", "", "x", "/ds/0")));
        return Arbitraries.oneOf(images, disks);
    }

    private static DriverCall call(DatastoreAction action) {
        Datastore datastore = Datastore.of(1, "images", "x", "ssh", "/ds/1");
        Image image =
                Image.of(7)
                        .with(ImageText.PATH, "/srv/web.img")
                        .with(ImageText.SOURCE, "/ds/1/ab")
                        .with(ImageText.FORMAT, "raw")
                        .with(ImageText.SIZE, "10")
                        .with(ImageText.TARGET_SNAPSHOT, "3");
        return action == DatastoreAction.MONITOR
                ? DatastoreCall.monitor(datastore)
                : DatastoreCall.of(action, datastore, image);
    }

    @Property(tries = 2000)
    void aCallEndsWhateverItsDriverPrints(
            @ForAll("calls") DriverCall call,
            @ForAll Dialect dialect,
            @ForAll("outcomes") Outcome first,
            @ForAll @Size(max = 4) List<Boolean> seen,
            @ForAll("outcomes") Outcome later) {
        DriverKind kind =
                call instanceof DatastoreCall ? DriverKind.DATASTORE : DriverKind.TRANSFER;
        var run =
                new CallRun<DriverCall, DriverResult>(
                        DriverContractTest.contract(kind, "x", dialect), call);

        Truth<DriverResult> truth = followed(run, first, seen, later);

        assertTrue(truth.sentence().length() < LONGEST_SENTENCE, "a sentence is short");
        assertTrue(
                truth.sentence().codePoints().noneMatch(it -> it < ' ' || it == 127),
                () -> "a terminal would obey: " + truth.sentence());
        if (truth instanceof Truth.Done<DriverResult>(DriverResult result, var _)) {
            checkResult(result);
        }
    }

    private static Truth<DriverResult> followed(
            CallRun<DriverCall, DriverResult> run,
            Outcome first,
            List<Boolean> seen,
            Outcome later) {
        Outcome told = first;
        for (int step = 0; step < MOST_STEPS; step++) {
            switch (run.next()) {
                case Next.Over<DriverCall, DriverResult>(var truth) -> {
                    return truth;
                }
                case Next.Look<DriverCall, DriverResult> _ -> {
                    boolean there = step < seen.size() && seen.get(step);
                    run.seen(there ? new Sighting.Other("a file") : new Sighting.Missing());
                }
                case Next.Run<DriverCall, DriverResult> _ -> {
                    run.ended(told);
                    told = later;
                }
            }
        }
        throw new AssertionError("does not end: " + run.next());
    }

    /** What is believed is fit for records, lines and shells. */
    private static void checkResult(DriverResult result) {
        switch (result) {
            case DriverResult.Stored(String source, OptionalLong size, var _) -> {
                assertTrue(source.matches("[^\\s\\p{Cntrl}]{1,1024}"), source);
                assertTrue(size.isEmpty() || size.getAsLong() >= 0, "" + size);
            }
            case DriverResult.Size(long size) -> assertTrue(size >= 0, "" + size);
            case DriverResult.Room(long used, long free, long total) ->
                    assertTrue(used >= 0 && free >= 0 && total >= 0, "" + result);
            case DriverResult.Offer offer -> {
                assertTrue(offer.source().matches("[^\\s\\p{Cntrl}]{1,1024}"), offer.source());
                assertTrue(!offer.source().contains("bbbb"), "an entity was expanded");
            }
            case DriverResult.Presence _, DriverResult.Nothing _ -> {
                // says nothing that could be wrong
            }
        }
    }
}
