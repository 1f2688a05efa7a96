package dev.baton.agent.round;

import dev.baton.agent.callout.Entry;
import dev.baton.agent.callout.Refusal;
import dev.baton.agent.callout.RoundTools;
import dev.baton.agent.callout.SnapshotRecord;
import dev.baton.agent.callout.StorageAccess;
import dev.baton.agent.callout.StorageRoom;
import dev.baton.config.ClusterSettings;
import dev.baton.config.Pnn;
import dev.baton.config.Schedule;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.node.NodeView;
import dev.baton.orchestrator.snapshot.RoundPlan;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Rounds of snapshots on this node: its part of all of them, those it coordinates, and, while it
 * leads, those the calendar asks for.
 *
 * <p>Thread: any.
 */
public final class RoundRoom implements RoundAccess, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("baton.round");

    /** What is there once storage is open. */
    private record Opened(
            RoundTools tools,
            Turns turns,
            OwnPart own,
            Coordinator coordinator,
            SnapshotRemovals removals) {}

    private final ClusterSettings settings;
    private final Supplier<NodeView> views;
    private final StorageRoom storage;
    private final Guards guards;
    private final BiConsumer<Pnn, byte[]> wire;
    private final Consumer<Fact> facts;
    private final InstantSource wall;
    private final RoundCodec codec = new RoundCodec();
    private final CronWatch calendar;
    private final RoundLoop loop = new RoundLoop(this::wake, this::deadline);
    private volatile Optional<Opened> opened = Optional.empty();

    /**
     * A room that is closed until {@link #start}.
     *
     * @param wire carries bytes to another node, or loses them
     */
    public RoundRoom(
            ClusterSettings settings,
            Supplier<NodeView> views,
            StorageRoom storage,
            Guards guards,
            BiConsumer<Pnn, byte[]> wire,
            Consumer<Fact> facts,
            InstantSource wall) {
        this.settings = settings;
        this.views = views;
        this.storage = storage;
        this.guards = guards;
        this.wire = wire;
        this.facts = facts;
        this.wall = wall;
        this.calendar = new CronWatch(settings.storage().schedules(), wall);
    }

    /** Thaws what an earlier life left frozen, and hears orders from now on. */
    public void start() {
        Optional<RoundTools> open = storage.rounds();
        if (open.isEmpty()) {
            return;
        }
        RoundTools tools = open.get();
        Turns turns = new Turns(tools);
        SnapshotCalls calls = new SnapshotCalls(tools, storage, settings.name().value(), wall);
        OwnPart own =
                new OwnPart(
                        new OwnPart.Means(
                                settings.pnn(),
                                settings.name().value(),
                                settings.storage().schedules(),
                                tools,
                                guards,
                                calls,
                                loop,
                                this::send,
                                facts,
                                wall));
        opened =
                Optional.of(
                        new Opened(
                                tools,
                                turns,
                                own,
                                new Coordinator(tools, turns, loop, this::send, facts, wall),
                                new SnapshotRemovals(tools, turns, calls)));
        calendar.begin(tools);
        own.resume();
        loop.start();
    }

    private void wake() {
        opened.ifPresent(
                room -> {
                    room.own().wake();
                    room.coordinator().wake();
                    NodeView view = views.get();
                    if (view.leader().equals(Optional.of(settings.pnn()))) {
                        calendar.due(room.tools()).forEach(this::fire);
                    }
                });
    }

    /** The calendar asks for it; it is known to all nodes before it begins. */
    private void fire(CronWatch.Due due) {
        RoundLetter.Fired fired =
                new RoundLetter.Fired(due.schedule().id(), due.at().toEpochMilli());
        views.get().peers().keySet().forEach(node -> send(node, fired));
        if (!due.isRun()) {
            missed(due, "late", "no leader began it at its time");
            return;
        }
        Thread.ofVirtual()
                .name("calendar-" + due.schedule().id())
                .start(
                        () -> {
                            try {
                                run(RoundAsk.of(due.schedule().id()));
                            } catch (Refusal refused) {
                                missed(due, cause(due, refused), refused.sentence());
                            }
                        });
    }

    /** Under way: here, or on the node that the core names as the one that has the right. */
    private String cause(CronWatch.Due due, Refusal refused) {
        boolean isHere =
                opened.filter(room -> room.turns().isBusy(due.schedule().id())).isPresent();
        return isHere || refused.sentence().startsWith("busy: ") ? "under_way" : "refused";
    }

    /** Source: storage call-outs contract, section 2.6: it is skipped and counted. */
    private void missed(CronWatch.Due due, String cause, String why) {
        facts.accept(
                new Fact.SnapshotRoundMissed(
                        due.schedule().id(), cause, "due %s: %s".formatted(due.at(), why)));
    }

    private Moment deadline() {
        return opened.map(
                        room ->
                                Moment.earlier(
                                        room.own().nextDeadline(),
                                        room.coordinator().nextDeadline()))
                .orElse(Moment.NEVER);
    }

    private void send(Pnn to, RoundLetter letter) {
        if (to.equals(settings.pnn())) {
            loop.put(() -> hear(to, letter));
        } else {
            wire.accept(to, codec.encode(letter));
        }
    }

    /** A letter of a node; an {@link IllegalArgumentException} says that it is none. */
    public void received(Pnn from, byte[] payload) {
        RoundLetter letter = codec.decode(payload);
        loop.put(() -> hear(from, letter));
    }

    /** A node is not connected any more. */
    public void lost(Pnn node) {
        loop.put(
                () ->
                        opened.ifPresent(
                                room -> {
                                    room.own().lost(node);
                                    room.coordinator().lost(node);
                                }));
    }

    private void hear(Pnn from, RoundLetter letter) {
        if (opened.isEmpty()) {
            return;
        }
        Opened room = opened.get();
        switch (letter) {
            case RoundLetter.Ordered ordered -> room.own().ordered(ordered);
            case RoundLetter.Reported reported -> room.coordinator().reported(from, reported);
            case RoundLetter.Closed closed -> room.own().closed(closed);
            case RoundLetter.Fired fired -> store(room.tools(), fired);
        }
    }

    private static void store(RoundTools tools, RoundLetter.Fired fired) {
        boolean isNews =
                tools.lastFired(fired.schedule()).filter(known -> known >= fired.due()).isEmpty();
        if (isNews) {
            try {
                tools.store(new Entry.RoundFired(fired.schedule(), fired.due()));
            } catch (IOException full) {
                LOG.error("calendar_not_stored why=\"{}\"", full.getMessage());
            }
        }
    }

    private Opened room() throws Refusal {
        return opened.orElseThrow(
                () ->
                        new Refusal(
                                Refusal.Kind.REFUSED, "storage is not open; see: baton job list"));
    }

    @Override
    public SortedMap<String, Schedule> schedules() {
        return settings.storage().schedules();
    }

    @Override
    public Optional<Instant> next(Schedule schedule) {
        return calendar.next(schedule);
    }

    private Schedule schedule(String id) throws Refusal {
        Schedule found = schedules().get(id);
        if (found == null) {
            throw new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "there is no schedule \"%s\"; see: baton snapshot list"
                            .formatted(id.replaceAll("\\p{Cntrl}", "?")));
        }
        return found;
    }

    @Override
    public StorageAccess.Plan plan(RoundAsk ask) throws Refusal {
        Schedule schedule = asked(ask);
        return PlannedRound.of(
                schedule,
                plan(schedule),
                ask.name().orElse(PlannedRound.STAMP),
                room().tools(),
                settings.storage().hooks(),
                this::nameOf);
    }

    @Override
    public String run(RoundAsk ask) throws Refusal {
        Opened room = room();
        Schedule schedule = asked(ask);
        return room.coordinator().begin(schedule, plan(schedule), ask.name()).toString();
    }

    /** The schedule with what is asked of it. */
    private Schedule asked(RoundAsk ask) throws Refusal {
        ask.check();
        Schedule whole = schedule(ask.schedule());
        Schedule schedule = whole;
        if (ask.only().isPresent()) {
            String word = ask.only().get();
            schedule =
                    whole.targets().stream()
                            .filter(each -> each.toString().equals(word))
                            .findFirst()
                            .map(whole::only)
                            .orElseThrow(() -> noTarget(whole, word));
        }
        checkFree(schedule, ask.name());
        return schedule;
    }

    private static Refusal noTarget(Schedule schedule, String word) {
        return new Refusal(
                Refusal.Kind.NOT_FOUND,
                "%s has no target \"%s\"; it has: %s"
                        .formatted(
                                schedule.id(),
                                word.replaceAll("\\p{Cntrl}", "?"),
                                String.join(
                                        ", ",
                                        schedule.targets().stream()
                                                .map(Schedule.Target::toString)
                                                .toList())));
    }

    /** What other nodes have is refused by their commands and providers. */
    private void checkFree(Schedule schedule, Optional<String> name) throws Refusal {
        if (name.isEmpty()) {
            return;
        }
        for (Schedule.Target target : schedule.targets()) {
            String taken = SnapshotCalls.name(schedule, target.name(), name.get());
            if (room().tools().snapshots().stream()
                    .anyMatch(each -> each.taken().snapshot().equals(taken))) {
                throw new Refusal(
                        Refusal.Kind.REFUSED,
                        "there is a snapshot %s already; take another name, or: baton snapshot remove %s %s"
                                .formatted(taken, schedule.id(), taken));
            }
        }
    }

    @Override
    public StorageAccess.Plan planRemoval(String id, String snapshot) throws Refusal {
        Opened room = room();
        Schedule schedule = schedule(id);
        return PlannedRound.ofRemoval(
                schedule,
                room.removals().known(schedule, snapshot),
                settings.name().value(),
                room.tools().hookLimit());
    }

    @Override
    public String remove(String id, String snapshot) throws Refusal {
        return room().removals().begin(schedule(id), snapshot);
    }

    @Override
    public SortedMap<String, List<Schedule.Target>> shares() {
        SortedMap<String, List<Schedule.Target>> shares = new TreeMap<>();
        for (Schedule schedule : schedules().values()) {
            List<Schedule.Target> own =
                    schedule.targets().stream().filter(each -> isOwn(each.node())).toList();
            if (schedule.command().isPresent() && !own.isEmpty()) {
                shares.put(schedule.id(), own);
            }
        }
        return shares;
    }

    private boolean isOwn(String node) {
        return node.equals(settings.pnn().toString()) || node.equals(settings.name().value());
    }

    @Override
    public List<SnapshotRecord> snapshots() throws Refusal {
        return room().tools().snapshots();
    }

    private RoundPlan plan(Schedule schedule) throws Refusal {
        NodeView view = views.get();
        TreeSet<Pnn> all = new TreeSet<>();
        if (schedule.nodes().isEmpty()) {
            view.peers()
                    .forEach(
                            (pnn, peer) -> {
                                if (!NodeFlag.DELETED.in(peer.flags())) {
                                    all.add(pnn);
                                }
                            });
        }
        for (String word : schedule.nodes()) {
            all.add(node(view, word));
        }
        List<RoundPlan.Snapshot> snapshots = new ArrayList<>();
        for (Schedule.Target target : schedule.targets()) {
            snapshots.add(new RoundPlan.Snapshot(node(view, target.node()), target.name()));
        }
        TreeSet<Pnn> absent = new TreeSet<>(all);
        absent.removeIf(pnn -> isConnected(view, pnn));
        all.removeAll(absent);
        if (all.isEmpty()) {
            throw new Refusal(
                    Refusal.Kind.REFUSED, "none of its nodes is connected; see: baton status");
        }
        return new RoundPlan(
                schedule.id(),
                all,
                absent,
                snapshots,
                schedule.freezeLimit(),
                settings.storage().hooks().limit(),
                schedule.crashConsistent());
    }

    private static boolean isConnected(NodeView view, Pnn pnn) {
        NodeView.Peer peer = view.peers().get(pnn);
        return peer != null && !NodeFlag.DISCONNECTED.in(peer.flags());
    }

    private Pnn node(NodeView view, String word) throws Refusal {
        for (Pnn pnn : view.peers().keySet()) {
            if (word.equals(pnn.toString()) || word.equals(nameOf(pnn))) {
                return pnn;
            }
        }
        throw new Refusal(
                Refusal.Kind.NOT_FOUND,
                "no node \"%s\" is known by name or number; see: baton node list".formatted(word));
    }

    private String nameOf(Pnn pnn) {
        if (pnn.equals(settings.pnn())) {
            return settings.name().value();
        }
        return Optional.ofNullable(views.get().peers().get(pnn))
                .flatMap(NodeView.Peer::report)
                .map(report -> report.name().value())
                .orElse(pnn.toString());
    }

    @Override
    public void close() {
        loop.close();
    }
}
