package dev.baton.events.contract.opennebula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.events.callout.CallRun;
import dev.baton.events.callout.CallRun.Next;
import dev.baton.events.callout.Outcome;
import dev.baton.events.callout.Printed;
import dev.baton.events.callout.Sighting;
import dev.baton.events.callout.Truth;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

@DisplayName("Storage call-outs contract, section 4: what a driver's outcome means")
class DriverVerdictsTest {

    private static final Datastore IMAGES = Datastore.of(1, "images", "fs", "ssh", "/ds/1");
    private static final Transfer TM = Transfer.of("ssh", 42, 0);
    private static final Place DISK = new Place("h1", "/ds/0/42/disk.0");
    private static final Sighting FILE = new Sighting.Other("a file");
    private static final Sighting NONE = new Sighting.Missing();
    private static final String BLOCK =
            "ERROR MESSAGE --8<------\nno space\nERROR MESSAGE ------>8--\n";

    private static DatastoreCall call(DatastoreAction action, String format) {
        Image image =
                Image.of(7)
                        .with(ImageText.PATH, "/srv/web.img")
                        .with(ImageText.SOURCE, "/ds/1/ab")
                        .with(ImageText.FORMAT, format)
                        .with(ImageText.SIZE, "10")
                        .with(ImageText.TARGET_SNAPSHOT, "3");
        return action == DatastoreAction.MONITOR
                ? DatastoreCall.monitor(IMAGES)
                : DatastoreCall.of(action, IMAGES, image);
    }

    private static CallRun<DriverCall, DriverResult> run(Dialect dialect, DriverCall call) {
        DriverKind kind =
                call instanceof DatastoreCall ? DriverKind.DATASTORE : DriverKind.TRANSFER;
        return new CallRun<>(DriverContractTest.contract(kind, "x", dialect), call);
    }

    private static Outcome ok(String out) {
        return new Outcome.Ok(new Printed(out, ""));
    }

    private static Outcome late() {
        return new Outcome.TimedOut(Duration.ofHours(1), new Printed("", "ERROR: cp: slow\n"));
    }

    private static Truth<DriverResult> truth(CallRun<DriverCall, DriverResult> run) {
        return run.next() instanceof Next.Over<DriverCall, DriverResult>(var truth)
                ? truth
                : new Truth.Unknown<>("it is not over: " + run.next());
    }

    private static String brief(Truth<DriverResult> truth) {
        return switch (truth) {
            case Truth.Done<DriverResult>(DriverResult result, List<String> warnings) ->
                    result + (warnings.isEmpty() ? "" : " " + warnings);
            case Truth.NotDone<DriverResult>(String why) -> "not done: " + why;
            case Truth.Unknown<DriverResult>(String why) -> "unknown: " + why;
        };
    }

