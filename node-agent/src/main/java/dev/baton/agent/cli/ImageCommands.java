package dev.baton.agent.cli;

import dev.baton.agent.opennebula.ImageOrder;
import dev.baton.agent.opennebula.ImageRecord;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Function;

/** {@code image}: what drivers of OpenNebula's datastores do. */
final class ImageCommands {

    private static final String IMAGE = "Name or id of an image.";
    private static final String NAME = "Letters, digits, '.', '_' and '-'.";

    private ImageCommands() {}

    static CommandSpec image() {
        CommandSpec image = CommandTree.noun("image", "Images of datastores.", "baton image list");
        image.addSubcommand(
                "list",
                Leaf.reading(
                                "list",
                                "The images of all nodes that are written down.",
                                "baton image list")
                        .doing(_ -> DriverPages::images));
        addMakers(image);
        addOthers(image);
        image.addSubcommand("stat", ImageQuestions.stat());
        image.addSubcommand("export", ImageQuestions.export());
        image.addSubcommand("snapshot", ImageSnapshots.snapshot());
        return image;
    }

    private static void addMakers(CommandSpec image) {
        image.addSubcommand(
                "create",
                attributes(
                                "create",
                                "Makes an empty image. Secrets never stand in a command line: give"
                                        + " them in a file.",
                                "baton image create web --datastore fast --size 10GiB --fs ext4")
                        .option("--datastore", "DATASTORE", "Name or id of a datastore.")
                        .option("--size", "SIZE", "Whole MiB: 512MiB, 10GiB, 1TiB.")
                        .option("--format", "FORMAT", "raw, qcow2 and so on (default raw).")
                        .option("--fs", "TYPE", "File system to make on it, such as ext4.")
                        .option("--id", "ID", "Its id (default: the next that is free).")
                        .parameter("NAME", "1", NAME)
                        .doing(ImageCommands::create));
        image.addSubcommand(
                "register",
                attributes(
                                "register",
                                "Copies a file of the front-end, or a download, into a datastore.",
                                "baton image register deb --datastore fast --path /srv/deb.raw")
                        .option("--datastore", "DATASTORE", "Name or id of a datastore.")
                        .option("--path", "PATH", "Full path of a file, or an address.")
                        .option("--format", "FORMAT", "raw, qcow2 and so on (default raw).")
                        .option("--id", "ID", "Its id (default: the next that is free).")
                        .parameter("NAME", "1", NAME)
                        .doing(ImageCommands::register));
        image.addSubcommand(
                "clone",
                Manner.changing("clone", "Copies an image.", "baton image clone deb deb-copy")
                        .option("--id", "ID", "Id of the copy (default: the next that is free).")
                        .parameter("IMAGE", "1", IMAGE)
                        .parameter("NAME", "1", "Of the copy. " + NAME)
                        .doing(
                                ordering(
                                        line ->
                                                new ImageOrder.Clone(
                                                        CommandTree.word(line, 0),
                                                        CommandTree.word(line, 1),
                                                        id(line)))));
    }

    private static void addOthers(CommandSpec image) {
        image.addSubcommand(
                "delete",
                Manner.changing(
                                "delete",
                                "Deletes an image with its data. One that is not written down here"
                                        + " is named by its id, --datastore and --source.",
                                "baton image delete web")
                        .option("--datastore", "DATASTORE", "Name or id of its datastore.")
                        .option("--source", "SOURCE", "Where it is, in its driver's words.")
                        .parameter("IMAGE", "1", IMAGE)
                        .doing(ImageCommands::delete));
        image.addSubcommand(
                "forget",
                Leaf.changing(
                                "forget",
                                "Takes an image out of the records; calls no driver.",
                                "baton image forget web")
                        .parameter("IMAGE", "1", IMAGE)
                        .doing(line -> context -> forget(context, CommandTree.word(line, 0))));
    }

    private static Leaf attributes(String name, String description, String example) {
        return Manner.changing(name, description, example)
                .options("--param", "NAME=VALUE", "For the driver; may be given again.")
                .option("--params", "FILE", "The same from a file, one NAME=VALUE a line.");
    }

