package dev.baton.agent.cli;

import dev.baton.agent.callout.VolumeRequest;
import dev.baton.config.Pnn;
import dev.baton.events.contract.ganeti.Metadata;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** {@code volume}: what Ganeti ExtStorage providers do, on this node. */
final class VolumeCommands {

    private static final String VOLUME = "Name of a volume of this node.";

    private VolumeCommands() {}

    static CommandSpec volume() {
        CommandSpec volume =
                CommandTree.noun("volume", "Volumes of storage providers.", "baton volume list");
        volume.addSubcommand(
                "list",
                Leaf.reading("list", "The volumes of all nodes.", "baton volume list")
                        .doing(_ -> VolumePages::list));
        volume.addSubcommand(
                "info",
                Leaf.reading(
                                "info",
                                "One volume: names, parameters, what is at its device.",
                                "baton volume info web1")
                        .parameter("VOLUME", "1", VOLUME)
                        .doing(
                                line ->
                                        context ->
                                                VolumePages.info(
                                                        context, CommandTree.word(line, 0))));
        volume.addSubcommand("create", create());
        addUsual(volume);
        addOthers(volume);
        addMoves(volume);
        return volume;
    }

    private static CommandSpec create() {
        return Manner.changing(
                        "create",
                        "Makes volumes: all that are named, or none. Secrets never stand in a"
                                + " command line: give them in a file.",
                        "baton volume create web1 --provider lvm --size 10GiB")
                .option("--provider", "PROVIDER", "Whose scripts make it.")
                .option("--size", "SIZE", "Whole MiB: 512MiB, 10GiB, 1TiB.")
                .options("--param", "NAME=VALUE", "For the provider; may be given again.")
                .option("--params", "FILE", "The same from a file, one NAME=VALUE a line.")
                .parameter("VOLUME", "1..*", "Names: letters, digits, '.', '_' and '-'.")
                .doing(VolumeCommands::create);
    }

    private static Action create(ParseResult line) {
        List<String> volumes = words(line, 0);
        String provider =
                Manner.required(
                        line,
                        "volume create",
                        "--provider",
                        "a provider; see: baton provider list");
        long size =
                Manner.size(
                        Manner.required(line, "volume create", "--size", "a size such as 10GiB"));
        List<String> given = List.of(line.matchedOptionValue("--param", new String[0]));
        String file = CommandTree.option(line, "--params", "");
        Manner manner = Manner.of(line);
        return context -> {
            SortedMap<String, String> parameters =
                    GivenParameters.read(context.storage(), given, file);
            return carryOut(
                    context, manner, new VolumeRequest.Create(provider, volumes, size), parameters);
        };
    }

    /** Commands that any provider can follow. */
    private static void addUsual(CommandSpec volume) {
        volume.addSubcommand(
                "attach",
                about("attach", "Makes it a device of this node.", "baton volume attach web1")
                        .doing(asking(line -> new VolumeRequest.Attach(title(line)))));
        volume.addSubcommand(
                "detach",
                about("detach", "Undoes attach on this node.", "baton volume detach web1")
                        .doing(asking(line -> new VolumeRequest.Detach(title(line)))));
        volume.addSubcommand(
                "grow",
                about("grow", "Makes it larger.", "baton volume grow web1 20GiB")
                        .parameter("SIZE", "1", "The new size, in whole MiB.")
                        .doing(
                                asking(
                                        line ->
                                                new VolumeRequest.Grow(
                                                        title(line),
                                                        Manner.size(CommandTree.word(line, 1))))));
        volume.addSubcommand(
                "remove",
                about("remove", "Deletes it with its data.", "baton volume remove web1")
                        .flag("--force", "Also when its provider does not find it.")
                        .doing(
                                asking(
                                        line ->
                                                new VolumeRequest.Remove(
                                                        title(line),
                                                        line.hasMatchedOption("--force")))));
    }

