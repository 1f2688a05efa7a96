package dev.baton.orchestrator.node;

import dev.baton.config.FailbackNow;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.ClusterSnapshot;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.exchange.PlanInput;
import dev.baton.orchestrator.exchange.RunOptions;
import dev.baton.orchestrator.exchange.Staying;
import dev.baton.orchestrator.health.BanLedger;
import dev.baton.orchestrator.takeover.Plan;
import dev.baton.orchestrator.takeover.TakeoverRun;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a node does while it leads: sees what changed, starts runs one at a time, retries what did
 * not work.
 *
 * <p>Requests that arrive during a run are served together by the next one. Source: CTDB events
 * contract, section 13; back-off and blame by section 16.
 */
final class Leader {

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration RESEND = Duration.ofSeconds(1);

    /** Two heartbeats and a little more: so old may be what is known of a node. */
    private static final Duration REPORTED_WITHIN = Duration.ofMillis(1200);

    private static final String OPERATOR = "operator";

    /** What the leader sees and does through its own node. */
    interface Node {
        ClusterSnapshot snapshot();

        Optional<Incarnation> life(Pnn pnn);

        void send(Work work, Pnn to, Message message);

        void reply(Work work, Asker asker, OperatorReply reply);
    }

    /** How long the leader waits for what a monitor event says of a lost link. */
    private static final Duration VERDICT = Duration.ofMillis(300);

    private final Incarnation self;
    private final LiveRules rules;
    private final BanLedger ledger;
    private final LedVoters voters;
    private final Node node;
    private final long leading;

    private final Standings standings;
    private final RunLives lives;
    private final NewAddresses newcomers = new NewAddresses();
    private final TreeSet<String> causes = new TreeSet<>();
    private final TreeMap<IpAddress, Moment> deferred = new TreeMap<>();
    private final RunRequests requests = new RunRequests();
    private final TreeSet<Pnn> bans = new TreeSet<>();

    /** The picture that was last found to need nothing, or that the last run was planned from. */
    private ClusterSnapshot planned;

    /** A run is over: what it gave may be lost again, so that the picture is the one before it. */
    private boolean mustLook = true;

    private Optional<TakeoverRun> run = Optional.empty();

    private Optional<RecordedRun> recorded = Optional.empty();
    private Optional<NodeView.RunSummary> last = Optional.empty();
    private String cause = "";
    private Moment resendAt = Moment.NEVER;
    private Moment retryAt = Moment.NEVER;
    private Moment verdictAt = Moment.NEVER;
    private Moment repeatAt = Moment.NEVER;
    private Moment leavesUntil = Moment.PAST;
    private final TreeSet<Pnn> repeats = new TreeSet<>();
    private boolean recoveryDue = true;
    private RunId recovered = RunId.NONE;

    /** An operator has placed an address: until something happens, nothing is moved for balance. */
    private boolean isSettled;

    private long counter;

    Leader(Incarnation self, long leading, LiveRules rules, LedVoters voters, Node node) {
        this.self = self;
        this.leading = leading;
        this.rules = rules;
        int nodes = node.snapshot().nodeCount();
        this.ledger = new BanLedger(nodes, rules.now().banGrace());
        this.voters = voters;
        this.node = node;
        this.standings = new Standings(node::life);
        this.lives = new RunLives(node::life);
        this.planned = new ClusterSnapshot(nodes, new TreeMap<>());
        causes.add("leader_changed");
    }

    /** This node has led for a while already, and this picture needs nothing. */
    void carriesOn(Moment now, ClusterSnapshot snapshot) {
        compare(snapshot);
        newcomers.look(now, snapshot, node);
        causes.clear();
        recoveryDue = false;
        planned = snapshot;
        mustLook = false;
    }

    // ---- requests

    void move(IpAddress ip, Pnn to, Asker asker) {
        requests.move(ip, to, asker);
        deferred.remove(ip);
        causes.add(OPERATOR);
    }

    /** Spreads these addresses anew, or all. */
    void failback(List<IpAddress> ips, Asker asker) {
        requests.free(ips.isEmpty() ? known() : ips);
        reallocate(false, asker);
    }

