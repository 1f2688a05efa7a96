package dev.baton.orchestrator.node;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddress;
import dev.baton.config.PublicAddressesFile;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.cluster.VoterWord;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Instruction;
import dev.baton.orchestrator.exchange.Outcome;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** One node of a view: what it says of itself, and what it does when it is told, in memory only. */
final class ViewedNode {

    private record Hold(long number, InterfaceName on) {}

    private final Pnn pnn;
    private final SavedNode saved;
    private final Flags flags;
    private final LiveRules rules;
    private final TreeMap<IpAddress, PublicAddress> configured = new TreeMap<>();
    private final TreeMap<IpAddress, Hold> held = new TreeMap<>();
    private final TreeSet<IpAddress> leaving = new TreeSet<>();
    private final TreeSet<InterfaceName> down;
    private Runstate runstate;
    private boolean connected;
    private long version = 1;
    private long lastNumber;

    ViewedNode(Pnn pnn, SavedNode saved, LiveRules rules) {
        this.pnn = pnn;
        this.saved = saved;
        this.rules = rules;
        this.runstate = saved.runstate();
        this.connected = !NodeFlag.DISCONNECTED.in(saved.flags());
        this.flags =
                Flags.saved(
                        pnn,
                        rules,
                        saved.flags() & ~NodeFlag.DISCONNECTED.bit(),
                        saved.reason(),
                        saved.failingScript());
        this.down = new TreeSet<>(saved.linksDown());
        saved.addresses().forEach(address -> configured.put(address.ip(), address));
        saved.held().forEach((ip, on) -> held.put(ip, new Hold(++lastNumber, on)));
    }

    Incarnation life() {
        return new Incarnation(pnn, 1);
    }

    SavedNode saved() {
        return saved;
    }

    Flags flags() {
        return flags;
    }

    LiveRules rules() {
        return rules;
    }

    Runstate runstate() {
        return runstate;
    }

    boolean isConnected() {
        return connected;
    }

    boolean canLead() {
        return connected && rules.mayLead() && !flags.inactive() && runstate == Runstate.RUNNING;
    }

    boolean holds(IpAddress ip) {
        return connected && held.containsKey(ip);
    }

    boolean knows(InterfaceName name) {
        return configured.values().stream().anyMatch(each -> each.interfaces().contains(name));
    }

    boolean knows(IpAddress ip) {
        return configured.containsKey(ip);
    }

    PublicAddressesFile addresses() {
        return new PublicAddressesFile(configured);
    }

    /** Something was changed, so that others look again. */
    void touch() {
        version++;
    }

    // ---- what operators and scripts change

    void link(Work work, InterfaceName name, boolean up) {
        boolean changed = up ? down.remove(name) : down.add(name);
        if (changed) {
            work.fact(new Fact.InterfaceChanged(name, up));
            touch();
        }
    }

    void add(PublicAddress address) {
        leaving.remove(address.ip());
        configured.putIfAbsent(address.ip(), address);
        touch();
    }

    /** What is served goes with the next run. */
    void delete(IpAddress ip) {
        if (held.containsKey(ip)) {
            leaving.add(ip);
        } else {
            configured.remove(ip);
        }
        touch();
    }

    /** No run gives it addresses any more. */
    void shutDown(Work work) {
        work.fact(new Fact.RunstateChanged(runstate, Runstate.SHUTDOWN));
        runstate = Runstate.SHUTDOWN;
        touch();
    }

    boolean isShuttingDown() {
        return runstate == Runstate.SHUTDOWN;
    }

    /** Its agent has ended, and its addresses with it. */
    void disconnect() {
        connected = false;
        held.clear();
    }

    /** The addresses it carries, highest first, as releases come. */
    List<Instruction> releases() {
        List<Instruction> all = new ArrayList<>();
        held.descendingMap()
                .forEach((ip, hold) -> all.add(new Instruction.Release(ip, hold.number())));
        return all;
    }

    // ---- what a leader orders

    Outcome obey(Work work, Instruction instruction) {
        Outcome outcome =
                switch (instruction) {
                    case Instruction.StartRecovery _,
                            Instruction.Recovered _,
                            Instruction.StartIpReallocate _,
                            Instruction.IpReallocated _ ->
                            new Outcome.Done();
                    case Instruction.Release(IpAddress ip, long number) ->
                            release(work, ip, number);
                    case Instruction.Take(IpAddress ip) -> take(work, ip);
                    case Instruction.Update update -> update(update);
                    case Instruction.Ban(long seconds) -> ban(work, seconds);
                };
        if (outcome instanceof Outcome.Done) {
            tell(work, instruction, SequenceStatus.OK, "");
        }
        touch();
        return outcome;
    }

