package dev.baton.testcluster.agent;

import dev.baton.testcluster.netns.ShellCommand.Outcome;
import dev.baton.testcluster.scenario.Action;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What operators type, as commands of {@code baton} and {@code ctdb} that nobody waits for. As in
 * real life, some are refused; what they say is kept.
 */
final class OperatorCommands {

    private static final String OUTPUT = "operator.log";
    private static final String ADDRESSES = "etc/public_addresses";
    private static final String NODES = "etc/nodes";
    private static final String FAILBACK = "etc/failback";

    private final AgentCluster cluster;
    private final IntFunction<AgentNode> agents;
    private final String addresses;
    private final String nodes;

    /** A node that was in the last list of nodes, once there was one. */
    private Optional<AgentNode> lastListed = Optional.empty();

    OperatorCommands(AgentCluster cluster, IntFunction<AgentNode> agents) {
        this.cluster = cluster;
        this.agents = agents;
        this.addresses = cluster.agent(0).text(ADDRESSES);
        this.nodes = cluster.agent(0).text(NODES);
    }

    void act(Action.OnOperator action) {
        AgentNode node = agents.apply(action.node());
        switch (action) {
            case Action.Disable(_, int target) -> type(node, "node", "disable", name(target));
            case Action.Enable(_, int target) -> type(node, "node", "enable", name(target));
            case Action.Stop(_, int target) -> type(node, "node", "stop", name(target));
            case Action.Continue(_, int target) -> type(node, "node", "continue", name(target));
            case Action.ShutDown(_, int target) -> type(node, "shutdown", name(target));
            case Action.Move(_, int address, int to) ->
                    type(node, "ip", "move", address(address), name(to));
            case Action.DeleteAddress(_, int address) ->
                    type(node, "ip", "delete", address(address));
            case Action.AddAddress(_, int address) -> addAddress(node, address);
            case Action.ListAddresses(_, var listed, int _, var _) ->
                    node.write(ADDRESSES, lines(listed));
            case Action.ReloadAddresses _ -> type(node, "ip", "reload");
            case Action.ListNodes(_, var listed) -> listNodes(listed);
            case Action.ReloadNodes _ -> type(node, "node", "reload");
            case Action.Reallocate _ -> reallocate(node);
            case Action.ByHand(_, var closed) -> {
                node.write(
                        FAILBACK,
                        closed.stream()
                                .map(number -> address(number) + " by hand")
                                .toArray(String[]::new));
                type(node, "ip", "reload");
            }
            case Action.Failback _ -> type(node, "ip", "failback", "all");
            case Action.EnterSection(_, String section, Duration waiting, Duration staying) ->
                    enter(node, section, waiting, staying);
            case Action.CallObject call -> throw Playable.unplayable(call);
        }
    }

    private String name(int node) {
        return agents.apply(node).name();
    }

    private String address(int number) {
        return cluster.addresses().get(number);
    }

    private static void type(AgentNode node, String... words) {
        node.background(OUTPUT, node.baton(words));
    }

    private void reallocate(AgentNode node) {
        node.background(
                OUTPUT,
                List.of(
                        "env",
                        "BATON_BASE=" + node.base(),
                        AgentCluster.distribution().resolve("compat/ctdb").toString(),
                        "ipreallocate"));
    }

    private static void enter(AgentNode node, String section, Duration waiting, Duration staying) {
        String wait = Math.max(1, waiting.toSeconds()) + "s";
        String stay = "%.3f".formatted(staying.toMillis() / 1e3);
        type(
                node, "lock", "run", section, "--scope", "cluster", "--wait", wait, "--", "sleep",
                stay);
    }

    private void addAddress(AgentNode node, int number) {
        String[] line = line(number).split(" ", -1);
        type(node, "ip", "add", line[0], line[1]);
    }

    private String line(int number) {
        return addresses
                .lines()
                .filter(line -> line.startsWith(address(number) + "/"))
                .findFirst()
                .orElseThrow();
    }

    private String[] lines(List<Integer> listed) {
        return listed.stream().map(this::line).toArray(String[]::new);
    }

    private void listNodes(List<Integer> listed) {
        List<Integer> there = listed.stream().map(each -> agents.apply(each).index()).toList();
        List<String> all = nodes.lines().toList();
        String[] lines = new String[all.size()];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = there.contains(i) ? all.get(i) : "#" + all.get(i);
        }
        cluster.agents().forEach(agent -> agent.write(NODES, lines));
        lastListed = there.stream().findFirst().map(cluster::agent);
    }

    // ---- the end

    /** Every file as it was. */
    void restoreFiles() {
        for (AgentNode agent : cluster.agents()) {
            agent.write(ADDRESSES, addresses.strip());
            agent.write(NODES, nodes.strip());
            agent.write(FAILBACK, "# all go back always");
        }
    }

    /** Takes back what was said of nodes, once their agents answer; files are read anew. */
    void takeBack(Duration limit) {
        lastListed.ifPresent(
                agent ->
                        cluster.await(
                                agent.name() + " reloads the nodes",
                                limit,
                                () -> agent.attempt("node", "reload").status() == 0));
        lastListed = Optional.empty();
        for (AgentNode agent : cluster.agents()) {
            cluster.await(agent.name() + " lets itself be told", limit, () -> isTakenBack(agent));
        }
    }

    private static boolean isTakenBack(AgentNode agent) {
        if (!agent.isAlive()) {
            // it was told to end, and still did when it should have been started
            agent.start();
            return false;
        }
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(agent.attempt("node", "enable", agent.name(), "--no-wait"));
        outcomes.add(agent.attempt("node", "continue", agent.name(), "--no-wait"));
        outcomes.add(agent.attempt("node", "unban", agent.name(), "--no-wait"));
        outcomes.add(agent.attempt("ip", "reload", "--no-wait"));
        return outcomes.stream().allMatch(outcome -> outcome.status() == 0);
    }

    /** What the commands printed. */
    String said() {
        StringBuilder said = new StringBuilder();
        for (AgentNode agent : cluster.agents()) {
            said.append("\n--- typed on ").append(agent.name()).append('\n');
            said.append(agent.text(OUTPUT));
        }
        return said.toString();
    }
}
