package dev.baton.agent.cli;

import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.StorageAccess;
import dev.baton.agent.lifecycle.MachineFile;
import dev.baton.agent.saved.BadFile;
import dev.baton.orchestrator.lifecycle.Change;
import dev.baton.orchestrator.lifecycle.Machine;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** {@code disk}: what a virtual machine's disks need when it starts, moves and ends. */
final class DiskCommands {

    private static final String MACHINE = "Full path of its description, a file of JSON.";
    private static final String HOST = "Name of the host, as the front-end reaches it.";

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
        disk.addSubcommand(
                "migrate",
                leaf(
                                "migrate",
                                "Moves disks to another host. When one fails those before it are"
                                        + " moved back.",
                                "baton disk migrate /srv/web.json host1 host2")
                        .parameter("FROM", "1", HOST)
                        .parameter("TO", "1", HOST)
                        .doing(
                                line ->
                                        asked(
                                                line,
                                                new Change.Migrate(
                                                        CommandTree.word(line, 1),
                                                        CommandTree.word(line, 2)))));
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
        return Leaf.changing(name, description, example)
                .flag("--plan", "Show what would be run; run nothing.")
                .parameter("MACHINE", "1", MACHINE);
    }

    private static Action asked(ParseResult line, Change change) {
        String file = CommandTree.word(line, 0);
        boolean planned = line.hasMatchedOption("--plan");
        Duration patience = CommandTree.waiting(line);
        return context -> {
            Machine machine = machine(file);
            if (planned) {
                return DriverPages.plan(
                        StorageCommands.ask(() -> context.drivers().plan(machine, change)));
            }
            JobRecord job = StorageCommands.ask(() -> context.drivers().submit(machine, change));
            return JobPages.accepted(context, new StorageAccess.Accepted(job, List.of()), patience);
        };
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
