// Longer than 500 lines because it is where every room of an agent is made and wired to the others.

package dev.baton.agent;

import dev.baton.agent.address.AddressRoom;
import dev.baton.agent.address.AddressWiring;
import dev.baton.agent.address.CarriedAddresses;
import dev.baton.agent.address.Tickler;
import dev.baton.agent.beside.ReleaseNews;
import dev.baton.agent.callout.ObjectRoom;
import dev.baton.agent.callout.SharedProviders;
import dev.baton.agent.callout.StorageRoom;
import dev.baton.agent.core.CoreLoop;
import dev.baton.agent.core.FactRelay;
import dev.baton.agent.core.Inbox;
import dev.baton.agent.event.EventEnvironment;
import dev.baton.agent.event.EventRoom;
import dev.baton.agent.event.EventStarter;
import dev.baton.agent.event.Notifier;
import dev.baton.agent.eventd.AgentEvents;
import dev.baton.agent.eventd.EventAccess;
import dev.baton.agent.failback.FailbackRoom;
import dev.baton.agent.kernel.OrphanReaper;
import dev.baton.agent.kernel.ProcessControl;
import dev.baton.agent.lsm.ClusterRoom;
import dev.baton.agent.lsm.LsmRoom;
import dev.baton.agent.opennebula.DriverRoom;
import dev.baton.agent.opennebula.FrontEnds;
import dev.baton.agent.records.SharedHistory;
import dev.baton.agent.round.Guards;
import dev.baton.agent.round.RoundRoom;
import dev.baton.agent.runs.RunFolder;
import dev.baton.agent.runs.RunRoom;
import dev.baton.agent.tracing.TraceRoom;
import dev.baton.agent.voters.LockRoom;
import dev.baton.agent.voters.VoterFile;
import dev.baton.agent.voters.VoterRoom;
import dev.baton.config.ClusterSettings;
import dev.baton.config.FailbackRules;
import dev.baton.config.IpAddress;
import dev.baton.config.NodesFile;
import dev.baton.config.Parsed;
import dev.baton.config.Pnn;
import dev.baton.config.SettingsLoader;
import dev.baton.events.Event;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.events.process.ProcessScopes;
import dev.baton.events.process.SequenceRunner;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.monitoring.metrics.DroppedFacts;
import dev.baton.monitoring.metrics.Sources;
import dev.baton.monitoring.metrics.TraceCounts;
import dev.baton.monitoring.metrics.WireRejections;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.node.NodeMachine;
import dev.baton.orchestrator.node.NodeView;

import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One agent: its rooms, connected. The core votes as soon as this runs; the network follows on a
 * thread of its own.
 */
final class Agent {

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    private final ClusterSettings settings;
    private final boolean testMode;
    private final Incarnation self;
    private final Path home = Home.find();
    private final Ending ending;
    private final Inbox inbox;
    private final ScriptWiring scripts;
    private final OrphanReaper orphans = new OrphanReaper();
    private final EventRoom events;
    private final AgentEvents asked;
    private final Notifier notifier;
    private final AddressRoom addresses;
    private final Tickler tickler = new Tickler();
    private final AnnouncementCount announced = new AnnouncementCount();
    private final Optional<ReleaseNews> releases;
    private final VoterRoom voters;
    private final LockRoom lock;
    private final RunRoom runs;
    private final Optional<TraceRoom> traces;
    private final FailbackRoom failback;
    private final StorageRoom storage;
    private final RoundRoom rounds;
    private final DriverRoom drivers;
    private final ClusterRoom cluster;
    private final LsmRoom plugins;
    private final FactRelay facts;
    private final CoreLoop core;
    private final Doors doors;
    private final Optional<MembershipRoom> membership;
    private final CompletableFuture<Vertx> vertx = new CompletableFuture<>();
    private volatile Consumer<Effect.Send> post = send -> {};
    private volatile Optional<WirePost> wire = Optional.empty();
    private volatile SortedMap<Pnn, IpAddress> nodes;
    private volatile Supplier<WireRejections> rejections = () -> WireRejections.NONE;
    private boolean doorsOpened;

