package dev.baton.testcluster.scenario;

import java.time.Duration;
import java.util.List;

/**
 * One thing that happens in a scenario. Nodes, addresses and links are numbers from 0.
 *
 * <p>The words of each are its line in a scenario file; {@link Form} prints and reads them.
 */
public sealed interface Action {

    // ---- the process of an agent

    /** What happens to the process of an agent. */
    sealed interface OnAgent extends Action {}

    /** Its machine, kernel and scripts' launchers live on. */
    @Words("kill agent <node>")
    record Kill(int node) implements OnAgent {}

    /** Does nothing to one that runs. */
    @Words("start agent <node>")
    record Start(int node) implements OnAgent {}

    /** As SIGSTOP does. */
    @Words("pause agent <node>")
    record Pause(int node) implements OnAgent {}

    /** As SIGCONT does. */
    @Words("resume agent <node>")
    record Resume(int node) implements OnAgent {}

    /** In its next step with more effects than that. */
    @Words("kill agent <node> after <count> effects of a step, and start it <time> later")
    record KillBetween(int node, int effects, Duration away) implements OnAgent {}

    /** In its next step with more effects than that. */
    @Words("pause agent <node> after <count> effects of a step, and resume it <time> later")
    record PauseBetween(int node, int effects, Duration away) implements OnAgent {}

    /** What the configuration says from now on; for agents that start later. */
    @Words("agent <node> starts as <state>")
    record StartAs(int node, StartState state) implements OnAgent {}

    /** The flags an agent has from its first instant. */
    enum StartState {
        ENABLED,
        DISABLED,
        STOPPED,
        DISABLED_AND_STOPPED
    }

    // ---- the machine below it

    /** What happens to a machine. */
    sealed interface OnMachine extends Action {}

    /** The agent, its scripts and all addresses of the machine are gone at once. */
    @Words("power off node <node>")
    record PowerOff(int node) implements OnMachine {}

    @Words("boot node <node>")
    record Boot(int node) implements OnMachine {}

    /** As its hypervisor does: kernel, processes and their clocks stand still. */
    @Words("pause the machine of node <node>")
    record PauseMachine(int node) implements OnMachine {}

    @Words("resume the machine of node <node>")
    record ResumeMachine(int node) implements OnMachine {}

    @Words("pull link <link> of node <node>")
    record PullLink(int link, int node) implements OnMachine {}

    @Words("plug link <link> of node <node>")
    record PlugLink(int link, int node) implements OnMachine {}

    /** Every interface of public addresses loses its carrier; the agents hear each other. */
    @Words("pull all links of node <node>")
    record PullLinks(int node) implements OnMachine {}

    @Words("plug all links of node <node>")
    record PlugLinks(int node) implements OnMachine {}

    @Words("renewals of node <node> take <time>")
    record RenewalsTake(int node, Duration length) implements OnMachine {}

    /** The agent learns that its clock's rate cannot be trusted. */
    @Words("slew the clock of node <node>")
    record Slew(int node) implements OnMachine {}

    @Words("trust the clock of node <node>")
    record Trust(int node) implements OnMachine {}

    /** At worst; a calm kernel is late by a tenth of it. */
    @Words("kernels remove expired addresses <time> late")
    record KernelsLate(Duration worst) implements OnMachine {}

    /** As if a stray process added again at once what is deleted; until the end. */
    @Words("the kernel of node <node> keeps every address")
    record KeepAddresses(int node) implements OnMachine {}

    // ---- the network between agents

    /** What happens to messages between agents. */
    sealed interface OnNetwork extends Action {}

    /** It neither reaches any node nor is reached. */
    @Words("isolate node <node>")
    record Isolate(int node) implements OnNetwork {}

    /** Opens both ways between it and all others. */
    @Words("join node <node>")
    record Join(int node) implements OnNetwork {}

    /** Nothing passes from the first to the second; the other way is not touched. */
    @Words("cut the way from node <node> to node <node>")
    record CutWay(int from, int to) implements OnNetwork {}

    @Words("cut nodes <node> and <node> from each other")
    record CutBoth(int one, int other) implements OnNetwork {}

    /** Nobody hears it; it hears the others. */
    @Words("mute node <node>")
    record Mute(int node) implements OnNetwork {}

    /** Two groups that do not hear each other. */
    @Words("part nodes <nodes> from the others")
    record Part(List<Integer> group) implements OnNetwork {
        public Part {
            group = List.copyOf(group);
        }
    }

    /** Everything passes, and as quickly as at first. */
    @Words("heal the network")
    record Heal() implements OnNetwork {}

    @Words("messages to node <node> take <time> longer")
    record Slow(int node, Duration longer) implements OnNetwork {}

    /** The membership's hint that another node is lost, true or not. */
    @Words("tell node <node> that node <node> is lost")
    record Hint(int node, int lost) implements OnNetwork {}