    /** What may move from now on is spread anew. */
    void failbackChanged(FailbackNow before, FailbackNow after) {
        Set<IpAddress> opened = known();
        opened.removeIf(ip -> before.isOpen(ip) || !after.isOpen(ip));
        if (!opened.isEmpty()) {
            requests.free(opened);
            causes.add("failback_window");
        }
    }

    private Set<IpAddress> known() {
        TreeSet<IpAddress> all = new TreeSet<>();
        node.snapshot().reports().values().forEach(each -> all.addAll(each.addresses().keySet()));
        return all;
    }

    void reallocate(boolean recovery, Asker asker) {
        recoveryDue |= recovery;
        requests.run(asker, self.node());
        causes.add(OPERATOR);
    }

    void reloadNodes(Work work, Asker asker) {
        voters.reload(work, asker);
    }

    // ---- messages

    void nodesTold(Message.NodesTold told) {
        voters.told(told);
    }

    void answered(Work work, Message.Answer answer) {
        run.filter(each -> each.id().equals(answer.run()))
                .ifPresent(
                        each ->
                                each.answered(
                                        work.now(),
                                        answer.from().node(),
                                        answer.stage(),
                                        answer.outcomes()));
    }

    /**
     * A node does not obey. It has seen a newer leader, or does not trust this one: leave it out.
     */
    boolean refused(Message.Refused refused) {
        run.filter(each -> each.id().equals(refused.run()))
                .ifPresent(each -> each.lost(refused.from().node()));
        return refused.known().leading() > leading;
    }

    // ---- the loop

    /** Looks at the picture and takes every step that is due. */
    void drive(Work work) {
        ClusterSnapshot snapshot = node.snapshot();
        compare(snapshot);
        newcomers.look(work.now(), snapshot, node);
        if (run.isPresent()) {
            carryOn(work, run.get(), snapshot);
        }
        if (rules.stages().mayBegin(run.isPresent())) {
            startIfDue(work, snapshot);
        }
        voters.drive(work, snapshot);
    }

    private void compare(ClusterSnapshot snapshot) {
        Set<String> changes = standings.look(snapshot);
        if (!changes.isEmpty()) {
            causes.addAll(changes);
            deferred.clear();
        }
    }

    /**
     * Whether a node that may host has just lost a link. Its monitor event, which is asked for at
     * once, may take it out of service: then its other addresses move too, and none is moved to it
     * for balance a moment before.
     */
    private boolean awaitsVerdict(Work work, ClusterSnapshot snapshot) {
        boolean justLost =
                snapshot.reports().entrySet().stream()
                        .filter(entry -> entry.getValue().canHost())
                        .anyMatch(entry -> hasLostLink(entry.getKey(), entry.getValue()));
        if (!justLost) {
            return false;
        }
        verdictAt = Moment.earlier(verdictAt, work.now().plus(VERDICT));
        return work.now().isBefore(verdictAt);
    }

    private boolean hasLostLink(Pnn pnn, NodeReport report) {
        NodeReport before = planned.reports().get(pnn);
        return before != null && !before.interfacesDown().containsAll(report.interfacesDown());
    }

    /** A node that can host more, or less, than when it was last looked at. */
    private boolean haveLinksChanged(ClusterSnapshot snapshot) {
        return snapshot.reports().entrySet().stream()
                .anyMatch(
                        entry -> {
                            NodeReport before = planned.reports().get(entry.getKey());
                            List<InterfaceName> down = entry.getValue().interfacesDown();
                            return before != null && !before.interfacesDown().equals(down);
                        });
    }