    Agent(
            ClusterSettings settings,
            long incarnation,
            Map<String, String> environment,
            Optional<Voters> stored,
            Successor successor) {
        this.settings = settings;
        this.testMode = TestMode.isAsked(environment);
        this.self = new Incarnation(settings.pnn(), incarnation);
        ending = new Ending(NodeSetups.rules(settings).longestShutdown());
        inbox = new Inbox(ending);
        this.nodes = settings.nodes().addresses();
        ProcessControl.becomeSubreaper();
        scripts = scripts(settings, home, incarnation);
        ProcessScopes scopes = scripts.scopes();
        CarriedAddresses carried =
                new CarriedAddresses(settings, KernelHost.interfaces(environment));
        EventEnvironment variables =
                EventEnvironment.of(settings, home, environment)
                        .withAddresses(carried.begin(settings.events().publicAddresses()));
        asked =
                new AgentEvents(
                        scripts.engine(event -> variables.of(event, Optional.empty())),
                        inbox::put,
                        InstantSource.system());
        notifier =
                new Notifier(
                        settings.layout().etc().resolve(Notifier.SCRIPT),
                        scripts.notifications()::start,
                        variables);
        FactHistory history = new FactHistory(settings.pnn(), Clock.systemUTC());
        membership = MembershipRoom.of(settings, self, history, this::view, inbox::put);
        SharedHistory shared =
                membership.map(MembershipRoom::shared).orElseGet(SharedHistory::suppressed);
        EventAccess access =
                new EventAccess(asked, ScriptWiring.files(settings.layout(), environment, home));
        Herald herald = new Herald(this::announce);
        failback =
                new FailbackRoom(
                        Clock.system(ZoneId.systemDefault()),
                        settings.failover().failback(),
                        () -> failbackNow(settings, environment),
                        inbox::put);
        storage =
                new StorageRoom(
                        settings,
                        scripts.calls(),
                        scripts.trust(),
                        InstantSource.system(),
                        new SharedProviders(
                                shared,
                                sheet -> membership.ifPresent(room -> room.tellProviders(sheet)),
                                sheet -> membership.ifPresent(room -> room.tellStorage(sheet)),
                                this::tell),
                        new ObjectRoom(
                                this::ask,
                                object -> Optional.ofNullable(view().held().get(object)),
                                System::nanoTime,
                                settings.timing(),
                                ObjectRoom.PATIENCE),
                        this::ask);
        rounds =
                new RoundRoom(
                        settings,
                        this::view,
                        storage,
                        new Guards(
                                settings.layout().storage().resolve("freezes"),
                                home.resolve("libexec/freeze-guard"),
                                scopes,
                                settings.pnn() + "-" + incarnation),
                        (to, letter) -> wire.ifPresent(post -> post.sendStorage(to, letter)),
                        this::tell,
                        InstantSource.system());
        drivers = new DriverRoom(settings, storage, scripts.trust(), InstantSource.system());
        FrontEnds frontEnds =
                new FrontEnds(drivers, settings.pnn(), () -> ClusterRoom.heard(view()), this::ask);
        cluster =
                new ClusterRoom(
                        storage,
                        frontEnds,
                        rounds,
                        settings.pnn(),
                        () -> ClusterRoom.heard(view()),
                        this::ask);
        plugins =
                new LsmRoom(
                        settings.storage().lsm(),
                        new LsmRoom.PluginPlaces(
                                home.resolve("libexec/lsm-plugin"),
                                settings.layout().run().resolve("lsm"),
                                scripts.calls(),
                                scripts.trust()),
                        environment,
                        Optional.of(cluster));
        doors =
                new Doors(
                        settings,
                        inbox::put,
                        this::view,
                        history,
                        shared,
                        access,
                        failback,
                        storage,
                        rounds,
                        frontEnds,
                        plugins.access(),
                        cluster,
                        storage::stopping,
                        herald,
                        this::tell);
        addresses =
                addressRoom(
                        new AddressWiring(
                                carried,
                                settings.failover().foreignAddress(),
                                settings.failover().disabled(),
                                ip -> scopes.mayHaveProcesses(ProcessScopes.scopeOf(ip)),
                                ip -> scopes.killAll(ProcessScopes.scopeOf(ip)),
                                inbox::put,
                                doors::renewed,
                                announced,
                                ending));
        events = new EventRoom(this::starter, variables, addresses::shortcut, inbox::put);
        voters =
                new VoterRoom(
                        new VoterFile(settings.layout().voters()),
                        () -> nodesNow(settings, environment),
                        inbox::put);
        lock =
                new LockRoom(
                        settings.clusterLock(),
                        home.resolve("compat/ctdb_mutex_fcntl_helper"),
                        inbox::put);
        runs =
                new RunRoom(
                        new RunFolder(settings.layout().runs()),
                        BuildVersion.read().build(),
                        this::tell);
        traces =
                settings.telemetry()
                        .tracing()
                        .map(
                                options ->
                                        new TraceRoom(
                                                options,
                                                settings.telemetry().cluster(),
                                                settings.name().value(),
                                                settings.pnn(),
                                                BuildVersion.read().build(),
                                                InstantSource.system()));
        traces.ifPresent(room -> storage.tellEnds(room::over));
        releases = settings.databases().map(ctdbd -> new ReleaseNews(ctdbd.socket(), this::tell));
        facts = new FactRelay(listeners());
        core =
                new CoreLoop(
                        new NodeMachine(NodeSetups.of(settings, self, stored), now()),
                        inbox,
                        new EffectSwitch(
                                send -> post.accept(send),
                                events,
                                addresses,
                                doors.replies(),
                                asked::answered,
                                doors::call,
                                doors::reload,
                                notifier::tell,
                                tickler::tickle,
                                voters,
                                lock,
                                this::store,
                                this::meet,
                                successor::begin,
                                ending::decide),
                        facts,
                        this::published,
                        doors::planned,
                        ending);
    }

