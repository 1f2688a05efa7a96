package dev.baton.agent;

import dev.baton.agent.callout.PartOrder;
import dev.baton.agent.callout.StorageAccess;
import dev.baton.agent.callout.VouchLine;
import dev.baton.agent.cli.Cli;
import dev.baton.agent.cli.CliContext;
import dev.baton.agent.cli.Elsewhere;
import dev.baton.agent.cli.PoolLine;
import dev.baton.agent.cli.ShownSettings;
import dev.baton.agent.compat.AgentProcess;
import dev.baton.agent.compat.ConfigTool;
import dev.baton.agent.compat.CtdbTool;
import dev.baton.agent.compat.ToolContext;
import dev.baton.agent.control.Access;
import dev.baton.agent.control.Commands;
import dev.baton.agent.control.ControlServer;
import dev.baton.agent.control.InboxDesk;
import dev.baton.agent.control.OperatorDesk;
import dev.baton.agent.control.Programs;
import dev.baton.agent.core.Replies;
import dev.baton.agent.eventd.EventAccess;
import dev.baton.agent.eventd.EventTool;
import dev.baton.agent.failback.FailbackRoom;
import dev.baton.agent.lsm.ClusterRoom;
import dev.baton.agent.lsm.LsmAccess;
import dev.baton.agent.opennebula.FrontEnds;
import dev.baton.agent.records.SharedHistory;
import dev.baton.agent.round.RoundAccess;
import dev.baton.config.ClusterSettings;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.LogLevel;
import dev.baton.config.Parsed;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddressesFile;
import dev.baton.config.Setting;
import dev.baton.config.SettingsLoader;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.monitoring.facts.FactLog;
import dev.baton.monitoring.metrics.Build;
import dev.baton.monitoring.metrics.Metrics;
import dev.baton.monitoring.metrics.RenewalResult;
import dev.baton.monitoring.metrics.Sources;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Input;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.exchange.RunRecord;
import dev.baton.orchestrator.node.NodeView;

import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the world outside sees of the agent: log, history, metrics, commands.
 *
 * <p>Metrics and commands take a while to load, so they are made beside the start of the core;
 * facts wait for them in the relay. Thread: any.
 */
final class Doors {

    private static final Logger LOG = LoggerFactory.getLogger(Doors.class);

    private final ClusterSettings settings;
    private final Supplier<NodeView> views;
    private final FactHistory history;
    private final SharedHistory shared;
    private final EventAccess events;
    private final FailbackRoom failback;
    private final StorageAccess storage;
    private final RoundAccess rounds;
    private final FrontEnds drivers;
    private final LsmAccess lsm;
    private final ClusterRoom cluster;
    private final InboxDesk desk;
    private final OperatorDesk orders;
    private final Consumer<Input> inbox;
    private final CtdbTool tool;
    private final Consumer<Fact> facts;
    private final CompletableFuture<Metrics> metrics = new CompletableFuture<>();
    private volatile Optional<ControlServer> opened = Optional.empty();
    private volatile Optional<Cli> commands = Optional.empty();

    Doors(
            ClusterSettings settings,
            Consumer<Input> inbox,
            Supplier<NodeView> views,
            FactHistory history,
            SharedHistory shared,
            EventAccess events,
            FailbackRoom failback,
            StorageAccess storage,
            RoundAccess rounds,
            FrontEnds drivers,
            LsmAccess lsm,
            ClusterRoom cluster,
            Supplier<Optional<String>> stopping,
            BiConsumer<IpAddress, InterfaceName> herald,
            Consumer<Fact> facts) {
        this.facts = facts;
        this.settings = settings;
        this.views = views;
        this.history = history;
        this.shared = shared;
        this.events = events;
        this.failback = failback;
        this.storage = storage;
        this.rounds = rounds;
        this.drivers = drivers;
        this.lsm = lsm;
        this.cluster = cluster;
        this.inbox = inbox;
        this.desk = new InboxDesk(inbox);
        this.orders = new StopDesk(desk, settings.pnn(), stopping);
        this.tool = new CtdbTool(toolContext(herald));
    }

    private ToolContext toolContext(BiConsumer<IpAddress, InterfaceName> herald) {
        AtomicReference<LogLevel> level = new AtomicReference<>(settings.logging().level());
        ProcessHandle process = ProcessHandle.current();
        return new ToolContext(
                settings,
                views,
                history,
                orders,
                new AgentProcess(
                        BuildVersion.read().version(),
                        process.pid(),
                        process.info().startInstant().orElseGet(Instant::now),
                        ZoneId.systemDefault(),
                        level::get,
                        wanted -> {
                            level.set(wanted);
                            LoggingSetup.level(wanted);
                        },
                        new AtomicInteger(),
                        new AtomicBoolean(true)),
                herald,
                Clock.systemUTC(),
                System::nanoTime);
    }

    /** Another node's agent calls CTDB's tool here; the core bounds how many such calls run. */
    void call(Effect.CallTool call) {
        var _ =
                Thread.startVirtualThread(
                        () ->
                                inbox.accept(
                                        new Input.ToolAnswered(call.id(), answered(call.words()))));
    }