    private Outcome release(Work work, IpAddress ip, long number) {
        Hold hold = held.get(ip);
        if (hold != null && hold.number() == number) {
            held.remove(ip);
            work.fact(new Fact.AddressReleased(ip, "ordered"));
            if (leaving.remove(ip)) {
                configured.remove(ip);
            }
        }
        return new Outcome.Done();
    }

    private Outcome take(Work work, IpAddress ip) {
        if (flags.inactive() || !configured.containsKey(ip)) {
            return new Outcome.Busy("this node cannot take " + ip + " now");
        }
        Optional<InterfaceName> on = best(configured.get(ip));
        if (on.isEmpty()) {
            return new Outcome.Failed("no interface of " + ip + " is up");
        }
        Hold hold = new Hold(++lastNumber, on.get());
        held.put(ip, hold);
        work.fact(new Fact.AddressTaken(ip, on.get(), hold.number(), Duration.ZERO));
        return new Outcome.Done();
    }

    private Outcome update(Instruction.Update update) {
        Hold hold = held.get(update.ip());
        if (hold == null || hold.number() != update.number()) {
            return new Outcome.Busy("another hold");
        }
        held.put(update.ip(), new Hold(hold.number(), update.to()));
        return new Outcome.Done();
    }

    private Outcome ban(Work work, long seconds) {
        flags.ban(work, Duration.ofSeconds(seconds), "too many failed takeover runs");
        return new Outcome.Done();
    }

    /** What its event came to, as its history tells it. */
    void tell(Work work, Instruction instruction, SequenceStatus status, String why) {
        event(instruction)
                .ifPresent(
                        name ->
                                work.fact(
                                        new Fact.EventEnded(
                                                name,
                                                arguments(instruction),
                                                new SequenceResult(
                                                        status, List.of(), Duration.ZERO, why))));
    }

    static Optional<String> event(Instruction instruction) {
        return switch (instruction) {
            case Instruction.StartRecovery _ -> Optional.of("startrecovery");
            case Instruction.Recovered _ -> Optional.of("recovered");
            case Instruction.StartIpReallocate _ -> Optional.of("startipreallocate");
            case Instruction.IpReallocated _ -> Optional.of("ipreallocated");
            case Instruction.Release _ -> Optional.of("releaseip");
            case Instruction.Take _ -> Optional.of("takeip");
            case Instruction.Update _ -> Optional.of("updateip");
            case Instruction.Ban _ -> Optional.empty();
        };
    }

    private static String arguments(Instruction instruction) {
        return instruction.address().map(IpAddress::toString).orElse("");
    }

    // ---- what it says of itself

    NodeReport report(long generation) {
        TreeMap<IpAddress, AddressReport> all = new TreeMap<>();
        configured.forEach((ip, address) -> all.put(ip, report(ip, address)));
        return new NodeReport(
                version,
                saved.name(),
                runstate,
                flags.bits(),
                rules.mayLead(),
                flags.reason(),
                flags.failingScript(),
                List.copyOf(down),
                all,
                VoterWord.VOTES,
                rules.sources(),
                generation);
    }

    private AddressReport report(IpAddress ip, PublicAddress address) {
        Optional<Hold> hold = Optional.ofNullable(held.get(ip));
        Optional<InterfaceName> on = hold.map(Hold::on);
        boolean any = address.interfaces().stream().anyMatch(this::isUp);
        return new AddressReport(
                any && !leaving.contains(ip),
                hold.isPresent() ? AddressPhase.SERVING : AddressPhase.ABSENT,
                hold.map(Hold::number).orElse(0L),
                on,
                on.map(this::isUp).orElse(false),
                best(address),
                leaving.contains(ip),
                "");
    }

    private boolean isUp(InterfaceName name) {
        return !down.contains(name);
    }

    /** Source: CTDB events contract, section 13.2, step 3. */
    private Optional<InterfaceName> best(PublicAddress address) {
        Optional<InterfaceName> best = Optional.empty();
        long fewest = Long.MAX_VALUE;
        for (InterfaceName name : address.interfaces()) {
            long count = carried(name, address.ip());
            if (isUp(name) && count < fewest) {
                best = Optional.of(name);
                fewest = count;
            }
        }
        return best;
    }

    private long carried(InterfaceName name, IpAddress without) {
        long count = 0;
        for (Map.Entry<IpAddress, Hold> entry : held.entrySet()) {
            boolean other = !entry.getKey().equals(without);
            count += other && entry.getValue().on().equals(name) ? 1 : 0;
        }
        return count;
    }
}
