package dev.baton.events.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.events.callout.Truth;
import dev.baton.events.contract.opennebula.Datastore;
import dev.baton.events.contract.opennebula.DatastoreAction;
import dev.baton.events.contract.opennebula.DatastoreCall;
import dev.baton.events.contract.opennebula.Dialect;
import dev.baton.events.contract.opennebula.DriverCall;
import dev.baton.events.contract.opennebula.DriverKind;
import dev.baton.events.contract.opennebula.DriverLayout;
import dev.baton.events.contract.opennebula.DriverResult;
import dev.baton.events.contract.opennebula.Image;
import dev.baton.events.contract.opennebula.ImageText;
import dev.baton.events.contract.opennebula.Place;
import dev.baton.events.contract.opennebula.Transfer;
import dev.baton.events.contract.opennebula.TransferAction;
import dev.baton.events.contract.opennebula.TransferCall;
import dev.baton.events.contract.opennebula.TransferCall.Migration.Moment;
import dev.baton.events.contract.opennebula.TransferCall.Snapshot.Deed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Every action of both dialects, really run, by a driver that checks all it is given. */
@DisplayName("Storage call-outs contract, 4.3, 4.4 and 4.9: a peer that knows only the contract")
class PeerDriversTest {

    private static final Path PEER =
            Path.of("../test-cluster/peers/opennebula-driver").toAbsolutePath().normalize();

    private final Path base;
    private final DriverFrontEnd frontEnd;
    private final DriverLayout layout;

    PeerDriversTest(@TempDir Path folder) throws IOException {
        base = folder.toRealPath();
        frontEnd = new DriverFrontEnd(base, base);
        layout = new DriverLayout(Optional.of(base));
        Files.copy(PEER, base.resolve("peer"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private void install(DriverKind kind, Dialect dialect, List<String> actions)
            throws IOException {
        Path driver = Files.createDirectories(layout.driver(kind, name(dialect)));
        for (String action : actions) {
            Files.createSymbolicLink(driver.resolve(action), base.resolve("peer"));
        }
    }

    private static String name(Dialect dialect) {
        return "peer" + dialect.word();
    }

    private List<DriverCall> aboutImages(Dialect dialect) {
        Datastore store = Datastore.of(1, "a <b> & c", name(dialect), "ssh", "/ds/1");
        Image image =
                Image.of(7)
                        .with(ImageText.NAME, "a \"web\" ]]> server")
                        .with(ImageText.PATH, "/srv/web.img")
                        .with(ImageText.SOURCE, "peer:7")
                        .with(ImageText.FORMAT, "raw")
                        .with(ImageText.SIZE, "5")
                        .with(ImageText.TARGET_SNAPSHOT, "3");
        List<DriverCall> calls = new ArrayList<>();
        for (DatastoreAction action : DatastoreAction.values()) {
            if (action.since().compareTo(dialect) <= 0) {
                calls.add(
                        action == DatastoreAction.MONITOR
                                ? DatastoreCall.monitor(store)
                                : DatastoreCall.of(action, store.with("X", "a ]]> b"), image));
            }
        }
        return calls;
    }

    private List<DriverCall> transfers(Dialect dialect) {
        Transfer by = Transfer.of(name(dialect), 42, 0);
        Place directory = new Place(DriverFrontEnd.NAME, base.resolve("ds/0/42").toString());
        Place disk = directory.disk(0);
        Place onHost = disk.on("h1");
        List<TransferCall> all =
                List.of(
                        new TransferCall.Fetch(by, false, "/ds/1/a", onHost, OptionalLong.of(5)),
                        new TransferCall.Fetch(by, true, "iqn.a:b", onHost, OptionalLong.empty()),
                        new TransferCall.Save(by, onHost, "/ds/1/a"),
                        new TransferCall.Move(by, onHost, onHost.on("h2")),
                        new TransferCall.Context(by, List.of("/a", "/b"), onHost),
                        new TransferCall.Delete(by, onHost),
                        new TransferCall.MakeImage(by, 2, "ext4", disk),
                        new TransferCall.MakeSwap(by, 2, directory.disk(1)),
                        new TransferCall.Migration(by, Moment.BEFORE, "h1", "h2", "/ds/0/42"),
                        new TransferCall.Migration(by, Moment.AFTER, "h1", "h2", "/ds/0/42"),
                        new TransferCall.Migration(by, Moment.FAILED, "h1", "h2", "/ds/0/42"),
                        new TransferCall.SaveCopy(by, onHost, "/ds/1/a", -1),
                        new TransferCall.Snapshot(by, Deed.TAKE, onHost, 3),
                        new TransferCall.Snapshot(by, Deed.TAKE_LIVE, onHost, 3),
                        new TransferCall.Snapshot(by, Deed.DELETE, onHost, 3),
                        new TransferCall.Snapshot(by, Deed.REVERT, onHost, 3),
                        new TransferCall.Resize(by, onHost, 9),
                        new TransferCall.Monitor(
                                Datastore.of(0, "sys", "-", name(dialect), "/ds/0")));
        return all.stream()
                .filter(call -> call.script().since().compareTo(dialect) <= 0)
                .<DriverCall>map(call -> call)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"V3_4", "V6_8"})
    void everyActionOfADatastoreGetsWhatTheContractSays(Dialect dialect) throws Exception {
        install(
                DriverKind.DATASTORE,
                dialect,
                Arrays.stream(DatastoreAction.values()).map(DatastoreAction::word).toList());

        for (DriverCall call : aboutImages(dialect)) {
            Truth<DriverResult> truth =
                    frontEnd.run(DriverKind.DATASTORE, name(dialect), dialect, call);

            assertInstanceOf(Truth.Done.class, truth, truth::sentence);
        }
        assertEquals(dialect == Dialect.V3_4 ? 3 : 10, aboutImages(dialect).size());
    }

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"V3_4", "V6_8"})
    void everyActionOfATransferGetsWhatTheContractSays(Dialect dialect) throws Exception {
        install(
                DriverKind.TRANSFER,
                dialect,
                Arrays.stream(TransferAction.values()).map(TransferAction::word).toList());

        for (DriverCall call : transfers(dialect)) {
            Truth<DriverResult> truth =
                    frontEnd.run(DriverKind.TRANSFER, name(dialect), dialect, call);

            assertInstanceOf(Truth.Done.class, truth, truth::sentence);
        }
        assertEquals(dialect == Dialect.V3_4 ? 8 : 18, transfers(dialect).size());
    }

    @Test
    @DisplayName("4.9: a driver that is called in the wrong dialect says what it missed")
    void theWrongDialectFailsAtOnce() throws Exception {
        install(DriverKind.DATASTORE, Dialect.V6_8, List.of("cp"));

        Truth<DriverResult> truth =
                frontEnd.run(
                        DriverKind.DATASTORE,
                        name(Dialect.V6_8),
                        Dialect.V3_4,
                        aboutImages(Dialect.V6_8).getFirst());

        assertTrue(
                truth.sentence().endsWith("exited with 9: expected ID, got 2 words"),
                truth::sentence);
    }
}
