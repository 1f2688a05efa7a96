package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddress;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code ip}, {@code ipinfo} and {@code ifaces}. Source: CTDB command contract, section 3.3. */
final class IpLines {

    /** As CTDB writes no node where it counts without a sign. */
    private static final String NO_NODE = "4294967295";

    private final ToolCall call;
    private final OwnAddresses addresses;

    private IpLines(ToolCall call) {
        this.call = call;
        this.addresses = new OwnAddresses(call);
    }

    /** One address with the details its line may show. */
    private record Line(IpAddress ip, String node, String active, String available, String all) {

        /** As text, and in brackets when verbose. */
        String text(boolean verbose) {
            return verbose
                    ? "%s node[%s] active[%s] available[%s] configured[%s]\n"
                            .formatted(ip, node, active, available, all)
                    : ip + " " + node + "\n";
        }

        List<Object> cells(boolean verbose) {
            return verbose ? List.of(ip, node, active, available, all) : List.of(ip, node);
        }
    }

    static Answer ip(ToolCall call) {
        String which = call.firstArgument().orElse("");
        if (!which.isEmpty() && !which.equals("all")) {
            throw new WrongArguments();
        }
        return new IpLines(call).list(which.equals("all"));
    }

    private Answer list(boolean all) {
        boolean verbose = call.line().verbose();
        List<Line> lines = new ArrayList<>();
        DetailsOfOthers others = new DetailsOfOthers(call);
        for (IpAddress ip : all ? addresses.all() : addresses.own()) {
            lines.add(all && verbose ? ofOwner(ip, others) : line(ip));
        }
        return ToolCall.print(
                call.line()
                        .machine()
                        .map(separator -> rows(separator, lines, verbose))
                        .orElseGet(() -> text(all, lines, verbose)));
    }

    private Line line(IpAddress ip) {
        return new Line(
                ip,
                addresses.holder(ip).map(Pnn::toString).orElse("-1"),
                addresses.active(ip).map(InterfaceName::value).orElse(""),
                words(addresses.available(ip)),
                words(addresses.configured(ip)));
    }

    /** The details are those of the node that has the address; empty when nobody has. */
    private Line ofOwner(IpAddress ip, DetailsOfOthers others) {
        Pnn owner = addresses.holder(ip).orElse(call.self());
        if (addresses.holder(ip).isEmpty()) {
            return new Line(ip, "-1", "", "", "");
        }
        if (owner.equals(call.self())) {
            return line(ip);
        }
        List<String> cells = others.of(owner, ip);
        return new Line(ip, owner.toString(), cells.get(0), cells.get(1), cells.get(2));
    }

    private String text(boolean all, List<Line> lines, boolean verbose) {
        String where = all ? "ALL nodes" : "node " + call.node();
        return lines.stream()
                .map(line -> line.text(verbose))
                .collect(Collectors.joining("", "Public IPs on " + where + "\n", ""));
    }

    private static String rows(String separator, List<Line> lines, boolean verbose) {
        Rows rows = new Rows(separator);
        if (verbose) {
            rows.row(
                    "Public IP",
                    "Node",
                    "ActiveInterfaces",
                    "AvailableInterfaces",
                    "ConfiguredInterfaces");
        } else {
            rows.row("Public IP", "Node");
        }
        lines.forEach(line -> rows.row(line.cells(verbose)));
        return rows.toString();
    }

    private static String words(List<InterfaceName> names) {
        return names.stream().map(InterfaceName::value).collect(Collectors.joining(","));
    }

    static Answer ipinfo(ToolCall call) {
        IpAddress ip = call.address(0);
        IpLines lines = new IpLines(call);
        PublicAddress address =
                lines.addresses
                        .find(ip)
                        .orElseThrow(
                                () ->
                                        ToolFailure.onStdout(
                                                "Node %s does not know about IP %s"
                                                        .formatted(call.node(), ip)));
        return ToolCall.print(lines.info(address));
    }

    private String info(PublicAddress address) {
        IpAddress ip = address.ip();
        StringBuilder text = new StringBuilder();
        text.append("Public IP[%s] info on node %s\n".formatted(ip, call.node()));
        text.append("IP:").append(ip).append('\n');
        String holder = addresses.holder(ip).map(Pnn::toString).orElse(NO_NODE);
        text.append("CurrentNode:").append(holder).append('\n');
        List<InterfaceName> names = address.interfaces();
        text.append("NumInterfaces:").append(names.size()).append('\n');
        for (int i = 0; i < names.size(); i++) {
            InterfaceName name = names.get(i);
            boolean active = addresses.active(ip).filter(name::equals).isPresent();
            text.append(
                    "Interface[%d]: Name:%s Link:%s References:%d%s\n"
                            .formatted(
                                    i + 1,
                                    name,
                                    addresses.isUp(name) ? "up" : "down",
                                    addresses.references(name),
                                    active ? " (active)" : ""));
        }
        return text.toString();
    }

    static Answer ifaces(ToolCall call) {
        OwnAddresses addresses = new OwnAddresses(call);
        List<InterfaceName> names = addresses.interfaces();
        if (names.isEmpty()) {
            return ToolCall.print("No interfaces configured on node " + call.node() + "\n");
        }
        if (call.line().machine().isPresent()) {
            Rows rows = new Rows(call.line().machine().get());
            rows.row("Name", "LinkStatus", "References");
            for (InterfaceName name : names) {
                rows.row(name, addresses.isUp(name) ? 1 : 0, addresses.references(name));
            }
            return ToolCall.print(rows.toString());
        }
        StringBuilder text = new StringBuilder("Interfaces on node " + call.node() + "\n");
        for (InterfaceName name : names) {
            String link = addresses.isUp(name) ? "up" : "down";
            text.append(
                    "name:%s link:%s references:%d\n"
                            .formatted(name, link, addresses.references(name)));
        }
        return ToolCall.print(text.toString());
    }
}
