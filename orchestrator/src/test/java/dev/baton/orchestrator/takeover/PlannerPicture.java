package dev.baton.orchestrator.takeover;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.NodeName;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.allocation.AllocationPolicy;
import dev.baton.orchestrator.allocation.Allocator;
import dev.baton.orchestrator.allocation.Deterministic;
import dev.baton.orchestrator.allocation.Lcp2;
import dev.baton.orchestrator.allocation.Nondeterministic;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.ClusterSnapshot;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.NodeTunables;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.cluster.VoterWord;
import dev.baton.orchestrator.exchange.RunOptions;
import dev.baton.orchestrator.exchange.Staying;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The upper half of a golden file: a picture of the cluster and what the run was asked for.
 *
 * <p>{@code nodes N}, {@code recovery}, {@code failover off}, {@code takeover off}, {@code failback
 * off}, {@code algorithm NAME}, {@code home IP P}, {@code ban P for S}, {@code pin IP to P}; {@code
 * nP RUNSTATE [FLAG...]} for each connected node, and below it per address {@code IP PHASE [number
 * N] [on IF up|down] [best IF]}. An address without {@code best} is not available.
 */
final class PlannerPicture {

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final TreeMap<Pnn, NodeReport> reports = new TreeMap<>();
    private final TreeSet<Pnn> bans = new TreeSet<>();
    private final TreeMap<IpAddress, Pnn> pins = new TreeMap<>();
    private final TreeMap<IpAddress, Pnn> homes = new TreeMap<>();
    private Allocator allocator = new Lcp2();
    private int nodeCount;
    private long banSeconds;
    private boolean recovery;
    private boolean failover = true;
    private boolean takeover = true;
    private boolean failback = true;

    PlannerPicture(List<String> lines) {
        lines.stream().map(String::strip).filter(line -> !line.isEmpty()).forEach(this::read);
    }

    Plan plan() {
        AllocationPolicy policy =
                AllocationPolicy.DEFAULT.with(!takeover, !failback).withHomes(homes);
        return new Planner(allocator, policy)
                .plan(
                        new ClusterSnapshot(nodeCount, reports),
                        new RunOptions(
                                recovery,
                                bans,
                                banSeconds,
                                pins,
                                failover,
                                new TreeSet<>(),
                                Staying.NONE));
    }

    private void read(String line) {
        ArrayDeque<String> words = new ArrayDeque<>(List.of(BLANKS.split(line, -1)));
        String first = words.pop();
        switch (first) {
            case "nodes" -> nodeCount = Integer.parseInt(words.pop());
            case "recovery" -> recovery = true;
            case "failover" -> failover = isOn(words);
            case "takeover" -> takeover = isOn(words);
            case "failback" -> failback = isOn(words);
            case "algorithm" -> allocator = allocator(words.pop());
            case "home" -> homes.put(IpAddress.parse(words.pop()).orElseThrow(), pnn(words.pop()));
            case "ban" -> {
                bans.add(pnn(words.pop()));
                expect(words, "for");
                banSeconds = Long.parseLong(words.pop());
            }
            case "pin" -> {
                IpAddress ip = IpAddress.parse(words.pop()).orElseThrow();
                expect(words, "to");
                pins.put(ip, pnn(words.pop()));
            }
            default -> {
                if (first.startsWith("n")) {
                    node(pnn(first.substring(1)), words);
                } else {
                    address(IpAddress.parse(first).orElseThrow(), words);
                }
            }
        }
        if (!words.isEmpty()) {
            throw new IllegalArgumentException("did not expect " + words + " in: " + line);
        }
    }

    private void node(Pnn pnn, ArrayDeque<String> words) {
        Runstate runstate = Runstate.valueOf(words.pop().toUpperCase(Locale.ROOT));
        int flags = 0;
        while (!words.isEmpty()) {
            flags |= NodeFlag.valueOf(words.pop().toUpperCase(Locale.ROOT)).bit();
        }
        NodeName name = new NodeName("n" + pnn);
        reports.put(
                pnn,
                new NodeReport(
                        1,
                        name,
                        runstate,
                        flags,
                        true,
                        "",
                        "",
                        List.of(),
                        new TreeMap<>(),
                        VoterWord.VOTES,
                        NodeTunables.DEFAULT,
                        0));
    }

    /** Belongs to the node named last; nodes are listed in ascending order. */
    private void address(IpAddress ip, ArrayDeque<String> words) {
        AddressPhase phase = AddressPhase.valueOf(words.pop().toUpperCase(Locale.ROOT));
        long number = 0;
        Optional<InterfaceName> on = Optional.empty();
        boolean up = false;
        Optional<InterfaceName> best = Optional.empty();
        while (!words.isEmpty()) {
            switch (words.pop()) {
                case "number" -> number = Long.parseLong(words.pop());
                case "on" -> {
                    on = Optional.of(new InterfaceName(words.pop()));
                    up = words.pop().equals("up");
                }
                case "best" -> best = Optional.of(new InterfaceName(words.pop()));
                default -> throw new IllegalArgumentException("unknown word after " + ip);
            }
        }
        NodeReport old = reports.lastEntry().getValue();
        TreeMap<IpAddress, AddressReport> addresses = new TreeMap<>(old.addresses());
        addresses.put(
                ip, new AddressReport(best.isPresent(), phase, number, on, up, best, false, ""));
        reports.put(
                reports.lastKey(),
                new NodeReport(
                        1,
                        old.name(),
                        old.runstate(),
                        old.flags(),
                        true,
                        "",
                        "",
                        List.of(),
                        addresses,
                        VoterWord.VOTES,
                        NodeTunables.DEFAULT,
                        0));
    }

    private static Allocator allocator(String name) {
        return switch (name) {
            case "lcp2" -> new Lcp2();
            case "deterministic" -> new Deterministic();
            case "nondeterministic" -> new Nondeterministic();
            default -> throw new IllegalArgumentException("unknown algorithm " + name);
        };
    }

    private static Pnn pnn(String word) {
        return new Pnn(Integer.parseInt(word));
    }

    private static boolean isOn(ArrayDeque<String> words) {
        expect(words, "off");
        return false;
    }

    private static void expect(ArrayDeque<String> words, String word) {
        String seen = words.pop();
        if (!seen.equals(word)) {
            throw new IllegalArgumentException("expected " + word + ", got " + seen);
        }
    }
}
