package dev.baton.events.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.events.callout.Truth;
import dev.baton.events.contract.opennebula.Dialect;
import dev.baton.events.contract.opennebula.DriverKind;
import dev.baton.events.contract.opennebula.DriverResult;
import dev.baton.events.contract.opennebula.Place;
import dev.baton.events.contract.opennebula.Transfer;
import dev.baton.events.contract.opennebula.TransferCall;
import dev.baton.events.contract.opennebula.TransferCall.Snapshot.Deed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Our transfer by ssh, with hosts whose datastores are their own: in place of ssh stands a mount
 * namespace in which the datastores' directory is that host's. Needs to be root.
 */
@DisplayName("Storage call-outs contract, 4.2 and 4.4: transfer to hosts that share nothing")
class SshDriverTest {

    private static final Transfer BY = Transfer.of("ssh", 42, 0);

    private final Path base;
    private final DriverFrontEnd frontEnd;
    private final Path image;
    private final Place onH1;

    SshDriverTest(@TempDir Path folder) throws Exception {
        base = folder.toRealPath();
        Path one = base.resolve("one");
        OurDriversTest.copy(OurDriversTest.OURS, one);
        Files.writeString(
                one.resolve("var/config"), "DATASTORE_LOCATION=" + base.resolve("ds") + "\n");
        for (String each : List.of("ds/1", "hosts/h1", "hosts/h2")) {
            Files.createDirectories(base.resolve(each));
        }
        image = Files.writeString(base.resolve("ds/1/ab"), "the image");
        onH1 = new Place("h1", base.resolve("ds/0/42").toString());
        frontEnd = new DriverFrontEnd(base, one);
        program(
                "ssh",
                """
                while :; do
                    case $1 in -o) shift 2 ;; --) shift ;; *) break ;; esac
                done
                host=$1; shift
                [ "$host" != fe ] || exec sh -c "$*"
                [ -d "@/hosts/$host" ] || { echo "no route to $host" >&2; exit 255; }
                exec unshare -m sh -c 'mount --bind "@/hosts/$1" @/ds && exec sh -c "$2"' - "$host" "$*"
                """);
        program("iso", "echo \"$*\" >\"$3\"\n");
        Process may = new ProcessBuilder("unshare", "-m", "true").start();
        assumeTrue(
                may.waitFor(10, TimeUnit.SECONDS) && may.exitValue() == 0,
                "SKIPPED: needs mount namespaces; run it as root");
    }

    private void program(String name, String body) throws IOException {
        Path file = base.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body.replace("@/", base + "/"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Truth<DriverResult> run(Dialect dialect, TransferCall call) throws Exception {
        return frontEnd.run(DriverKind.TRANSFER, "ssh", dialect, call);
    }

    private void done(Dialect dialect, TransferCall call) throws Exception {
        Truth<DriverResult> truth = run(dialect, call);
        assertInstanceOf(Truth.Done.class, truth, truth::sentence);
    }

    private Path at(String host, String file) {
        return base.resolve("hosts").resolve(host).resolve("0/42").resolve(file);
    }

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"V3_4", "V6_8"})
    @DisplayName("4.5: a machine is made on one host, moves, is put aside, goes on and ends")
    void aMachineMovesBetweenHosts(Dialect dialect) throws Exception {
        Place onH2 = onH1.on("h2");
        Place aside = onH1.on(DriverFrontEnd.NAME);

        done(
                dialect,
                new TransferCall.Fetch(
                        BY, false, image.toString(), onH1.disk(0), OptionalLong.empty()));
        done(dialect, new TransferCall.MakeSwap(BY, 2, onH1.disk(1)));
        done(dialect, new TransferCall.MakeImage(BY, 2, "ext4", onH1.disk(2)));
        done(dialect, new TransferCall.Context(BY, List.of(image.toString()), onH1.disk(3)));
        assertEquals("the image", Files.readString(at("h1", "disk.0")));
        assertEquals(2 << 20, Files.size(at("h1", "disk.1")));

        done(dialect, new TransferCall.Move(BY, onH1.disk(0), onH2.disk(0)));
        done(dialect, new TransferCall.Move(BY, onH1, onH2));
        assertTrue(Files.notExists(at("h1", "disk.0")));
        Files.writeString(at("h2", "disk.0"), "changed");
        done(dialect, new TransferCall.Move(BY, onH2, aside));
        assertEquals("changed", Files.readString(base.resolve("ds/0/42/disk.0")));
        done(dialect, new TransferCall.Move(BY, aside, onH1));
        assertTrue(Files.notExists(base.resolve("ds/0/42")));
        assertTrue(Files.exists(at("h1", "disk.3")));

        done(dialect, new TransferCall.Save(BY, onH1.disk(0), image.toString()));
        assertEquals("changed", Files.readString(image));
        done(dialect, new TransferCall.Delete(BY, onH1));
        assertTrue(Files.notExists(at("h1", "")));
    }

