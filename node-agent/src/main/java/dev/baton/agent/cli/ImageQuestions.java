package dev.baton.agent.cli;

import dev.baton.agent.opennebula.StoreQuestion;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code image stat} and {@code image export}: what a datastore's driver tells of an image. */
final class ImageQuestions {

    private ImageQuestions() {}

    static CommandSpec stat() {
        return Manner.changing(
                        "stat",
                        "Asks a datastore's driver how large it would be, once registered.",
                        "baton image stat /srv/deb.raw --datastore fast")
                .option("--datastore", "DATASTORE", "Name or id of a datastore.")
                .parameter("PATH", "1", "Full path of a file, or an address.")
                .doing(ImageQuestions::stat);
    }

    private static Action stat(ParseResult line) {
        String datastore = Manner.required(line, "image stat", "--datastore", "a datastore");
        String path = CommandTree.word(line, 0);
        Manner manner = Manner.of(line);
        StoreQuestion question = new StoreQuestion.Size(datastore, path);
        return context ->
                manner.planned()
                        ? DriverPages.plan(
                                StorageCommands.ask(() -> context.drivers().plan(question)))
                        : DriverPages.size(
                                path,
                                StorageCommands.ask(
                                        () -> context.drivers().ask(question, manner.patience())));
    }

    static CommandSpec export() {
        return Manner.changing(
                        "export",
                        "Asks its driver from where another datastore can register an image.",
                        "baton image export web")
                .parameter("IMAGE", "1", "Name or id of an image.")
                .doing(ImageQuestions::export);
    }

    private static Action export(ParseResult line) {
        String image = CommandTree.word(line, 0);
        Manner manner = Manner.of(line);
        StoreQuestion question = new StoreQuestion.Offer(image);
        return context ->
                manner.planned()
                        ? DriverPages.plan(
                                StorageCommands.ask(() -> context.drivers().plan(question)))
                        : DriverPages.offer(
                                image,
                                StorageCommands.ask(
                                        () -> context.drivers().ask(question, manner.patience())));
    }
}
