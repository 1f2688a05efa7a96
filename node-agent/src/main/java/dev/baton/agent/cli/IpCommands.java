package dev.baton.agent.cli;

import dev.baton.config.IpAddress;
import dev.baton.config.Parsed;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddress;
import dev.baton.config.PublicAddressesFile;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code ip add}, {@code ip delete}, {@code ip reload} and {@code ip failback}: what nodes may
 * carry and where it goes, while they run. Source: operator experience, section 1.1.
 */
final class IpCommands {

    private static final String ALL = "all";
    private static final String WHERE =
            "A node by name, pnn or private address, or all that take part (default: this one).";

    private IpCommands() {}

    static void addTo(CommandSpec ip) {
        ip.addSubcommand(
                "add",
                Leaf.changing(
                                "add",
                                "Lets a node carry an address too, until it is restarted.",
                                "baton ip add 192.0.2.10/24 eth1 --node all")
                        .option("--node", "NODE", WHERE)
                        .parameter("IP/PREFIX", "1", "The address and its prefix length.")
                        .parameter("INTERFACES", "1", "Interfaces that may carry it, by commas.")
                        .doing(IpCommands::add));
        ip.addSubcommand(
                "delete",
                Leaf.changing(
                                "delete",
                                "Takes an address from a node, until it is restarted.",
                                "baton ip delete 192.0.2.10 --node all")
                        .option("--node", "NODE", WHERE)
                        .parameter("IP", "1", "A public address.")
                        .doing(IpCommands::delete));
        ip.addSubcommand(
                "reload",
                Leaf.changing(
                                "reload",
                                "Reads the file of public addresses anew, then moves addresses.",
                                "baton ip reload --node all")
                        .option("--node", "NODE", WHERE)
                        .doing(IpCommands::reload));
        ip.addSubcommand(
                "failback",
                Leaf.changing(
                                "failback",
                                "Spreads an address anew, whatever its failback policy.",
                                "baton ip failback 192.0.2.10")
                        .parameter("IP", "1", "A public address, or all.")
                        .doing(IpCommands::failback));
    }

    private static Action failback(ParseResult line) {
        return context -> {
            String named = CommandTree.word(line, 0);
            List<IpAddress> ips =
                    named.equals(ALL)
                            ? List.of()
                            : List.of(ObjectNames.address(Picture.of(context), named));
            String answer =
                    Change.answer(
                            Change.reply(context, new OperatorCommand.Failback(ips)),
                            "baton ip list");
            String done = named + ": " + answer;
            return Page.sentence(
                    "Change", Json.object("object", named, "done", true, "message", done), done);
        };
    }

    private static Action add(ParseResult line) {
        Duration wait = CommandTree.waiting(line);
        return context -> {
            PublicAddress address = address(context, line);
            IpAddress ip = address.ip();
            List<Pnn> nodes = nodes(context, line);
            nodes.forEach(node -> ask(context, new OperatorCommand.AddAddress(node, address)));
            return await(
                    context,
                    wait,
                    ip.toString(),
                    picture ->
                            nodes.stream().allMatch(node -> report(picture, node, ip).isPresent()),
                    ip + " may be carried by " + names(context, nodes));
        };
    }

    private static PublicAddress address(CliContext context, ParseResult line) {
        String words = CommandTree.word(line, 0) + " " + CommandTree.word(line, 1);
        Parsed<PublicAddressesFile> parsed =
                PublicAddressesFile.parse(
                        "ip add",
                        List.of(words),
                        _ -> true,
                        ip -> context.settings().nodes().pnnOf(ip).isPresent());
        if (parsed.hasErrors() || parsed.value().list().isEmpty()) {
            String why =
                    parsed.problems().isEmpty()
                            ? "expected ADDRESS/PREFIX"
                            : parsed.problems().getFirst().why();
            throw Complaint.usage("ip add " + words + ": " + why + ". See: baton ip add --help");
        }
        return parsed.value().list().getFirst();
    }

    private static Action delete(ParseResult line) {
        Duration wait = CommandTree.waiting(line);
        return context -> {
            IpAddress ip = ObjectNames.address(Picture.of(context), CommandTree.word(line, 0));
            List<Pnn> nodes =
                    nodes(context, line).stream()
                            .filter(node -> report(Picture.of(context), node, ip).isPresent())
                            .toList();
            if (nodes.isEmpty()) {
                throw Complaint.notFound(
                        "no such node may carry " + ip + "; see: baton ip show " + ip);
            }
            nodes.forEach(node -> ask(context, new OperatorCommand.DeleteAddress(node, ip)));
            ask(context, new OperatorCommand.Reallocate());
            return await(
                    context,
                    wait,
                    ip.toString(),
                    picture -> nodes.stream().allMatch(node -> report(picture, node, ip).isEmpty()),
                    ip + " is carried no more by " + names(context, nodes));
        };
    }

    private static Action reload(ParseResult line) {
        return context -> {
            List<Pnn> nodes = nodes(context, line);
            List<String> failures = new ArrayList<>();
            for (Pnn node : nodes) {
                OperatorReply reply =
                        Change.reply(context, new OperatorCommand.ReloadAddresses(node));
                Change.problem(reply)
                        .ifPresent(why -> failures.add(names(context, List.of(node)) + ": " + why));
            }
            if (failures.size() == nodes.size()) {
                throw new Complaint(Exit.REFUSED, String.join("; ", failures));
            }
            ask(context, new OperatorCommand.Reallocate());
            if (!failures.isEmpty()) {
                throw new Complaint(
                        Exit.PARTLY_DONE,
                        String.join("; ", failures) + "; all others have read their files");
            }
            String done = names(context, nodes) + " read the file of public addresses anew";
            return Page.sentence(
                    "Change",
                    Json.object("object", "public_addresses", "done", true, "message", done),
                    done);
        };
    }

    private static void ask(CliContext context, OperatorCommand command) {
        Change.answer(Change.reply(context, command), "baton ip list");
    }

    private static Page await(
            CliContext context,
            Duration wait,
            String object,
            Predicate<Picture> effect,
            String done) {
        return Change.seen(context, wait, object, effect, done, "baton ip show " + object);
    }

    private static List<Pnn> nodes(CliContext context, ParseResult line) {
        Picture picture = Picture.of(context);
        String named = CommandTree.option(line, "--node", "");
        if (named.isEmpty()) {
            return List.of(picture.view().self().node());
        }
        return named.equals(ALL)
                ? picture.nodes().stream().filter(picture::takesPart).toList()
                : List.of(ObjectNames.node(picture, named));
    }

    private static Optional<AddressReport> report(Picture picture, Pnn node, IpAddress ip) {
        return picture.report(node).map(report -> report.addresses().get(ip));
    }

    private static String names(CliContext context, List<Pnn> nodes) {
        Picture picture = Picture.of(context);
        return String.join(", ", nodes.stream().map((Pnn node) -> picture.name(node)).toList());
    }
}