    @ParameterizedTest(name = "{0} {1} prints \"{2}\"")
    @DisplayName("4.3 and 4.9: the words of an answer, in each dialect; what else fails")
    @CsvSource(
            delimiter = '|',
            value = {
                "3.4 | CP | iqn.a:b 10 | Stored[source=iqn.a:b, size=OptionalLong[10],"
                        + " format=Optional.empty]",
                "3.4 | CP | iqn.a:b 10 more | Stored[source=iqn.a:b, size=OptionalLong[10],"
                        + " format=Optional.empty]",
                "3.4 | CP | iqn.a:b | not done: cp of driver datastore/fs exited with 0 and printed"
                        + " \"iqn.a:b\", expected SOURCE SIZE, the size in MiB",
                "3.4 | MKFS | iqn.a:b raw | not done: mkfs of driver datastore/fs exited with 0 and"
                        + " printed \"iqn.a:b raw\", expected SOURCE SIZE, the size in MiB",
                "3.4 | MKFS | '' | not done: mkfs of driver datastore/fs exited with 0 and printed"
                        + " nothing, expected the source of the image",
                "3.4 | MKFS | iqn.a:b 1 | Stored[source=iqn.a:b, size=OptionalLong[1],"
                        + " format=Optional.empty]",
                "3.6 | CP | iqn.a:b | Stored[source=iqn.a:b, size=OptionalLong.empty,"
                        + " format=Optional.empty]",
                "6.8 | CP | iqn.a:b qcow2 | Stored[source=iqn.a:b, size=OptionalLong.empty,"
                        + " format=Optional[qcow2]]",
                "6.8 | CP | iqn.a:b | Stored[source=iqn.a:b, size=OptionalLong.empty,"
                        + " format=Optional.empty]",
                "6.8 | CP | iqn.a:b 10 | not done: cp of driver datastore/fs exited with 0 and"
                        + " printed \"iqn.a:b 10\", expected SOURCE FORMAT; a driver that prints a"
                        + " size speaks dialect 3.4",
                "6.8 | MKFS | iqn.a:b | Stored[source=iqn.a:b, size=OptionalLong.empty,"
                        + " format=Optional.empty]",
                "6.8 | CLONE | iqn.a:c | Stored[source=iqn.a:c, size=OptionalLong.empty,"
                        + " format=Optional.empty]",
                "6.8 | CLONE | '' | not done: clone of driver datastore/fs exited with 0 and"
                        + " printed nothing, expected the source of the image",
                "6.8 | STAT | 12 | Size[size=12]",
                "6.8 | STAT | 12M | not done: stat of driver datastore/fs exited with 0 and printed"
                        + " \"12M\", expected a size in MiB",
                "6.8 | MONITOR | TOTAL_MB=30 USED_MB=10 X=y FREE_MB=20 | Room[used=10, free=20,"
                        + " total=30]",
                "6.8 | MONITOR | USED_MB=10 FREE_MB=20 | not done: monitor of driver datastore/fs"
                        + " exited with 0 and printed \"USED_MB=10 FREE_MB=20\", expected USED_MB=,"
                        + " FREE_MB= and TOTAL_MB= with numbers",
                "6.8 | EXPORT | <IMPORT_INFO><IMPORT_SOURCE><![CDATA[/x/ab]]></IMPORT_SOURCE><MD5>"
                        + "d4</MD5><SIZE>9</SIZE><FORMAT>raw</FORMAT></IMPORT_INFO>"
                        + " | Offer[source=/x/ab, md5=d4, size=OptionalLong[9], format=raw]",
                "6.8 | EXPORT | <IMPORT_INFO> | not done: export of driver datastore/fs exited with"
                        + " 0 and printed \"<IMPORT_INFO>\", expected IMPORT_INFO as XML",
                "6.8 | EXPORT | <IMPORT_INFO/> | not done: export of driver datastore/fs exited"
                        + " with 0 and printed \"<IMPORT_INFO/>\", expected IMPORT_SOURCE within"
                        + " IMPORT_INFO",
                "6.8 | SNAP_DELETE | '' | Nothing[]",
                "6.8 | SNAP_FLATTEN | '' | Nothing[]",
                "6.8 | SNAP_REVERT | '' | Nothing[]"
            })
    void anAnswerIsReadWordByWord(
            String dialect, DatastoreAction action, String out, String expected) {
        var run = run(Dialect.of(dialect).orElseThrow(), call(action, "raw"));

        run.ended(ok(out + "\n"));

        assertEquals(expected, brief(truth(run)));
    }

    @Test
    @DisplayName("4.6: an image that is a file is looked for before cp and mkfs are believed")
    void anImageThatIsNotThereWasNotMade() {
        var made = run(Dialect.V3_4, call(DatastoreAction.CP, "raw"));
        made.ended(ok("/ds/1/ab 10\n"));
        assertEquals(new Next.Look<>("/ds/1/ab"), made.next());
        made.seen(FILE);
        assertEquals(
                "Stored[source=/ds/1/ab, size=OptionalLong[10], format=Optional.empty]",
                brief(truth(made)));

        var lied = run(Dialect.V3_4, call(DatastoreAction.MKFS, "raw"));
        lied.ended(ok("/ds/1/ab 10\n"));
        lied.seen(NONE);

        assertEquals(
                "not done: mkfs of driver datastore/fs exited with 0 and printed \"/ds/1/ab 10\","
                        + " but there is nothing",
                brief(truth(lied)));
    }

    @Test
    @DisplayName("4.3: FSTYPE=save_as reserves a name; there is no file to look for")
    void aReservedNameIsNotLookedFor() {
        var run = run(Dialect.V3_4, call(DatastoreAction.MKFS, "save_as"));

        run.ended(ok("/ds/1/ab 10\n"));

        assertInstanceOf(Truth.Done.class, truth(run));
    }