    /** Lines of Baton's own that may come from other nodes begin with its name; no tool's do. */
    private OperatorReply answered(List<String> words) {
        if (PartOrder.isOne(words)) {
            return storage.part(words);
        }
        if (VouchLine.isOne(words)) {
            return storage.vouch(words);
        }
        if (ClusterRoom.isOne(words)) {
            return cluster.answer(words);
        }
        if (FrontEnds.isOne(words)) {
            return drivers.answer(words);
        }
        boolean isToldByUs = Elsewhere.isOne(words);
        return isToldByUs || PoolLine.isOne(words)
                ? commands.map(
                                cli ->
                                        isToldByUs
                                                ? Elsewhere.answer(cli, words)
                                                : PoolLine.answer(cli, words))
                        .orElseGet(
                                () -> new OperatorReply.Refused("the agent is starting; try again"))
                : tool.answer(words);
    }

    /**
     * Reads the files of public addresses and of failback anew; the core changes what this node may
     * carry. Nothing is changed when one of them is wrong.
     */
    void reload(Effect.ReloadAddresses reload) {
        var _ =
                Thread.startVirtualThread(
                        () -> inbox.accept(new Input.ToolAnswered(reload.id(), addressesReread())));
    }

    private OperatorReply addressesReread() {
        OperatorReply reply = reread();
        metrics.join().reread(!(reply instanceof OperatorReply.Refused));
        return reply;
    }

    private OperatorReply reread() {
        Parsed<PublicAddressesFile> parsed =
                new SettingsLoader(new KernelHost()).publicAddresses(settings, System.getenv());
        if (parsed.hasErrors()) {
            return new OperatorReply.Refused(parsed.problems().getFirst().toString());
        }
        Optional<String> problem = failback.reread();
        if (problem.isPresent()) {
            return new OperatorReply.Refused(problem.get());
        }
        return desk.ask(new OperatorCommand.SetAddresses(settings.pnn(), parsed.value().list()))
                .join();
    }

    /** Asks the core; always answered, and within a bound. */
    CompletableFuture<OperatorReply> ask(OperatorCommand command) {
        return desk.ask(command);
    }

    /** Who hears every fact. */
    List<Consumer<Fact>> listeners() {
        return List.of(
                new FactLog(
                        LoggerFactory.getILoggerFactory(),
                        LogFacts.in(settings.logging().format())),
                history,
                fact -> metrics.join().facts().accept(fact));
    }

    Replies replies() {
        return desk::answer;
    }

    /** A run this node leads began, or is over. */
    void stored(Effect.StoreRun order) {
        RunRecord run = order.run();
        run.ending()
                .ifPresent(
                        ending -> {
                            var _ =
                                    metrics.thenAccept(
                                            made -> made.facts().over(run.cause(), ending));
                        });
    }

    /** A peer has answered a heartbeat. */
    void answered(Pnn peer, Duration after) {
        var _ = metrics.thenAccept(made -> made.facts().answered(peer, after));
    }

    /** So long did the step of the core take in which a takeover run was planned. */
    void planned(Duration took) {
        var _ = metrics.thenAccept(made -> made.facts().planned(took));
    }

    /** How far the clock of a peer is ahead. */
    void clock(Pnn peer, Duration ahead) {
        var _ = metrics.thenAccept(made -> made.facts().clock(peer, ahead));
    }

    void renewed(RenewalResult result) {
        var _ = metrics.thenAccept(made -> made.facts().renewed(result));
    }

    void viewed(NodeView view) {
        var _ = metrics.thenAccept(made -> made.facts().viewed(view));
    }

    /** Makes what readers need; takes a few hundred milliseconds. */
    void prepare(Sources sources) {
        BuildVersion version = BuildVersion.read();
        String java = Integer.toString(Runtime.version().feature());
        Build build = new Build(version.version(), version.commit(), java);
        Metrics made = new Metrics(settings, build, sources);
        made.start();
        metrics.complete(made);
    }

    /** Commands and scrapes are answered from now on. */
    void open(Vertx vertx) {
        Cli cli =
                new Cli(
                        new CliContext(
                                settings,
                                failback::rules,
                                views,
                                history,
                                shared,
                                events,
                                orders,
                                storage,
                                rounds,
                                drivers,
                                lsm,
                                shownSettings(),
                                Clock.systemUTC(),
                                System::nanoTime,
                                BuildVersion.read().line()));
        commands = Optional.of(cli);
        ControlServer server =
                new ControlServer(
                        vertx,
                        settings,
                        views,
                        desk,
                        programs(cli),
                        metrics.join(),
                        System::nanoTime,
                        Access.by(
                                settings.layout().tokens(),
                                Clock.systemUTC(),
                                System::nanoTime,
                                facts));
        opened = Optional.of(server);
        server.openSocket().onFailure(why -> closed(settings.layout().socket().toString(), why));
        server.openHttp().onFailure(why -> closed("http " + settings.endpoints().httpPort(), why));
    }

    /** The layout is the environment's already. */
    private ShownSettings shownSettings() {
        SettingsLoader loader = new SettingsLoader(new KernelHost());
        Supplier<List<Setting>> now = () -> loader.survey(settings.layout(), System.getenv());
        return new ShownSettings(now.get(), now);
    }

    private Commands programs(Cli cli) {
        return new Programs(
                cli,
                Map.of("ctdb", tool, "ctdb-config", configTool(), EventTool.NAME, events.tool()));
    }

    private ConfigTool configTool() {
        return new ConfigTool(
                settings.layout(),
                System.getenv(),
                environment ->
                        new SettingsLoader(new KernelHost())
                                .load(settings.layout(), environment, KernelHost.hostName()));
    }

    /** Closes the doors; returns at once. */
    void close() {
        var _ = metrics.thenAccept(Metrics::close);
        opened.ifPresent(ControlServer::close);
    }

    private static void closed(String door, Throwable why) {
        LOG.error("door_closed door=\"{}\" why=\"{}\"", door, why.getMessage());
    }
}
