package dev.baton.testcluster.agent;

import dev.baton.testcluster.netns.NamespaceProcess;
import dev.baton.testcluster.netns.ShellCommand;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node's kernel says of its addresses as it happens, with the time at which it was read: by
 * {@code ip monitor}, before anything else runs where that is allowed.
 */
final class AddressNews implements AutoCloseable {

    /** An address was added or renewed, or is gone. */
    record News(LocalDateTime at, boolean gone, String address) {}

    /** {@code [2026-11-22T05:40:01.123456] Deleted 3: pub1 inet 10.1.0.101/24 ...}. */
    private static final Pattern LINE =
            Pattern.compile("\\[([^\\]]+)\\] ?(Deleted )?\\d+: \\S+ +inet6? ([^/ ]+)/.*");

    private static final String FILE = "address-news.txt";

    private final AgentNode agent;
    private final NamespaceProcess monitor;

    private AddressNews(AgentNode agent, NamespaceProcess monitor) {
        this.agent = agent;
        this.monitor = monitor;
    }

    static AddressNews of(AgentNode agent) {
        List<String> command =
                new ArrayList<>(mayHurry() ? List.of("chrt", "-f", "50") : List.of());
        command.addAll(List.of("ip", "-ts", "monitor", "address"));
        agent.write(FILE);
        return new AddressNews(agent, agent.background(FILE, command));
    }

    private static boolean mayHurry() {
        return ShellCommand.attempt(Duration.ofSeconds(5), List.of("chrt", "-f", "50", "true"))
                        .status()
                == 0;
    }

    /** What was told up to now, in order. */
    List<News> told() {
        List<News> all = new ArrayList<>();
        for (String line : agent.text(FILE).lines().toList()) {
            Matcher found = LINE.matcher(line);
            if (found.matches()) {
                LocalDateTime at = LocalDateTime.parse(found.group(1));
                all.add(new News(at, found.group(2) != null, found.group(3)));
            }
        }
        return all;
    }

    @Override
    public void close() {
        monitor.kill();
    }
}
