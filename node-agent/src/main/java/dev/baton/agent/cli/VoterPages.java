package dev.baton.agent.cli;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.VoterSet;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.exchange.OperatorCommand;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who votes. Source: {@code docs/safety.md}, section "Voters". */
final class VoterPages {

    private VoterPages() {}

    static Page show(CliContext context) {
        Picture picture = Picture.of(context);
        Voters voters = picture.view().voters();
        VoterSet set = voters.set();
        List<String> lines = new ArrayList<>();
        lines.add(sentence(picture, voters));
        Table table = new Table("NODE", "PNN", "ADDRESS", "VOTES", "LOCK");
        set.nodes()
                .addresses()
                .forEach(
                        (pnn, ip) ->
                                table.row(
                                        picture.name(pnn),
                                        pnn.toString(),
                                        ip.toString(),
                                        vote(voters, pnn),
                                        castsLock(picture, pnn) ? "holds it" : ""));
        lines.addAll(table.lines());
        if (picture.view().filesDiffer()) {
            lines.add("The files of this node name other nodes or votes; see: baton node reload");
        }
        return new Page(
                voters.isFounded() ? Exit.DONE : Exit.ANSWER_IS_NO,
                "Voters",
                json(picture, voters),
                lines,
                set.voters().stream().map(picture::name).toList());
    }

    private static String sentence(Picture picture, Voters voters) {
        if (!voters.isFounded()) {
            return "The cluster is not founded: every node must run with equal nodes files once."
                    + " If one is lost for good, delete it in them, or see: baton voters found";
        }
        String what =
                switch (voters.set().mode()) {
                    case MAJORITY ->
                            voters.set().lockVotes()
                                    ? "two of three votes decide: both nodes and the cluster lock"
                                    : "a majority decides";
                    case LOCK -> "the holder of the cluster lock decides";
                    case BOTH -> "a majority and the holder of the cluster lock decide together";
                };
        String change = voters.isJoint() ? ", a change is under way" : "";
        String majority = picture.view().majority() ? "" : "; this node hears too few of them";
        return "Voter set %d: %s%s%s".formatted(voters.generation(), what, change, majority);
    }

    private static String vote(Voters voters, Pnn pnn) {
        boolean now = voters.set().voters().contains(pnn);
        boolean before = voters.before().map(old -> old.voters().contains(pnn)).orElse(now);
        if (now == before) {
            return now ? "yes" : "no";
        }
        return now ? "coming" : "leaving";
    }

    private static boolean castsLock(Picture picture, Pnn pnn) {
        return picture.connected(pnn)
                && picture.report(pnn).filter(report -> report.vote().castsLock()).isPresent();
    }

    private static Map<String, Object> json(Picture picture, Voters voters) {
        List<Map<String, Object>> nodes = new ArrayList<>();
        voters.set()
                .nodes()
                .addresses()
                .forEach(
                        (pnn, ip) ->
                                nodes.add(
                                        Json.object(
                                                "name",
                                                picture.name(pnn),
                                                "pnn",
                                                pnn.value(),
                                                "address",
                                                ip.toString(),
                                                "vote",
                                                vote(voters, pnn),
                                                "may_hold",
                                                mayHold(picture, pnn),
                                                "holds_lock",
                                                castsLock(picture, pnn))));
        return Json.object(
                "founded",
                voters.isFounded(),
                "generation",
                voters.generation(),
                "changing",
                voters.isJoint(),
                "mode",
                voters.set().mode().text(),
                "lock_votes",
                voters.lockVotes(),
                "files_differ",
                picture.view().filesDiffer(),
                "nodes",
                nodes);
    }

    private static boolean mayHold(Picture picture, Pnn pnn) {
        return picture.report(pnn).map(NodeReport::vote).filter(it -> it.mayHold()).isPresent();
    }

    /** The nodes become what the files say. */
    static Page reload(CliContext context) {
        return change(new OperatorCommand.ReloadNodes(), "nodes").carryOut(context, Duration.ZERO);
    }

    /** Founds the cluster, or takes it out of the hands of voters that are lost for good. */
    static Page found(CliContext context, boolean force) {
        Picture picture = Picture.of(context);
        if (picture.view().voters().isFounded() && !force) {
            throw new Complaint(
                    Exit.REFUSED,
                    "the cluster is founded; if enough voters are lost for good, and no other node"
                            + " serves anything, every node gets its vote again by: baton voters"
                            + " found --force");
        }
        Pnn self = picture.view().self().node();
        return change(new OperatorCommand.FoundVoters(self), "voters")
                .carryOut(context, Duration.ZERO);
    }

    private static Change change(OperatorCommand command, String object) {
        return new Change(command, object, _ -> true, "", "baton voters show");
    }
}