    private void startIfDue(Work work, ClusterSnapshot snapshot) {
        boolean again = !work.now().isBefore(repeatAt);
        boolean requested = !causes.isEmpty() || !bans.isEmpty() || again;
        boolean retry = !work.now().isBefore(retryAt);
        if (!requested && !retry && !mustLook && snapshot.looksLike(planned)) {
            planned = snapshot;
            verdictAt = Moment.NEVER;
            return;
        }
        if (!requested && !retry && awaitsVerdict(work, snapshot)) {
            return;
        }
        verdictAt = Moment.NEVER;
        if (!requested && !retry && newcomers.awaitsMore(work.now())) {
            return;
        }
        boolean happened = requested || haveLinksChanged(snapshot);
        planned = snapshot;
        mustLook = false;
        deferred.values().removeIf(until -> !work.now().isBefore(until));
        retryAt = nextRetry();
        isSettled = onlyPlaces() || (isSettled && !happened && newcomers.targets().isEmpty());
        RunOptions options =
                new RunOptions(
                        recoveryDue,
                        bans,
                        rules.now().banPeriod().toSeconds(),
                        requests.pins(),
                        !rules.now().failoverDisabled(),
                        newcomers.targets(),
                        new Staying(rules.failback(), isSettled, requests.freed()));
        Plan whole = rules.planner().plan(snapshot, options);
        boolean moves = whole.changes(ip -> isDue(work.now(), snapshot, ip));
        if (!requested && !moves) {
            newcomers.served();
            return;
        }
        boolean onlyAgain = again && causes.isEmpty() && bans.isEmpty() && !recoveryDue && !moves;
        Optional<SortedSet<Pnn>> only =
                onlyAgain ? Optional.of(new TreeSet<>(repeats)) : Optional.empty();
        Plan plan = only.map(whole::on).orElse(whole);
        repeatAt = Moment.NEVER;
        repeats.clear();
        if (onlyAgain && plan.stages().isEmpty()) {
            return;
        }
        begin(work, new PlanInput(snapshot, rules.planner().rules(), options, only), plan);
    }

    /** Whether an operator wants addresses in certain places, and nothing else has happened. */
    private boolean onlyPlaces() {
        return causes.size() == 1
                && causes.contains(OPERATOR)
                && bans.isEmpty()
                && !recoveryDue
                && requests.isOnlyMoves();
    }

    private void begin(Work work, PlanInput input, Plan plan) {
        String usual = input.only().isPresent() ? "failed_before" : "addresses";
        cause = causes.isEmpty() ? usual : String.join("+", causes);
        causes.clear();
        bans.clear();
        recoveryDue = false;
        if (requests.isRunWanted()) {
            leavesUntil = work.now().plus(REPORTED_WITHIN);
        }
        requests.begun();
        RunId id = new RunId(leading, ++counter);
        TakeoverRun.Limits limits =
                new TakeoverRun.Limits(rules.now().recoveryLimit(), rules.now().runLimit());
        TakeoverRun started = new TakeoverRun(id, plan, work.now(), limits, rules.stages());
        run = Optional.of(started);
        lives.begin(input.snapshot().reports().keySet());
        work.fact(new Fact.TakeoverRunStarted(id, cause, plan.moves()));
        recorded = Optional.of(RecordedRun.begin(work, self, cause, input, started));
        carryOn(work, started, input.snapshot());
    }

    /**
     * What was only deleted waits for a run that has another reason, or is asked for; also for one
     * that was begun before the report of the deletion came.
     */
    private boolean isDue(Moment now, ClusterSnapshot snapshot, IpAddress ip) {
        if (deferred.containsKey(ip)) {
            return false;
        }
        return now.isBefore(leavesUntil)
                || snapshot.reports().values().stream()
                        .flatMap(report -> Optional.ofNullable(report.addresses().get(ip)).stream())
                        .noneMatch(address -> address.holds() && address.leaving());
    }

    private void carryOn(Work work, TakeoverRun current, ClusterSnapshot snapshot) {
        leaveUnreached(current, snapshot);
        current.expire(work.now());
        List<TakeoverRun.StageOrder> orders = current.advance(work.now());
        while (leaveUnreached(current, snapshot)) {
            orders = current.orders();
            orders = orders.isEmpty() ? current.advance(work.now()) : orders;
        }
        if (orders.isEmpty() && !work.now().isBefore(resendAt)) {
            orders = current.orders();
        }
        if (!orders.isEmpty()) {
            resendAt = work.now().plus(RESEND);
            orders.forEach(order -> send(work, current, order));
        }
        if (current.isOver()) {
            finish(work, current);
        }
    }

    /**
     * Whoever has no report, or is another life than when the run began, is neither ordered
     * anything nor waited for; whether there was anybody.
     */
    private boolean leaveUnreached(TakeoverRun current, ClusterSnapshot snapshot) {
        List<Pnn> unreached =
                current.orders().stream()
                        .map(TakeoverRun.StageOrder::to)
                        .filter(
                                pnn ->
                                        !snapshot.reports().containsKey(pnn)
                                                || !rules.stages().isInTheRun(lives.isAnother(pnn)))
                        .toList();
        unreached.forEach(current::lost);
        return !unreached.isEmpty();
    }