    /** Commands whose effect is the provider's own matter. */
    private static void addOthers(CommandSpec volume) {
        volume.addSubcommand(
                "snapshot",
                about(
                                "snapshot",
                                "Takes a snapshot, a volume of its own from then on.",
                                "baton volume snapshot web1 --name before-update")
                        .option("--name", "NAME", "Of the snapshot (default VOLUME.snap).")
                        .doing(asking(VolumeCommands::snapshot)));
        volume.addSubcommand(
                "setinfo",
                about(
                                "setinfo",
                                "Stores with it who uses it.",
                                "baton volume setinfo web1 webserver")
                        .parameter("USER", "1", "Stored as originstname+USER.")
                        .doing(
                                asking(
                                        line ->
                                                new VolumeRequest.SetInfo(
                                                        title(line),
                                                        Metadata.usedBy(
                                                                CommandTree.word(line, 1))))));
        volume.addSubcommand(
                "verify",
                about(
                                "verify",
                                "Has its provider judge its parameters.",
                                "baton volume verify web1")
                        .parameter("CHECK", "0..*", "Words for the provider.")
                        .doing(
                                asking(
                                        line ->
                                                new VolumeRequest.Verify(
                                                        title(line), words(line, 1)))));
    }

    /** Commands that take one to another node. */
    private static void addMoves(CommandSpec volume) {
        volume.addSubcommand(
                "migrate",
                about(
                                "migrate",
                                "Hands one in use over to another node: open shared on both for a"
                                        + " moment, then there alone.",
                                "baton volume migrate web1 --to n2")
                        .option("--to", "NODE", "Name, pnn or address of a node.")
                        .doing(line -> moved(line, VolumeRequest.Migrate::new)));
        volume.addSubcommand(
                "failover",
                about(
                                "failover",
                                "Takes one that nobody uses to another node.",
                                "baton volume failover web1 --to n2")
                        .option("--to", "NODE", "Name, pnn or address of a node.")
                        .doing(line -> moved(line, VolumeRequest.Failover::new)));
        volume.addSubcommand(
                "adopt",
                about(
                                "adopt",
                                "Keeps one that is arriving from a node that never returns. That"
                                        + " node must be off, or not use it.",
                                "baton volume adopt web1")
                        .doing(asking(line -> new VolumeRequest.Adopt(title(line)))));
        volume.addSubcommand(
                "forget",
                about(
                                "forget",
                                "No longer lists one here that another node adopted; its data"
                                        + " stays.",
                                "baton volume forget web1")
                        .doing(asking(line -> new VolumeRequest.Forget(title(line)))));
    }

    private static Action moved(ParseResult line, BiFunction<String, Pnn, VolumeRequest> request) {
        String title = title(line);
        String to = CommandTree.option(line, "--to", "");
        if (to.isEmpty()) {
            throw Complaint.usage("expected --to NODE: the node it is to be on; see: baton status");
        }
        Manner manner = Manner.of(line);
        return context -> {
            Picture picture = Picture.of(context);
            Pnn node = ObjectNames.node(picture, to);
            if (node.equals(picture.view().self().node())) {
                throw new Complaint(
                        Exit.REFUSED, "node " + to + " is this one; name the one it is to go to");
            }
            return carryOut(context, manner, request.apply(title, node), new TreeMap<>());
        };
    }

    private static Leaf about(String name, String description, String example) {
        return Manner.changing(name, description, example).parameter("VOLUME", "1", VOLUME);
    }

    private static VolumeRequest snapshot(ParseResult line) {
        String name = CommandTree.option(line, "--name", title(line) + ".snap");
        return new VolumeRequest.Snapshot(title(line), name);
    }

    private static Function<ParseResult, Action> asking(
            Function<ParseResult, VolumeRequest> reading) {
        return line -> {
            VolumeRequest request = reading.apply(line);
            Manner manner = Manner.of(line);
            return context -> carryOut(context, manner, request, new TreeMap<>());
        };
    }

    private static Page carryOut(
            CliContext context,
            Manner manner,
            VolumeRequest request,
            SortedMap<String, String> parameters) {
        if (manner.planned()) {
            return VolumePages.plan(
                    request.word(),
                    StorageCommands.ask(() -> context.storage().plan(request, parameters)));
        }
        return JobPages.accepted(
                context,
                StorageCommands.ask(() -> context.storage().submit(request, parameters)),
                manner.patience());
    }

    private static String title(ParseResult line) {
        return CommandTree.word(line, 0);
    }

    private static List<String> words(ParseResult line, int from) {
        return line.hasMatchedPositional(from)
                ? Arrays.asList(line.matchedPositionalValue(from, new String[0]))
                : List.of();
    }
}
