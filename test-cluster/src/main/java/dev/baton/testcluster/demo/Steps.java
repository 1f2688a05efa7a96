package dev.baton.testcluster.demo;

import dev.baton.testcluster.demo.Step.Expectation;
import dev.baton.testcluster.demo.Step.Fault;
import dev.baton.testcluster.demo.Step.Role;
import dev.baton.testcluster.netns.CableCut;
import dev.baton.testcluster.netns.CutKind;
import dev.baton.testcluster.netns.Network;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Every step of the demo, in order. Source: failover drills, section 4. */
final class Steps {
    private Steps() {}

    /** All steps, each for a follower and for the leader. */
    static List<Step> all() {
        List<Step> steps = new ArrayList<>();
        both(steps, "disable", Expectation.ADDRESSES_LEAVE, Steps::disable);
        both(steps, "kill", Expectation.ADDRESSES_LEAVE, Steps::kill);
        both(steps, "hang", Expectation.ADDRESSES_LEAVE, Steps::hang);
        for (CutKind kind : CutKind.values()) {
            String suffix = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
            Expectation seen =
                    kind == CutKind.PORT_DOWN
                            ? Expectation.ADDRESSES_LEAVE
                            : Expectation.NOTHING_MOVES;
            cut(steps, "private-" + suffix, Expectation.ADDRESSES_LEAVE, kind, Network.PRIVATE);
            both(steps, "public-" + suffix, seen, (it, node) -> cutServing(it, node, kind));
            cut(steps, "cables-" + suffix, Expectation.ADDRESSES_LEAVE, kind, Network.values());
        }
        both(steps, "service", Expectation.ADDRESSES_LEAVE, DemoCluster::failService);
        return List.copyOf(steps);
    }

    private static void both(List<Step> steps, String name, Expectation expected, Fault fault) {
        for (Role role : Role.values()) {
            String whose = name + "-" + role.name().toLowerCase(Locale.ROOT);
            steps.add(new Step(whose, role, expected, fault));
        }
    }

    private static void cut(
            List<Step> steps,
            String name,
            Expectation expected,
            CutKind kind,
            Network... networks) {
        Set<Network> cables = EnumSet.copyOf(List.of(networks));
        both(
                steps,
                name,
                expected,
                (cluster, victim) -> {
                    CableCut cut = cluster.namespaces().cut(victim, cables, kind);
                    return cut::heal;
                });
    }

    /** Cuts the public segment through which the victim serves, so that somebody notices. */
    private static Runnable cutServing(DemoCluster cluster, int victim, CutKind kind) {
        Network serving = cluster.publicNetworkOf(victim);
        return cluster.namespaces().cut(victim, EnumSet.of(serving), kind)::heal;
    }

    private static Runnable disable(DemoCluster cluster, int victim) {
        AgentNode node = cluster.agent(victim);
        node.command("node", "disable", node.name());
        return () -> node.command("node", "enable", node.name());
    }

    private static Runnable kill(DemoCluster cluster, int victim) {
        cluster.agent(victim).kill();
        return () -> cluster.agent(victim).start();
    }

    private static Runnable hang(DemoCluster cluster, int victim) {
        cluster.agent(victim).signal("STOP");
        return () -> cluster.agent(victim).signal("CONT");
    }
}