    private void send(Work work, TakeoverRun current, TakeoverRun.StageOrder order) {
        Duration left = current.deadline().since(work.now());
        long limit = Math.max(1000, left.toMillis());
        node.life(order.to())
                .ifPresent(
                        life -> {
                            current.sent(order.to());
                            node.send(
                                    work,
                                    order.to(),
                                    new Message.Order(
                                            self,
                                            current.id(),
                                            life,
                                            order.stage(),
                                            limit,
                                            order.instructions()));
                        });
    }

    private void finish(Work work, TakeoverRun over) {
        run = Optional.empty();
        mustLook = true;
        resendAt = Moment.NEVER;
        boolean ok = over.failures().isEmpty() && over.failed().isEmpty();
        over.heldBack()
                .forEach((ip, ms) -> deferred.put(ip, work.now().plus(Duration.ofMillis(ms))));
        Moment again = rules.stages().repeatsFailures() ? work.now().plus(RETRY) : Moment.NEVER;
        over.failed().forEach(ip -> deferred.put(ip, again));
        if (!over.failed().isEmpty()) {
            leavesUntil = work.now().plus(RETRY).plus(REPORTED_WITHIN);
        }
        over.failures().forEach((pnn, why) -> blame(work, pnn, why));
        if (ok) {
            newcomers.served();
        }
        repeats.addAll(over.failures().keySet());
        repeats.addAll(over.left());
        repeatAt = repeats.isEmpty() ? Moment.NEVER : again;
        if (over.hasRecovered()) {
            ledger.clear();
            recovered = over.id();
        } else if (over.isRecovery()) {
            recoveryDue = true;
        }
        retryAt = nextRetry();
        Duration took = work.now().since(over.began());
        work.fact(
                new Fact.TakeoverRunFinished(
                        over.id(),
                        ok,
                        over.moved(),
                        over.heldBack().size(),
                        over.failed().size(),
                        took,
                        cause));
        recorded.ifPresent(each -> each.finished(work, ok));
        last = Optional.of(new NodeView.RunSummary(over.id(), work.now(), ok, over.moved(), cause));
        requests.answers(over, node.snapshot().reports())
                .forEach((asker, reply) -> node.reply(work, asker, reply));
    }

    private Moment nextRetry() {
        return deferred.values().stream().min(Moment::compareTo).orElse(Moment.NEVER);
    }

    private void blame(Work work, Pnn pnn, String why) {
        if (rules.now().enableBans()) {
            ledger.remember(rules.now().banGrace());
            int credits = ledger.blame(work.now(), pnn);
            work.fact(new Fact.BanCredit(pnn, credits, why));
            if (ledger.isDue(pnn)) {
                ledger.clear(pnn);
                bans.add(pnn);
            }
        }
    }

    /** This node leads no more: nobody may wait for it. */
    void resign(Work work) {
        voters.resign(work);
        recorded.ifPresent(each -> each.abandoned(work));
        OperatorReply failed =
                new OperatorReply.Failed("the leader changed; ask again with the same command");
        requests.askers().forEach(asker -> node.reply(work, asker, failed));
    }

    Moment nextDeadline() {
        Moment ofRun =
                run.map(current -> Moment.earlier(current.nextLimit(), resendAt))
                        .orElse(
                                Moment.earlier(
                                        Moment.earlier(repeatAt, retryAt),
                                        Moment.earlier(verdictAt, newcomers.nextDeadline())));
        return Moment.earlier(ofRun, voters.nextDeadline());
    }

    /** Whether the recovery that begins its time as leader has not begun yet. */
    boolean owesFirstRecovery() {
        return recoveryDue && counter == 0;
    }

    boolean isRunning() {
        return run.isPresent();
    }

    boolean hasWork() {
        return run.isPresent() || !causes.isEmpty();
    }

    /** The last run that recovered the cluster. */
    RunId recovered() {
        return recovered;
    }

    Optional<NodeView.RunSummary> last() {
        return last;
    }

    long leading() {
        return leading;
    }
}
