package dev.baton.agent.cli;

import dev.baton.agent.lifecycle.MachineFile;
import dev.baton.agent.opennebula.ImageRecord;
import dev.baton.agent.saved.BadFile;
import dev.baton.events.contract.opennebula.TransferCall.Migration;
import dev.baton.events.contract.opennebula.TransferCall.Snapshot.Deed;
import dev.baton.orchestrator.lifecycle.Change;
import dev.baton.orchestrator.lifecycle.Machine;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;

/** {@code disk}: what a virtual machine's disks need when it starts, moves and ends. */
final class DiskCommands {

    private static final String MACHINE = "Full path of its description, a file of JSON.";
    private static final String DISK = "Number of a disk, as the description has it.";
    private static final String HOST = "Name of the host, as the front-end reaches it.";

    /** In place of a snapshot's number: the disk itself. Contract: section 4.9. */
    private static final int AS_IT_IS = -1;

    private DiskCommands() {}

    static CommandSpec disk() {
        CommandSpec disk =
                CommandTree.noun(
                        "disk",
                        "Disks of virtual machines, by OpenNebula's transfer drivers.",
                        "baton disk create /srv/web.json host1");
        add(
                disk,
                "create",
                "Makes a machine's disks on a host. When one fails what was made is deleted.",
                Change.Create::new);
        add(disk, "stop", "Brings disks from a host to the front-end.", Change.Stop::new);
        add(disk, "resume", "Brings disks from the front-end to a host.", Change.Resume::new);
        disk.addSubcommand("migrate", migrate());
        disk.addSubcommand("resize", resize());
        disk.addSubcommand("save", save());
        disk.addSubcommand("snapshot", snapshot());
        add(
                disk,
                "shutdown",
                "Saves what is to be saved and deletes the rest. What is deleted stays so.",
                Change.Shutdown::new);
        add(
                disk,
                "delete",
                "Deletes all a machine has on a host, saved or not.",
                Change.Delete::new);
        return disk;
    }

    private static void add(
            CommandSpec disk, String name, String description, Function<String, Change> change) {
        disk.addSubcommand(
                name,
                leaf(name, description, "baton disk " + name + " /srv/web.json host1")
                        .parameter("HOST", "1", HOST)
                        .doing(line -> asked(line, change.apply(CommandTree.word(line, 1)))));
    }

    private static Leaf leaf(String name, String description, String example) {
        return Manner.changing(name, description, example).parameter("MACHINE", "1", MACHINE);
    }

    private static Action asked(ParseResult line, Change change) {
        return asked(line, _ -> change);
    }

    private static Action asked(ParseResult line, Function<CliContext, Change> changing) {
        String file = CommandTree.word(line, 0);
        Manner manner = Manner.of(line);
        return context -> {
            Machine machine = machine(file);
            Change change = changing.apply(context);
            return manner.ofDrivers(
                    context,
                    () -> context.drivers().plan(machine, change),
                    () -> context.drivers().submit(machine, change));
        };
    }

    private static CommandSpec migrate() {
        return leaf(
                        "migrate",
                        "Moves disks to another host. When one fails those before it are moved"
                                + " back. With --live what drivers need before and after a machine"
                                + " is moved while it runs, which is the hypervisor's part.",
                        "baton disk migrate /srv/web.json host1 host2")
                .parameter("FROM", "1", HOST)
                .parameter("TO", "1", HOST)
                .option(
                        "--live",
                        "MOMENT",
                        "before: get ready; after: it runs there; failed: it runs here still.")
                .doing(line -> asked(line, migration(line)));
    }