    @Test
    @DisplayName("4.9: snapshots are taken on the host, move with the disk and come back with it")
    void aDiskHasSnapshots() throws Exception {
        Place onH2 = onH1.on("h2");
        done(Dialect.V6_8, fetched());
        for (int number : List.of(1, 2)) {
            Files.writeString(at("h1", "disk.0"), "state " + number);
            done(Dialect.V6_8, snapshot(onH1, Deed.TAKE, number));
        }
        done(Dialect.V6_8, new TransferCall.Move(BY, onH1, onH2));
        done(Dialect.V6_8, snapshot(onH2, Deed.REVERT, 1));
        assertEquals("state 1", Files.readString(at("h2", "disk.0")));
        done(Dialect.V6_8, new TransferCall.SaveCopy(BY, onH2.disk(0), image + "", 2));
        assertEquals("state 2", Files.readString(image));
        done(Dialect.V6_8, snapshot(onH2, Deed.DELETE, 2));
        String none = run(Dialect.V6_8, snapshot(onH2, Deed.REVERT, 2)).sentence();
        assertTrue(none.endsWith("to snapshot 2, which must be there"), none);

        done(Dialect.V6_8, new TransferCall.Save(BY, onH2.disk(0), image + ""));
        assertEquals("state 1", Files.readString(Path.of(image + ".snap/1")));
        assertTrue(Files.notExists(Path.of(image + ".snap/2")));
        assertTrue(Files.notExists(at("h2", "disk.0.snap")));
    }

    private TransferCall fetched() {
        return new TransferCall.Fetch(
                BY, false, image.toString(), onH1.disk(0), OptionalLong.empty());
    }

    private static TransferCall snapshot(Place on, Deed deed, int number) {
        return new TransferCall.Snapshot(BY, deed, on.disk(0), number);
    }

    @Test
    @DisplayName("4.5: a move that fails leaves the machine where it was")
    void aMoveToAHostThatIsGoneLeavesAllBehind() throws Exception {
        Files.createDirectories(at("h1", ""));
        Files.writeString(at("h1", "disk.0"), "mine");

        var truth = run(Dialect.V6_8, new TransferCall.Move(BY, onH1, onH1.on("h9")));

        assertEquals(
                "mv of driver tm/ssh exited with 255: Error creating directory "
                        + onH1.path()
                        + " at h9",
                truth.sentence());
        assertEquals("mine", Files.readString(at("h1", "disk.0")));
    }

    @Test
    @DisplayName("4.6: a host that cannot be asked proves nothing")
    void aHostThatCannotBeAskedLeavesItUnknown() throws Exception {
        program("ssh", "case $* in *test*) exit 255 ;; esac\nexit 0\n");

        var truth = run(Dialect.V6_8, new TransferCall.MakeSwap(BY, 2, onH1.disk(1)));

        assertInstanceOf(Truth.Unknown.class, truth, truth::sentence);
    }
}