    // ---- event scripts

    /** What event scripts do from now on. */
    sealed interface OnScripts extends Action {}

    /** Of that event; {@code any} stands for every event. */
    @Words("scripts of node <node> <conduct> at <event>")
    record Behave(int node, Conduct conduct, String event) implements OnScripts {}

    /** They do their work and end so long after their start. */
    @Words("scripts of node <node> end <time> late at <event>")
    record EndLate(int node, Duration length, String event) implements OnScripts {}

    /** What the scripts of an event do. */
    enum Conduct {
        /** They do their work and succeed. */
        WORK,
        /** They do their work and end with 1. */
        FAIL,
        /** They do their work and never end. */
        HANG,
        /** They do nothing and never end. */
        STALL,
        /** They do nothing and succeed. */
        LIE,
        /** They add addresses without an end. */
        IGNORE_LIFETIMES
    }

    // ---- operators

    /** What an operator types on a node. */
    sealed interface OnOperator extends Action {
        /** Where it is typed. */
        int node();
    }

    @Words("on node <node> disable node <node>")
    record Disable(int node, int target) implements OnOperator {}

    @Words("on node <node> enable node <node>")
    record Enable(int node, int target) implements OnOperator {}

    @Words("on node <node> stop node <node>")
    record Stop(int node, int target) implements OnOperator {}

    @Words("on node <node> continue node <node>")
    record Continue(int node, int target) implements OnOperator {}

    /** Ends the agent in order. */
    @Words("on node <node> shut down node <node>")
    record ShutDown(int node, int target) implements OnOperator {}

    @Words("on node <node> move address <address> to node <node>")
    record Move(int node, int address, int to) implements OnOperator {}

    /** That node forgets it until it is told again. */
    @Words("on node <node> delete address <address>")
    record DeleteAddress(int node, int address) implements OnOperator {}

    /** As its file says; nothing if its file does not name it. */
    @Words("on node <node> add address <address>")
    record AddAddress(int node, int address) implements OnOperator {}

    /** Edits that node's file of public addresses; nobody is told. */
    @Words("on node <node> list addresses <addresses> with mask <mask> on <links>")
    record ListAddresses(int node, List<Integer> addresses, int mask, Links links)
            implements OnOperator {
        public ListAddresses {
            addresses = List.copyOf(addresses);
        }
    }

    /** The interfaces in a line of public addresses. */
    enum Links {
        ALL_LINKS,
        THE_FIRST_LINK
    }

    @Words("on node <node> reload addresses")
    record ReloadAddresses(int node) implements OnOperator {}

    /** Edits the {@code nodes} file of every node; the others are deleted lines. */
    @Words("on node <node> list nodes <nodes> for all")
    record ListNodes(int node, List<Integer> nodes) implements OnOperator {
        public ListNodes {
            nodes = List.copyOf(nodes);
        }
    }

    @Words("on node <node> reload nodes")
    record ReloadNodes(int node) implements OnOperator {}

    /** Asks for a takeover run. */
    @Words("on node <node> reallocate")
    record Reallocate(int node) implements OnOperator {}

    /** That node's files: these addresses go back by hand only, the others always. */
    @Words("on node <node> let addresses <addresses> go back by hand")
    record ByHand(int node, List<Integer> addresses) implements OnOperator {
        public ByHand {
            addresses = List.copyOf(addresses);
        }
    }

    /** By hand, now, all of them. */
    @Words("on node <node> failback all")
    record Failback(int node) implements OnOperator {}

    /** Waits for it, stays inside, leaves. */
    @Words("on node <node> enter section <section> waiting <time> staying <time>")
    record EnterSection(int node, String section, Duration waiting, Duration staying)
            implements OnOperator {}

    /** Waits for its right, and has a script called about it for so long. */
    @Words("on node <node> call for object <object> waiting <time> taking <time>")
    record CallObject(int node, String object, Duration waiting, Duration taking)
            implements OnOperator {}

    // ---- the cluster lock

    /** What happens to the cluster lock. */
    sealed interface OnLock extends Action {}

    /** The file system below it gives that node no answer. */
    @Words("hang the lock on node <node>")
    record HangLock(int node) implements OnLock {}

    @Words("the lock answers on node <node>")
    record LockAnswers(int node) implements OnLock {}

    /** Its storage forgets who had it. */
    @Words("take the lock away")
    record TakeLockAway() implements OnLock {}

    /** Nobody can take it. */
    @Words("close the lock")
    record CloseLock() implements OnLock {}

    @Words("open the lock")
    record OpenLock() implements OnLock {}

    // ---- who looks on

    /** What a judge does. */
    sealed interface OnJudge extends Action {}

    /** What has to stay undisturbed counts from here, not from the beginning. */
    @Words("watch the addresses")
    record Watch() implements OnJudge {}
}
