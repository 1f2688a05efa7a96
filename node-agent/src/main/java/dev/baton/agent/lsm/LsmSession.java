package dev.baton.agent.lsm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.baton.events.callout.Outcome;
import dev.baton.events.contract.lsm.Frame;
import dev.baton.events.contract.lsm.LsmCode;
import dev.baton.events.contract.lsm.LsmError;
import dev.baton.events.contract.lsm.LsmJobStatus;
import dev.baton.events.contract.lsm.LsmMethod;
import dev.baton.events.contract.lsm.LsmReply;
import dev.baton.events.contract.lsm.LsmRequest;
import dev.baton.events.contract.lsm.LsmUri;
import dev.baton.events.contract.lsm.OldNames;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Calls a plugin: registers, asks one thing after another, follows jobs, unregisters.
 *
 * <p>Each request may take the session's time limit and {@link #PATIENCE}; then the plugin is ended
 * and the answer is error 11. Source: storage call-outs contract, sections 5.5, 5.9 and 5.11.
 * Thread: one at a time, and blocks.
 */
public final class LsmSession implements AutoCloseable {

    /** Added to the client's limit, which plugins only know as advice. Source: section 5.11. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final OtherEnd plugin;
    private final Duration limit;
    private final Consumer<Duration> pause;
    private boolean registered;
    private boolean old;
    private boolean over;

    /**
     * A plugin that has been started and asked nothing yet.
     *
     * @param timeout what the plugin is told
     * @param pause waits that long between two questions after a job
     */
    LsmSession(OtherEnd plugin, Duration timeout, Consumer<Duration> pause) {
        this.plugin = plugin;
        this.limit = timeout;
        this.pause = pause;
    }

    /** Begins it; a plugin that knows only the words of 0.0.x is greeted with those. */
    Answer register(LsmUri uri, Optional<String> password) {
        SortedMap<String, JsonNode> given = new TreeMap<>();
        given.put("uri", TextNode.valueOf(uri.text()));
        password.ifPresent(text -> given.put("password", TextNode.valueOf(text)));
        given.put("timeout", IntNode.valueOf((int) limit.toMillis()));
        Answer answer = call(LsmMethod.PLUGIN_REGISTER, given);
        if (answer instanceof Answer.Refused(LsmError error) && error.is(LsmCode.NO_SUPPORT)) {
            old = true;
            answer = call(LsmMethod.PLUGIN_REGISTER, given);
        }
        registered = answer instanceof Answer.Done;
        return answer;
    }

    /** Asks for something; parameters not given are null. */
    public Answer call(LsmMethod method, SortedMap<String, JsonNode> given) {
        if (over) {
            return refused(LsmCode.TRANSPORT_COMMUNICATION, "the session has ended");
        }
        return switch (LsmRequest.of(method, given)) {
            case LsmRequest.Making.Refused(String why) -> refused(LsmCode.INVALID_ARGUMENT, why);
            case LsmRequest.Making.Made(LsmRequest request) -> ask(method, worded(request));
        };
    }

    private LsmRequest worded(LsmRequest request) {
        String method =
                switch (request.method()) {
                    case "plugin_register" -> OldNames.REGISTER;
                    case "plugin_unregister" -> OldNames.UNREGISTER;
                    default -> request.method();
                };
        return old ? new LsmRequest(method, request.id(), request.params()) : request;
    }

    private Answer ask(LsmMethod method, LsmRequest request) {
        Duration whole = limit.plus(PATIENCE);
        if (!plugin.channel().send(request.frame(), whole)) {
            return lost(method, "went away" + manner());
        }
        return switch (plugin.channel().receive(whole)) {
            case Received.Whole(Frame frame) -> judge(method, LsmReply.read(method, frame));
            case Received.Broken(String why) -> lost(method, "answered in no frame: " + why);
            case Received.Ended _ -> lost(method, "went away" + manner());
            case Received.TooLate _ -> {
                plugin.abandon("the agent, because an answer took too long");
                over = true;
                yield unseen(
                        method,
                        LsmError.of(
                                LsmCode.TIMEOUT,
                                "no answer to %s within %d s"
                                        .formatted(method.word(), whole.toSeconds())));
            }
        };
    }

    private Answer judge(LsmMethod method, LsmReply reply) {
        return switch (reply) {
            case LsmReply.Result(JsonNode value) -> new Answer.Done(value);
            case LsmReply.Failure(LsmError error) -> {
                over |= error.endsTheSession();
                yield new Answer.Refused(error);
            }
            case LsmReply.Garbled(String why) -> {
                over = true;
                yield unseen(method, LsmError.of(LsmCode.TRANSPORT_SERIALIZATION, why));
            }
        };
    }

    private Answer lost(LsmMethod method, String how) {
        over = true;
        plugin.channel().close();
        return unseen(method, LsmError.of(LsmCode.TRANSPORT_COMMUNICATION, "the plugin " + how));
    }

    /** What the plugin printed last says more than that it is gone. */
    private String manner() {
        plugin.channel().close();
        return plugin.endSoon().map(Outcome::sentence).map(text -> ": it " + text).orElse("");
    }

    private static Answer unseen(LsmMethod method, LsmError error) {
        return method.kind() == LsmMethod.Kind.CHANGE
                ? new Answer.Unknown(error)
                : new Answer.Refused(error);
    }

    private static Answer refused(LsmCode code, String why) {
        return new Answer.Refused(LsmError.of(code, why));
    }

    /** The job a value stands for; empty where there is nothing to wait for. */
    public static Optional<String> job(LsmMethod method, JsonNode value) {
        boolean may = method.kind() == LsmMethod.Kind.CHANGE;
        JsonNode job = value.isArray() && value.size() == 2 ? value.path(0) : value;
        return may && job.isTextual() ? Optional.of(job.textValue()) : Optional.empty();
    }

    /**
     * Waits until a job is over, and lets go of it: its object, or why it failed. Bounds: {@code
     * longest}; the job goes on after that.
     */
    public Answer follow(String job, Duration longest) {
        SortedMap<String, JsonNode> given =
                new TreeMap<>(Collections.singletonMap("job_id", TextNode.valueOf(job)));
        Duration waited = Duration.ZERO;
        Duration step = FIRST_PAUSE;
        while (true) {
            Answer answer = call(LsmMethod.JOB_STATUS, given);
            if (!(answer instanceof Answer.Done(JsonNode value))) {
                return answer;
            }
            Optional<LsmJobStatus> status = LsmJobStatus.of(value);
            if (status.isEmpty()) {
                return refused(LsmCode.TRANSPORT_SERIALIZATION, "job " + job + " has no state");
            }
            if (status.get().state() != LsmJobStatus.State.RUNNING) {
                return ended(job, status.get(), given);
            }
            if (waited.compareTo(longest) >= 0) {
                return refused(LsmCode.JOB_STARTED, "job " + job + " still runs");
            }
            pause.accept(step);
            waited = waited.plus(step);
            Duration doubled = step.multipliedBy(2);
            step = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
    }

    private Answer ended(String job, LsmJobStatus status, SortedMap<String, JsonNode> given) {
        call(LsmMethod.JOB_FREE, given);
        return status.state() == LsmJobStatus.State.DONE
                ? new Answer.Done(status.item().orElse(NullNode.getInstance()))
                : refused(LsmCode.PLUGIN_BUG, "job " + job + " failed without saying why");
    }

    /** Unregisters where that makes sense, and ends the plugin. */
    @Override
    public void close() {
        if (registered && !over) {
            call(LsmMethod.PLUGIN_UNREGISTER, Collections.emptySortedMap());
        }
        over = true;
        plugin.close();
    }
}