    @ParameterizedTest(name = "rm {0}, then {1}")
    @DisplayName("4.6: rm is done when the image is gone, whatever was seen of its end")
    @CsvSource({
        "0, gone, Nothing[]",
        "0, there, 'not done: rm of driver datastore/fs exited with 0, but /ds/1/ab is still"
                + " there'",
        "late, gone, Nothing[]",
        "late, there, 'not done: rm of driver datastore/fs was ended after 3600 s, but /ds/1/ab is"
                + " still there'"
    })
    void rmIsDoneWhenTheImageIsGone(String ending, String then, String expected) {
        var run = run(Dialect.V6_8, call(DatastoreAction.RM, "raw"));

        run.ended(ending.equals("0") ? ok("") : late());
        run.seen(then.equals("gone") ? NONE : FILE);

        assertEquals(expected, brief(truth(run)));
    }

    @Test
    @DisplayName("4.3: rm of what is no file of the datastore fails without an error block")
    void aFailureWithoutAMessageIsAFailure() {
        var run = run(Dialect.V3_4, call(DatastoreAction.RM, "raw"));

        run.ended(new Outcome.Failed(1, Printed.NOTHING));

        assertEquals("not done: rm of driver datastore/fs exited with 1", brief(truth(run)));
    }

    @Test
    @DisplayName("4.6: the message for the user is the error block, or what has no level")
    void aFailureSaysWhatTheDriverSaid() {
        var old = run(Dialect.V3_4, call(DatastoreAction.CP, "raw"));
        old.ended(new Outcome.Failed(255, new Printed("", "INFO: cp: x\nERROR: cp: y\n" + BLOCK)));
        var today = run(Dialect.V6_8, call(DatastoreAction.CP, "raw"));
        today.ended(new Outcome.Failed(1, new Printed("", "INFO: cp: x\nno space\nleft\n")));

        assertEquals(
                "not done: cp of driver datastore/fs exited with 255: no space", brief(truth(old)));
        assertEquals(
                "not done: cp of driver datastore/fs exited with 1: no space left",
                brief(truth(today)));
    }

    @Test
    @DisplayName("4.6: an error block with exit 0 is a warning")
    void aComplaintWithSuccessIsAWarning() {
        var run = run(Dialect.V3_4, new TransferCall.Move(TM, DISK, DISK.on("h2")));

        run.ended(new Outcome.Ok(new Printed("", BLOCK)));

        assertEquals(
                "Nothing[] [mv of driver tm/ssh exited with 0, and complained: no space]",
                brief(truth(run)));
    }

    @ParameterizedTest
    @EnumSource(
            value = DatastoreAction.class,
            names = {"STAT", "MONITOR", "EXPORT"})
    @DisplayName("1.2: what only asks is asked again after a cut")
    void aQuestionThatWasCutOffIsAskedAgain(DatastoreAction action) {
        var run = run(Dialect.V6_8, call(action, "raw"));

        run.ended(late());

        assertEquals(action.word(), assertInstanceOf(Next.Run.class, run.next()).call().action());
    }

    @ParameterizedTest
    @EnumSource(
            value = DatastoreAction.class,
            names = {"CP", "MKFS", "CLONE", "SNAP_DELETE", "SNAP_FLATTEN", "SNAP_REVERT"})
    @DisplayName("6: what was cut off and may have changed something stays unknown")
    void anImageThatWasCutOffIsUnknown(DatastoreAction action) {
        var run = run(Dialect.V6_8, call(action, "raw"));

        run.ended(new Outcome.Lost("n2"));

        String why = brief(truth(run));
        assertTrue(
                why.startsWith("unknown: " + action.word() + " of driver datastore/fs was"), why);
        assertEquals(action.makes(), why.endsWith("what it had begun may be left in /ds/1"), why);
    }

    @ParameterizedTest(name = "mkswap {0}, then test says {1}")
    @DisplayName("4.6: mkswap (3.4) exits with 0 whatever happened: the disk is looked for by ssh")
    @CsvSource({
        "0, 0, Nothing[]",
        "0, 1, 'not done: mkswap of driver tm/ssh exited with 0, and there is nothing at"
                + " h1:/ds/0/42/disk.0'",
        "0, 255, 'unknown: mkswap of driver tm/ssh exited with 0; then look of driver tm/ssh exited"
                + " with 255; look at h1:/ds/0/42/disk.0'",
        "late, 1, 'unknown: mkswap of driver tm/ssh was ended after 3600 s: ERROR: cp: slow; there"
                + " is nothing at h1:/ds/0/42/disk.0 yet, but what it began on h1 may still run"
                + " there'",
        "late, 0, 'unknown: mkswap of driver tm/ssh was ended after 3600 s: ERROR: cp: slow;"
                + " h1:/ds/0/42/disk.0 is there, whole or not'"
    })
    void aDiskIsLookedForOnItsHost(String ending, int there, String expected) {
        var run = run(Dialect.V3_4, new TransferCall.MakeSwap(TM, 10, DISK));

        run.ended(ending.equals("0") ? ok("") : late());
        assertEquals("look", assertInstanceOf(Next.Run.class, run.next()).call().action());
        run.ended(there == 0 ? ok("") : new Outcome.Failed(there, Printed.NOTHING));

        assertEquals(expected, brief(truth(run)));
    }

