package dev.baton.agent.cli;

import dev.baton.agent.opennebula.StoreQuestion;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code datastore}: which there are, how full they are, what is in them that nobody knows. */
final class DatastoreCommands {

    private static final String DATASTORE = "Name or id of a datastore.";

    private DatastoreCommands() {}

    static CommandSpec datastore() {
        CommandSpec datastore =
                CommandTree.noun(
                        "datastore", "Datastores of OpenNebula's drivers.", "baton datastore list");
        datastore.addSubcommand(
                "list",
                Leaf.reading(
                                "list",
                                "Each datastore of the settings, and whether its drivers can be"
                                        + " used on this node.",
                                "baton datastore list")
                        .doing(_ -> DriverPages::datastores));
        datastore.addSubcommand(
                "monitor",
                Manner.changing(
                                "monitor",
                                "Asks a datastore's driver how much room there is.",
                                "baton datastore monitor fast")
                        .parameter("DATASTORE", "1", DATASTORE)
                        .doing(DatastoreCommands::monitor));
        datastore.addSubcommand(
                "orphans",
                Leaf.reading(
                                "orphans",
                                "What is in a datastore's directory and no image that is written"
                                        + " down, and images that are not there. Exits with 1 when"
                                        + " there are any.",
                                "baton datastore orphans fast")
                        .parameter("DATASTORE", "1", DATASTORE)
                        .doing(
                                line ->
                                        context ->
                                                DriverPages.orphans(
                                                        context, CommandTree.word(line, 0))));
        return datastore;
    }

    private static Action monitor(ParseResult line) {
        String datastore = CommandTree.word(line, 0);
        Manner manner = Manner.of(line);
        StoreQuestion question = new StoreQuestion.Room(datastore);
        return context ->
                manner.planned()
                        ? DriverPages.plan(
                                StorageCommands.ask(() -> context.drivers().plan(question)))
                        : DriverPages.room(
                                datastore,
                                StorageCommands.ask(
                                        () -> context.drivers().ask(question, manner.patience())));
    }
}
