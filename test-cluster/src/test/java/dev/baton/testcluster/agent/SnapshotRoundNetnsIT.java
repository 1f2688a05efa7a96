package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.agent.RoundCluster.Frozen;
import dev.baton.testcluster.agent.RoundCluster.Step;
import dev.baton.testcluster.netns.BesideOthers;
import dev.baton.testcluster.netns.ShellCommand;
import dev.baton.testcluster.netns.ShellCommand.Outcome;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Storage operations, section 2: rounds of real agents, in which somebody dies at a step; the steps
 * are those of the plan.
 */
@NeedsNamespaces
@BesideOthers
class SnapshotRoundNetnsIT {

    /** Who dies. */
    private enum Victim {
        COORDINATOR,
        AGENT,
        SCRIPT
    }

    @Test
    @Timeout(300)
    @DisplayName("A round is consistent; whoever dies in it, every node is thawed within the limit")
    void aSampleOfDeaths() {
        try (RoundCluster rounds = new RoundCluster(2).start()) {
            Outcome good = run(rounds);
            assertEquals(0, good.status(), good.output());
            assertTrue(good.output().contains("done"), good.output());
            assertEquals(2, rounds.frozen().size());

            List<Step> steps = rounds.steps();
            die(rounds, steps.get(2), Victim.AGENT);
            die(rounds, steps.get(5), Victim.COORDINATOR);
            keepsTwo(rounds);
        }
    }

    @Test
    @Timeout(3000)
    @EnabledIfSystemProperty(
            named = "baton.long",
            matches = "true",
            disabledReason = "ONLY IN LONG RUNS: test-cluster/long rounds")
    @DisplayName("At every step of the plan the coordinator, the step's agent and its script die")
    void deathAtEveryStep() {
        try (RoundCluster rounds = new RoundCluster(3).start()) {
            List<Step> steps = rounds.steps();
            assertEquals(12, steps.size(), steps::toString);
            for (Step step : steps) {
                for (Victim victim : Victim.values()) {
                    die(rounds, step, victim);
                }
            }
        }
    }

    private static Outcome run(RoundCluster rounds) {
        return rounds.agents().agent(0).attempt("snapshot", "run", "nightly", "--wait", "60s");
    }

    /** A round is begun on n0, stopped at a step, and somebody is killed there. */
    private static void die(RoundCluster rounds, Step step, Victim victim) {
        String about = victim + " at " + step;
        SortedSet<String> before = known(rounds);
        AgentNode coordinator = rounds.agents().agent(0);
        rounds.block(step);
        Outcome begun = coordinator.attempt("snapshot", "run", "nightly", "--no-wait");
        assertEquals(0, begun.status(), () -> about + ": " + begun.output());
        rounds.agents().await(about, RoundCluster.LIMIT, () -> rounds.pidOf(step).isPresent());

        AgentNode killed = victim == Victim.COORDINATOR ? coordinator : rounds.node(step.node());
        if (victim == Victim.SCRIPT) {
            rounds.pidOf(step).ifPresent(pid -> ShellCommand.run("kill", "-9", Long.toString(pid)));
        } else {
            killed.kill();
        }
        rounds.unblock(step);

        rounds.agents()
                .await(
                        "everybody is thawed after " + about,
                        RoundCluster.FREEZE.plus(RoundCluster.SLACK).plus(RoundCluster.LIMIT),
                        () -> news(rounds, before).stream().noneMatch(it -> it.thaws().isEmpty()));
        if (victim != Victim.SCRIPT) {
            killed.start();
            rounds.agents().awaitWell();
        }
        awaitNoOpenJob(rounds, coordinator, about);
        rounds.agents()
                .await(
                        "what was ordered before " + about + " is thawed",
                        RoundCluster.LIMIT,
                        () -> news(rounds, before).stream().noneMatch(it -> it.thaws().isEmpty()));
        judge(step, victim, news(rounds, before));
    }

    /** Fails with what is still open. */
    private static void awaitNoOpenJob(RoundCluster rounds, AgentNode coordinator, String about) {
        Supplier<String> open = () -> coordinator.attempt("job", "list", "--open").output();
        try {
            rounds.agents()
                    .await(
                            "no round is open after " + about,
                            RoundCluster.LIMIT,
                            () -> open.get().contains("no jobs"));
        } catch (AssertionError late) {
            throw new AssertionError(open.get() + late.getMessage(), late);
        }
    }

    private static SortedSet<String> known(RoundCluster rounds) {
        SortedSet<String> all = new TreeSet<>();
        rounds.frozen().forEach(each -> all.add(each.round()));
        return all;
    }

    private static List<Frozen> news(RoundCluster rounds, SortedSet<String> before) {
        return rounds.frozen().stream().filter(it -> !before.contains(it.round())).toList();
    }

    private static void judge(Step step, Victim victim, List<Frozen> frozen) {
        boolean mayBeTwice = step.action().equals("schedule-postsnap");
        for (Frozen each : frozen) {
            String about = "%s at %s: %s".formatted(victim, step, each);
            assertFalse(each.thaws().isEmpty(), about);
            long lasted = each.thaws().getFirst() - each.at();
            assertTrue(lasted <= RoundCluster.FREEZE.plus(RoundCluster.SLACK).toNanos(), about);
            assertTrue(mayBeTwice || each.thaws().size() == 1, about);
        }
    }

    /** Source: storage operations, section 2, and issue text "retention". */
    private static void keepsTwo(RoundCluster rounds) {
        for (int i = 0; i < 2; i++) {
            Outcome good = run(rounds);
            assertEquals(0, good.status(), good.output());
        }
        AgentNode one = rounds.agents().agent(1);
        rounds.agents()
                .await(
                        "the first snapshot is removed",
                        RoundCluster.LIMIT,
                        () -> one.text("rounds").contains(" remove "));
        assertTrue(
                one.attempt("snapshot", "list").output().contains("nightly"),
                "the schedule is listed");
    }
}
