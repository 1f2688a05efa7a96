package dev.baton.agent.cli;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.exchange.OperatorCommand;

import java.util.Locale;
import java.util.function.Predicate;

/** The changes an operator can ask for, with the effect each has in the view. */
final class Changes {

    private Changes() {}

    static Change disable(Picture picture, Pnn node, String reason) {
        OperatorCommand command = new OperatorCommand.Disable(node, reason);
        return leaving(picture, node, NodeFlag.DISABLED, command, "disabled");
    }

    static Change stop(Picture picture, Pnn node, String reason) {
        OperatorCommand command = new OperatorCommand.StopNode(node, reason);
        return leaving(picture, node, NodeFlag.STOPPED, command, "stopped");
    }

    static Change ban(Picture picture, Pnn node, long seconds, String reason) {
        OperatorCommand command = new OperatorCommand.Ban(node, seconds, reason);
        return leaving(picture, node, NodeFlag.BANNED, command, "banned");
    }

    static Change enable(Picture picture, Pnn node) {
        return returning(picture, node, NodeFlag.DISABLED, new OperatorCommand.Enable(node));
    }

    static Change resume(Picture picture, Pnn node) {
        return returning(picture, node, NodeFlag.STOPPED, new OperatorCommand.ContinueNode(node));
    }

    static Change unban(Picture picture, Pnn node) {
        return returning(picture, node, NodeFlag.BANNED, new OperatorCommand.Unban(node));
    }

    static Change move(Picture picture, IpAddress ip, Pnn to) {
        String name = picture.name(to);
        return new Change(
                new OperatorCommand.Move(ip, to),
                ip.toString(),
                seen ->
                        seen.holders(ip).size() == 1
                                && seen.server(ip).filter(p -> p.node().equals(to)).isPresent(),
                ip + " is served by " + name,
                "baton ip show " + ip);
    }

    static Change shutdown(Picture picture, Pnn node) {
        String name = picture.name(node);
        return new Change(
                new OperatorCommand.Shutdown(node),
                name,
                seen -> NodeFlag.DISCONNECTED.in(seen.flags(node)),
                name + " has shut down",
                "baton node show " + name);
    }

    private static Change leaving(
            Picture picture, Pnn node, NodeFlag flag, OperatorCommand command, String word) {
        String name = picture.name(node);
        Predicate<Picture> effect =
                seen -> flag.in(seen.flags(node)) && seen.heldBy(node).isEmpty();
        String done = name + " is " + word + " and holds no address";
        return new Change(command, name, effect, done, "baton node show " + name);
    }

    private static Change returning(
            Picture picture, Pnn node, NodeFlag flag, OperatorCommand command) {
        String name = picture.name(node);
        return new Change(
                command,
                name,
                seen -> !flag.in(seen.flags(node)),
                name + " is no longer " + flag.name().toLowerCase(Locale.ROOT),
                "baton node show " + name);
    }
}