    /** Runs until the core says that it is over; the exit code. */
    int run() {
        LOG.info(
                "agent_starts node={} pnn={} incarnation={} version=\"{}\"",
                settings.name(),
                self.node(),
                self.number(),
                BuildVersion.read().line());
        ending.listenForSignals(inbox);
        if (testMode) {
            TestMode.endWithInput(() -> inbox.put(new Input.StopAsked("standard input ended")));
        }
        facts.start();
        addresses.start();
        tickler.start();
        failback.start();
        runs.start();
        traces.ifPresent(TraceRoom::start);
        releases.ifPresent(ReleaseNews::start);
        orphans.start();
        core.start();
        Thread.ofPlatform().name("network-start").daemon().start(this::openNetwork);
        doors.prepare(sources());
        membership.ifPresent(MembershipRoom::start);
        int code = ending.await();
        close();
        return code;
    }

    private Sources sources() {
        return new Sources(
                this::view,
                addresses::hosted,
                () -> rejections.get(),
                this::dropped,
                storage::counts,
                plugins::counts,
                () -> announced.counts(tickler.sent()),
                () -> traces.map(TraceRoom::counts).orElse(TraceCounts.NONE),
                events::underWay,
                scripts.scopes()::unkillable,
                scripts.names(),
                System::nanoTime,
                InstantSource.system());
    }

    private List<Consumer<Fact>> listeners() {
        List<Consumer<Fact>> all = new ArrayList<>(doors.listeners());
        all.add(asked::heard);
        releases.ifPresent(all::add);
        traces.ifPresent(all::add);
        return all;
    }

    /** Who the nodes are, as the files say now; the layout is the environment's already. */
    private static Parsed<Optional<NodesFile>> nodesNow(
            ClusterSettings settings, Map<String, String> environment) {
        return new SettingsLoader(new KernelHost()).loadNodes(settings.layout(), environment);
    }

    private static Parsed<FailbackRules> failbackNow(
            ClusterSettings settings, Map<String, String> environment) {
        return new SettingsLoader(new KernelHost()).loadFailback(settings.layout(), environment);
    }

    private void meet(Effect.MeetNodes order) {
        nodes = order.nodes();
        wire.ifPresent(post -> post.meet(order.nodes()));
    }

    private void store(Effect.StoreRun order) {
        runs.store(order);
        doors.stored(order);
        traces.ifPresent(room -> room.stored(order.run()));
    }

    private void announce(Effect.Announce effect) {
        addresses.announce(effect);
    }

    private void tell(Fact fact) {
        facts.accept(fact);
    }

    private CompletableFuture<OperatorReply> ask(OperatorCommand command) {
        return doors.ask(command);
    }

    private NodeView view() {
        return core.view();
    }

    private DroppedFacts dropped() {
        return new DroppedFacts(
                facts.dropped(), membership.map(MembershipRoom::factsNotShared).orElse(0L));
    }

