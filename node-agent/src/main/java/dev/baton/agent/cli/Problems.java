package dev.baton.agent.cli;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.NodeFlag;

import java.util.ArrayList;
import java.util.List;

/** What is wrong in a view, each with the command to type next. */
final class Problems {

    /**
     * One problem.
     *
     * @param next a command, ready to be typed
     * @param isGrave whether an address is not served rightly now, or none could be moved
     */
    record Problem(String what, String next, boolean isGrave) {}

    private Problems() {}

    static List<Problem> of(Picture picture) {
        List<Problem> problems = new ArrayList<>();
        if (!picture.view().majority()) {
            problems.add(
                    new Problem(
                            "no majority of nodes answers this node: it can hold nothing",
                            "baton node list",
                            true));
        }
        if (picture.view().leader().isEmpty()) {
            problems.add(new Problem("no node leads", "baton history --since 10m", true));
        }
        picture.nodes().stream()
                .filter(picture::connected)
                .filter(pnn -> picture.report(pnn).filter(it -> it.vote().doubtsLock()).isPresent())
                .forEach(pnn -> problems.add(lock(picture, pnn)));
        picture.nodes().stream()
                .filter(pnn -> !picture.state(pnn).equals("OK"))
                .forEach(pnn -> problems.add(node(picture, pnn)));
        picture.addresses().forEach(ip -> address(picture, ip, problems));
        return problems;
    }

    private static Problem lock(Picture picture, Pnn pnn) {
        String what =
                "the cluster lock keeps nobody out, so that its vote is not cast: "
                        + picture.name(pnn)
                        + " was given it while another node had it. Mend the storage or the helper,"
                        + " then restart the agents";
        return new Problem(what, "baton voters show", true);
    }

    private static Problem node(Picture picture, Pnn pnn) {
        String name = picture.name(pnn);
        String reason = NodePages.reason(picture, pnn);
        String what = name + " is " + picture.state(pnn) + (reason.isEmpty() ? "" : ": " + reason);
        return new Problem(what, next(picture.flags(pnn), name), false);
    }

    private static String next(int flags, String name) {
        if (NodeFlag.DISCONNECTED.in(flags)) {
            return "on " + name + ": baton agent";
        }
        if (NodeFlag.BANNED.in(flags)) {
            return "baton node unban " + name;
        }
        if (NodeFlag.STOPPED.in(flags)) {
            return "baton node continue " + name;
        }
        return NodeFlag.DISABLED.in(flags)
                ? "baton node enable " + name
                : "on " + name + ": baton event status";
    }

    private static void address(Picture picture, IpAddress ip, List<Problem> problems) {
        List<Picture.Place> holders = picture.holders(ip);
        long serving =
                holders.stream()
                        .filter(place -> place.report().phase() == AddressPhase.SERVING)
                        .count();
        if (serving != 1) {
            String what = ip + " is " + IpPages.state(holders);
            problems.add(new Problem(what, "baton ip show " + ip, true));
        }
        picture.foreign(ip)
                .ifPresent(
                        place ->
                                problems.add(
                                        new Problem(
                                                IpPages.foreign(picture, ip, place),
                                                "baton history --ip " + ip,
                                                true)));
    }
}