    @Test
    @DisplayName("6: what ends with its connection is over on the host too; so is what runs here")
    void whatIsTiedOrHereIsNotDone() {
        TransferCall there = new TransferCall.MakeSwap(TM, 10, DISK);
        var tied =
                new CallRun<DriverCall, DriverResult>(
                        DriverContractTest.tied(DriverKind.TRANSFER, "ssh", Dialect.V6_8), there);
        tied.ended(late());
        tied.ended(new Outcome.Failed(1, Printed.NOTHING));
        var here = run(Dialect.V6_8, new TransferCall.MakeSwap(TM, 10, DISK.on("fe")));
        here.ended(late());
        here.seen(NONE);

        String ended = "not done: mkswap of driver tm/ssh was ended after 3600 s, and there is ";
        assertEquals(ended + "nothing at " + DISK, brief(truth(tied)));
        assertEquals(ended + "nothing at fe:/ds/0/42/disk.0", brief(truth(here)));
    }

    @Test
    @DisplayName("4.6: on the front-end itself nobody needs ssh to look")
    void aDiskOfTheFrontEndIsLookedForHere() {
        var run = run(Dialect.V3_4, new TransferCall.MakeImage(TM, 1, "ext4", DISK.on("fe")));

        run.ended(ok(""));
        assertEquals(new Next.Look<>("/ds/0/42/disk.0"), run.next());
        run.seen(NONE);

        assertEquals(
                "not done: mkimage of driver tm/ssh exited with 0, and there is nothing at"
                        + " fe:/ds/0/42/disk.0",
                brief(truth(run)));
    }

    @Test
    @DisplayName("4.4: delete of a disk does nothing in common drivers; of a directory it must")
    void onlyTheDeletionOfADirectoryIsLookedAt() {
        var disk = run(Dialect.V3_4, new TransferCall.Delete(TM, DISK));
        disk.ended(ok(""));
        var directory = run(Dialect.V3_4, new TransferCall.Delete(TM, new Place("h1", "/ds/0/42")));
        directory.ended(ok(""));
        directory.ended(ok(""));

        assertInstanceOf(Truth.Done.class, truth(disk));
        assertEquals(
                "not done: delete of driver tm/ssh exited with 0, but h1:/ds/0/42 is still there",
                brief(truth(directory)));
    }

    @Test
    @DisplayName("6: a disk on its way when the node died may be in two places")
    void aMoveThatWasCutOffSaysWhereToLook() {
        var run = run(Dialect.V6_8, new TransferCall.Move(TM, DISK, DISK.on("h2")));

        run.ended(new Outcome.Lost("n2"));

        assertEquals(
                "unknown: mv of driver tm/ssh was lost with the agent of n2; look at"
                        + " h1:/ds/0/42/disk.0 and h2:/ds/0/42/disk.0 before it is moved again",
                brief(truth(run)));
    }

    @Test
    @DisplayName("4.9: a transfer driver tells the room of its datastore like a datastore's")
    void theRoomOfMachinesIsRead() {
        var run =
                run(
                        Dialect.V6_8,
                        new TransferCall.Monitor(Datastore.of(0, "sys", "-", "ssh", "/ds/0")));

        run.ended(ok("USED_MB=1\nTOTAL_MB=3\nFREE_MB=2\n"));

        assertEquals("Room[used=1, free=2, total=3]", brief(truth(run)));
    }

    @Test
    void whatWasNotStartedIsNotDone() {
        var run =
                run(
                        Dialect.V6_8,
                        new TransferCall.Fetch(TM, true, "/ds/1/ab", DISK, OptionalLong.empty()));

        run.ended(new Outcome.NotStarted("no memory"));

        assertEquals(
                "not done: ln of driver tm/ssh could not be started: no memory", brief(truth(run)));
    }
}