    private void close() {
        doors.close();
        rounds.close();
        drivers.close();
        plugins.close();
        storage.close();
        lock.leave();
        voters.close();
        runs.close();
        traces.ifPresent(TraceRoom::close);
        membership.ifPresent(MembershipRoom::close);
        addresses.close();
        tickler.close();
        failback.close();
        releases.ifPresent(ReleaseNews::close);
        core.close();
        asked.close();
        notifier.close();
        facts.close();
        scripts.close();
        orphans.close();
        ending.closed();
    }

    private void openNetwork() {
        try {
            WirePost opened =
                    new WirePost(
                            settings,
                            self,
                            nodes,
                            inbox,
                            storagePost(),
                            doors::answered,
                            doors::clock,
                            order -> traces.ifPresent(room -> room.ordered(order)));
            rejections = opened::rejections;
            Vertx loops = EventLoops.start();
            vertx.complete(loops);
            var _ =
                    opened.open(loops)
                            .onSuccess(id -> stands(opened))
                            .onFailure(this::cannotListen);
        } catch (RuntimeException failed) {
            ending.stop(failed);
        }
    }

    private StoragePost storagePost() {
        return new StoragePost() {
            @Override
            public void received(Pnn from, byte[] payload) {
                rounds.received(from, payload);
            }

            @Override
            public void lost(Pnn peer) {
                rounds.lost(peer);
            }
        };
    }

    private void stands(WirePost opened) {
        wire = Optional.of(opened);
        opened.meet(nodes);
        post = opened::send;
    }

    private void cannotListen(Throwable why) {
        ending.decide(
                new Effect.Stop(
                        1,
                        "cannot listen on %s port %d: %s"
                                .formatted(
                                        settings.address(),
                                        settings.endpoints().wirePort(),
                                        why.getMessage())));
    }

    /** Commands are answered once init has ended. Source: CTDB events contract, section 7. */
    private void published(NodeView view) {
        doors.viewed(view);
        membership.ifPresent(room -> room.viewed(view));
        if (!doorsOpened && view.runstate() != Runstate.INIT) {
            doorsOpened = true;
            Thread.ofVirtual().name("storage-start").start(this::startStorage);
            var _ = vertx.thenAcceptAsync(loops -> doors.open(loops));
        }
    }

    private void startStorage() {
        storage.start();
        rounds.start();
        drivers.start();
        storage.watch();
        storage.started();
        plugins.start();
    }

    private AddressRoom addressRoom(AddressWiring wiring) {
        return testMode ? AddressRoom.simulated(wiring) : AddressRoom.real(wiring);
    }

    /** Tells the room of addresses what an event has done before anybody asks it. */
    private EventStarter starter(Duration silence) {
        SequenceRunner runner = scripts.runner(silence);
        return (ticket, event, limit, variables, shortcut, done) ->
                runner.start(
                        ticket,
                        event,
                        limit,
                        variables,
                        shortcut,
                        result -> {
                            if (result.ok()) {
                                addresses.ended(event);
                            }
                            done.accept(judged(event, result));
                        });
    }

    /** A required hook that failed makes the node unhealthy, whatever monitoring says. */
    private SequenceResult judged(Event event, SequenceResult result) {
        Optional<String> objection = storage.objection();
        return event instanceof Event.Monitor && result.ok() && objection.isPresent()
                ? new SequenceResult(
                        SequenceStatus.FAILED, result.scripts(), result.took(), objection.get())
                : result;
    }

    /** Also ends what earlier lives left running for addresses. */
    private static ScriptWiring scripts(ClusterSettings settings, Path home, long incarnation) {
        String identity = settings.layout().run().toString().replace('/', '_');
        ScriptWiring scripts =
                new ScriptWiring(
                        settings.layout(), settings.events(), home, identity + "/" + incarnation);
        if (!scripts.scopes().killAddressEventsOfEarlierLives(identity)) {
            LOG.error("earlier_events_live why=\"they outlived SIGKILL\"");
        }
        if (!scripts.scopes().killCallsOfEarlierLives(identity)) {
            LOG.error("earlier_calls_live why=\"they outlived SIGKILL\"");
        }
        return scripts;
    }

    private static Moment now() {
        return new Moment(System.nanoTime());
    }
}
