package dev.baton.testcluster.agent;

import dev.baton.testcluster.netns.Network;
import dev.baton.testcluster.netns.ShellCommand;
import dev.baton.testcluster.netns.ShellCommand.Outcome;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a node say only so much more to the other agents: from then on all it sends is lost, as when
 * its power is gone. Counted are frames that carry data to the port where agents listen.
 */
final class LostFrames {

    private static final String LIST = "baton_lost";
    private static final String WIRE_PORT = "4480";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final AgentNode node;
    private final String counted;

    private LostFrames(AgentNode node, int after) {
        this.node = node;
        this.counted =
                "-o %s -p tcp --dport %s -m length --length 61:65535 -m statistic --mode nth"
                                .formatted(Network.PRIVATE.interfaceName(), WIRE_PORT)
                        + " --every 1000000 --packet %d -m recent --name %s --set --rsource -j DROP"
                                .formatted(after, LIST);
    }

    /** Whether this machine has the command that loses them. */
    static boolean possible() {
        return ShellCommand.attempt(LIMIT, List.of("iptables", "--version")).status() == 0;
    }

    /** All that the node sends after so many frames more is lost. */
    static LostFrames after(AgentNode node, int frames) {
        LostFrames lost = new LostFrames(node, frames);
        lost.iptables("-A OUTPUT " + lost.lost());
        lost.iptables("-A OUTPUT " + lost.counted);
        return lost;
    }

    private String lost() {
        return "-o %s -p tcp -m recent --name %s --rcheck --rsource -j DROP"
                .formatted(Network.PRIVATE.interfaceName(), LIST);
    }

    /** Whether a frame has been lost. */
    boolean isReached() {
        return iptables("-nvxL OUTPUT")
                .lines()
                .filter(line -> line.contains("DROP"))
                .anyMatch(line -> !line.strip().startsWith("0 "));
    }

    /** Nothing more is lost. */
    void end() {
        iptables("-F OUTPUT");
    }

    private String iptables(String words) {
        List<String> command = new ArrayList<>(List.of("iptables", "-w", "5"));
        command.addAll(List.of(words.split(" ", -1)));
        Outcome outcome = node.inside(command);
        if (outcome.status() != 0) {
            throw new IllegalStateException("iptables " + words + ": " + outcome.output().strip());
        }
        return outcome.output();
    }
}
