package dev.baton.agent.opennebula;

import com.fasterxml.jackson.core.type.TypeReference;

import dev.baton.agent.callout.JobRecord;
import dev.baton.agent.callout.Refusal;
import dev.baton.config.Pnn;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.opennebula.DriverResult;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.lifecycle.Change;
import dev.baton.orchestrator.lifecycle.Machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Datastores, images and disks as they are asked for on any node: what concerns a datastore is
 * carried out by its front-end, wherever that is.
 *
 * <p>The front-end is the node that has the datastore's right now; when nobody has, this node where
 * it can be, else the first that can. What is passed on and finds the right taken meanwhile waits
 * for it there, as it would here. Bounds: those of {@link FrontEndPost}. Thread: any; blocks.
 * Source: storage call-outs contract, section 4.2.
 */
public final class FrontEnds implements DriverAccess {

    private static final TypeReference<JobRecord> JOB = new TypeReference<>() {};
    private static final TypeReference<DriverPlan> PLAN = new TypeReference<>() {};
    private static final TypeReference<ImageRecord> IMAGE = new TypeReference<>() {};
    private static final TypeReference<List<ImageRecord>> IMAGES = new TypeReference<>() {};
    private static final TypeReference<Orphans> ORPHANS = new TypeReference<>() {};
    private static final TypeReference<FrontEndOrder.Said> SAID = new TypeReference<>() {};

    /** Of one line; less than a node waits for another one's answer. */
    private static final Duration TURN = Duration.ofSeconds(10);

    private final Duration turn;
    private final DriverRoom room;
    private final FrontEndPost post;
    private final FrontEndAnswers answers;
    private final Placing placing;

    /**
     * Over the room of this node.
     *
     * @param heard every node, and whether it was heard of lately
     * @param core what passes lines on to other nodes
     */
    public FrontEnds(
            DriverRoom room,
            Pnn self,
            Supplier<SortedMap<Pnn, Boolean>> heard,
            Function<OperatorCommand, CompletableFuture<OperatorReply>> core) {
        this(room, self, heard, core, TURN);
    }

    /** The same with other turns. */
    FrontEnds(
            DriverRoom room,
            Pnn self,
            Supplier<SortedMap<Pnn, Boolean>> heard,
            Function<OperatorCommand, CompletableFuture<OperatorReply>> core,
            Duration turn) {
        this.turn = turn;
        this.room = room;
        post = new FrontEndPost(self, heard, core);
        answers = new FrontEndAnswers(room);
        placing = new Placing(room, self, post);
    }

    /** Whether another node asks this one in these words. */
    public static boolean isOne(List<String> words) {
        return FrontEndOrder.isOne(words);
    }

    /** The answer to such a line. */
    public OperatorReply answer(List<String> words) {
        return answers.to(words);
    }

    /** What can be refused here. */
    @FunctionalInterface
    private interface Doing<T> {
        T here() throws Refusal;
    }

    private <T> T at(Pnn node, FrontEndOrder order, TypeReference<T> type, Doing<T> doing)
            throws Refusal {
        return placing.isHere(node) ? doing.here() : post.ask(node, order, type);
    }

    @Override
    public List<Line> datastores() throws Refusal {
        return room.datastores();
    }

    /** Records that are not shared are those of every node that answers. */
    @Override
    public Written images() throws Refusal {
        Written own = room.images();
        if (room.sharesRecords()) {
            return own;
        }
        var told = post.askAll(new FrontEndOrder.ListImages(), IMAGES);
        List<ImageRecord> all = new ArrayList<>(own.all());
        told.values().forEach(all::addAll);
        all.sort(Comparator.comparingLong(each -> each.image().id()));
        List<String> silent = post.others(node -> !told.containsKey(node));
        return new Written(
                all,
                silent.isEmpty()
                        ? ""
                        : "node %s has not answered; images that were made there are missing here"
                                .formatted(String.join(", ", silent)));
    }

    @Override
    public ImageRecord image(String word) throws Refusal {
        return at(
                placing.ofImage(word),
                new FrontEndOrder.Known(word),
                IMAGE,
                () -> room.image(word));
    }

    @Override
    public long datastore(String word) throws Refusal {
        return room.datastore(word);
    }

    /** Another node is asked in turns, for as long as this one's driver would be waited for. */
    @Override
    public Optional<Truth<DriverResult>> ask(StoreQuestion question, Duration patience)
            throws Refusal {
        Pnn node = placing.of(question);
        if (placing.isHere(node)) {
            return room.ask(question, patience);
        }
        String ticket = UUID.randomUUID().toString();
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            Duration next = left.compareTo(turn) < 0 ? left : turn;
            var order = new FrontEndOrder.Ask(question, ticket, next.toMillis());
            Optional<Truth<DriverResult>> told = post.ask(node, order, SAID).truth();
            if (told.isPresent() || left.compareTo(turn) <= 0) {
                return told;
            }
        }
    }

    @Override
    public DriverPlan plan(StoreQuestion question) throws Refusal {
        return at(
                placing.of(question),
                new FrontEndOrder.PlanAsk(question),
                PLAN,
                () -> room.plan(question));
    }

    @Override
    public Orphans orphans(String datastore) throws Refusal {
        Pnn node = placing.of(datastore(datastore));
        var order = new FrontEndOrder.Stray(datastore);
        return at(node, order, ORPHANS, () -> room.orphans(datastore));
    }

    @Override
    public DriverPlan plan(ImageOrder order) throws Refusal {
        return at(
                placing.of(order),
                new FrontEndOrder.PlanImage(order),
                PLAN,
                () -> room.plan(order));
    }

    @Override
    public JobRecord submit(ImageOrder order) throws Refusal {
        return at(
                placing.of(order), new FrontEndOrder.DoImage(order), JOB, () -> room.submit(order));
    }

    /** A job is undone by the node that has it. */
    @Override
    public DriverPlan planUndoing(JobRecord job) throws Refusal {
        return room.planUndoing(job);
    }

    @Override
    public ImageRecord forget(String image) throws Refusal {
        return at(
                placing.ofImage(image),
                new FrontEndOrder.Forget(image),
                IMAGE,
                () -> room.forget(image));
    }

    @Override
    public DriverPlan plan(Machine machine, Change change) throws Refusal {
        return at(
                placing.of(machine.home().datastore()),
                new FrontEndOrder.PlanDisks(machine, change),
                PLAN,
                () -> room.plan(machine, change));
    }

    @Override
    public JobRecord submit(Machine machine, Change change) throws Refusal {
        return at(
                placing.of(machine.home().datastore()),
                new FrontEndOrder.DoDisks(machine, change),
                JOB,
                () -> room.submit(machine, change));
    }
}