    private static Change migration(ParseResult line) {
        String from = CommandTree.word(line, 1);
        String to = CommandTree.word(line, 2);
        if (!line.hasMatchedOption("--live")) {
            return new Change.Migrate(from, to);
        }
        String text = CommandTree.option(line, "--live", "");
        for (Migration.Moment each : Migration.Moment.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
                return new Change.Live(from, to, each);
            }
        }
        throw Complaint.usage(
                "--live expects before, after or failed, got \"%s\"".formatted(ShownText.of(text)));
    }

    private static CommandSpec resize() {
        return leaf(
                        "resize",
                        "Makes a disk of a machine larger.",
                        "baton disk resize /srv/web.json host1 0 20GiB")
                .parameter("HOST", "1", HOST)
                .parameter("DISK", "1", DISK)
                .parameter("SIZE", "1", "The new size, in whole MiB.")
                .doing(
                        line ->
                                asked(
                                        line,
                                        new Change.Resize(
                                                CommandTree.word(line, 1),
                                                disk(line),
                                                Manner.size(CommandTree.word(line, 3)))));
    }

    private static CommandSpec save() {
        return leaf(
                        "save",
                        "Writes what a disk of a machine holds to an image, which loses what it"
                                + " held. One that has only a name yet is made by: baton image"
                                + " create --format save_as.",
                        "baton disk save /srv/web.json host1 0 web-copy")
                .parameter("HOST", "1", HOST)
                .parameter("DISK", "1", DISK)
                .parameter("IMAGE", "1", "Name or id of an image.")
                .option("--snapshot", "SNAPSHOT", "What the disk held at this snapshot.")
                .doing(DiskCommands::save);
    }

    private static Action save(ParseResult line) {
        String host = CommandTree.word(line, 1);
        int disk = disk(line);
        String word = CommandTree.word(line, 3);
        String number = CommandTree.option(line, "--snapshot", "");
        int snapshot = number.isEmpty() ? AS_IT_IS : Manner.number("--snapshot", number);
        return asked(
                line,
                context -> {
                    ImageRecord image = StorageCommands.ask(() -> context.drivers().image(word));
                    return new Change.Save(
                            host, disk, snapshot, image.image().id(), image.source());
                });
    }

    private static CommandSpec snapshot() {
        CommandSpec snapshot =
                CommandTree.noun(
                        "snapshot",
                        "Snapshots of a machine's disk; of an image: baton image snapshot.",
                        "baton disk snapshot create /srv/web.json host1 0 3");
        snapshot.addSubcommand(
                "create",
                about("create", "Takes a snapshot.")
                        .flag("--live", "While the machine runs.")
                        .doing(
                                line ->
                                        asked(
                                                line,
                                                snapshot(
                                                        line,
                                                        line.hasMatchedOption("--live")
                                                                ? Deed.TAKE_LIVE
                                                                : Deed.TAKE))));
        snapshot.addSubcommand(
                "delete",
                about("delete", "Deletes a snapshot.")
                        .doing(line -> asked(line, snapshot(line, Deed.DELETE))));
        snapshot.addSubcommand(
                "revert",
                about("revert", "Brings a disk back to a snapshot; what was written since is lost.")
                        .doing(line -> asked(line, snapshot(line, Deed.REVERT))));
        return snapshot;
    }

    private static Leaf about(String name, String description) {
        return leaf(name, description, "baton disk snapshot " + name + " /srv/web.json host1 0 3")
                .parameter("HOST", "1", HOST)
                .parameter("DISK", "1", DISK)
                .parameter("SNAPSHOT", "1", "Number of the snapshot.");
    }

    private static Change snapshot(ParseResult line, Deed deed) {
        return new Change.Snapshot(
                CommandTree.word(line, 1),
                disk(line),
                deed,
                Manner.number("SNAPSHOT", CommandTree.word(line, 3)));
    }

    private static int disk(ParseResult line) {
        return Manner.number("DISK", CommandTree.word(line, 2));
    }

    private static Machine machine(String file) {
        try {
            Path path = Path.of(file);
            if (!path.isAbsolute()) {
                throw Complaint.usage(
                        "MACHINE expects a full path, because the agent reads the file, got \"%s\""
                                .formatted(ShownText.of(file)));
            }
            return MachineFile.read(path);
        } catch (InvalidPathException notAPath) {
            throw Complaint.usage(
                    "MACHINE expects a full path, got \"%s\"".formatted(ShownText.of(file)));
        } catch (BadFile bad) {
            throw Complaint.usage(ShownText.of(bad.sentence()));
        }
    }
}