    private static Action create(ParseResult line) {
        String datastore = Manner.required(line, "image create", "--datastore", "a datastore");
        long size =
                Manner.size(
                        Manner.required(line, "image create", "--size", "a size such as 10GiB"));
        OptionalLong id = id(line);
        Optional<String> system = Optional.ofNullable(line.matchedOptionValue("--fs", null));
        String format = CommandTree.option(line, "--format", "raw");
        Manner manner = Manner.of(line);
        return context ->
                carryOut(
                        context,
                        manner,
                        new ImageOrder.Create(
                                datastore(context, datastore),
                                CommandTree.word(line, 0),
                                size,
                                format,
                                system,
                                id,
                                parameters(context, line)));
    }

    private static Action register(ParseResult line) {
        String datastore = Manner.required(line, "image register", "--datastore", "a datastore");
        String path = Manner.required(line, "image register", "--path", "a path or an address");
        OptionalLong id = id(line);
        String format = CommandTree.option(line, "--format", "raw");
        Manner manner = Manner.of(line);
        return context ->
                carryOut(
                        context,
                        manner,
                        new ImageOrder.Register(
                                datastore(context, datastore),
                                CommandTree.word(line, 0),
                                path,
                                format,
                                id,
                                parameters(context, line)));
    }

    private static Action delete(ParseResult line) {
        String image = CommandTree.word(line, 0);
        String source = CommandTree.option(line, "--source", "");
        String datastore = CommandTree.option(line, "--datastore", "");
        Manner manner = Manner.of(line);
        if (source.isEmpty() && datastore.isEmpty()) {
            return context -> carryOut(context, manner, new ImageOrder.Delete(image));
        }
        if (source.isEmpty() || datastore.isEmpty() || !image.matches("[0-9]{1,9}")) {
            throw Complaint.usage(
                    "image delete: one that is not written down is named by its id, --datastore and"
                            + " --source. See: baton image delete --help");
        }
        return context ->
                carryOut(
                        context,
                        manner,
                        new ImageOrder.DeleteSource(
                                datastore(context, datastore), Long.parseLong(image), source));
    }

    private static Page forget(CliContext context, String word) {
        ImageRecord image = StorageCommands.ask(() -> context.drivers().forget(word));
        return new Page(
                Exit.DONE,
                "Image",
                DriverPages.json(image),
                List.of(
                        "image %s: not written down any more; %s"
                                .formatted(
                                        image.title(),
                                        image.source().isEmpty()
                                                ? "look with: baton datastore orphans "
                                                        + image.datastore()
                                                : "it is still at "
                                                        + ShownText.of(image.source()))),
                List.of(image.title()));
    }

    static Function<ParseResult, Action> ordering(Function<ParseResult, ImageOrder> reading) {
        return line -> {
            ImageOrder order = reading.apply(line);
            Manner manner = Manner.of(line);
            return context -> carryOut(context, manner, order);
        };
    }

    private static Page carryOut(CliContext context, Manner manner, ImageOrder order) {
        Page page =
                manner.ofDrivers(
                        context,
                        () -> context.drivers().plan(order),
                        () -> context.drivers().submit(order));
        return manner.planned() ? page : withImage(context, page, title(order));
    }

    /** Where the image is that was made. */
    private static Page withImage(CliContext context, Page page, String title) {
        List<String> text = new ArrayList<>(page.text());
        StorageCommands.ask(() -> context.drivers().images()).all().stream()
                .filter(each -> each.title().equals(title) && !each.source().isEmpty())
                .forEach(each -> text.add(DriverPages.line(each)));
        return new Page(
                page.exitCode(), page.kind(), page.json(), text, page.names(), page.warnings());
    }

    /** The name of what an order makes or is about. */
    private static String title(ImageOrder order) {
        return switch (order) {
            case ImageOrder.Create create -> create.title();
            case ImageOrder.Register register -> register.title();
            case ImageOrder.Clone clone -> clone.title();
            case ImageOrder.Snapshot snapshot -> snapshot.image();
            case ImageOrder.Delete delete -> delete.image();
            case ImageOrder.DeleteSource delete -> delete.source();
        };
    }

    private static long datastore(CliContext context, String word) {
        return StorageCommands.ask(() -> context.drivers().datastore(word));
    }

    private static SortedMap<String, String> parameters(CliContext context, ParseResult line) {
        List<String> given = List.of(line.matchedOptionValue("--param", new String[0]));
        return GivenParameters.read(
                context.storage(), given, CommandTree.option(line, "--params", ""));
    }

    private static OptionalLong id(ParseResult line) {
        String text = CommandTree.option(line, "--id", "");
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Manner.number("--id", text));
    }
}
