package dev.baton.agent.lsm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;

import dev.baton.events.callout.Outcome;
import dev.baton.events.contract.lsm.Frame;
import dev.baton.events.contract.lsm.LsmCode;
import dev.baton.events.contract.lsm.LsmError;
import dev.baton.events.contract.lsm.LsmMethod;
import dev.baton.events.contract.lsm.LsmReply;
import dev.baton.events.contract.lsm.LsmRequest;
import dev.baton.events.contract.lsm.LsmUri;
import dev.baton.events.contract.lsm.OldNames;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One client and the plugin it is served by: frames go from one to the other, in turn.
 *
 * <p>The plugin is started when the first frame has come: clients connect to every socket there is,
 * only to see whether somebody listens. Source: storage call-outs contract, sections 5.4, 5.5, 5.10
 * and 5.11. Thread: one of its own.
 */
final class RelayedSession {

    /** A client that says nothing for this long is let go. */
    private static final Duration IDLE = Duration.ofHours(24);

    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_LIMIT = Duration.ofHours(1);

    /** Error replies are short: longer ones need not be looked at. */
    private static final int LONGEST_ERROR = 64 * 1024;

    /**
     * What all sessions share.
     *
     * @param processes how many more plugins may run
     */
    record Shared(SystemTurns turns, RelayCounts counts, Semaphore processes) {}

    private final String scheme;
    private final FrameChannel client;
    private final Supplier<PluginStarter.Start> starter;
    private final Shared shared;
    private Optional<PluginProcess> plugin = Optional.empty();
    private boolean holdsProcess;
    private Duration limit = DEFAULT_LIMIT;
    private String system;
    private boolean old;
    private boolean over;

    RelayedSession(
            String scheme,
            FrameChannel client,
            Supplier<PluginStarter.Start> starter,
            Shared shared) {
        this.scheme = scheme;
        this.client = client;
        this.starter = starter;
        this.shared = shared;
        this.system = scheme;
    }

    /** Until one of both is gone. */
    void run() {
        try {
            while (!over) {
                take(client.receive(IDLE));
                client.done();
            }
        } finally {
            client.close();
            plugin.ifPresent(PluginProcess::close);
            if (holdsProcess) {
                shared.processes.release();
            }
        }
    }

    private void take(Received received) {
        switch (received) {
            case Received.Whole(Frame frame) -> take(frame);
            case Received.Broken(String why) -> {
                shared.counts.malformed();
                refuse(IntNode.valueOf(100), LsmError.of(LsmCode.UNPARSABLE, why));
                over = true;
            }
            case Received.Ended _, Received.TooLate _ -> over = true;
        }
    }

    private void take(Frame frame) {
        switch (LsmRequest.read(frame)) {
            case LsmRequest.Reading.Wrong(JsonNode id, LsmError error) -> {
                shared.counts.malformed();
                refuse(id, error);
            }
            case LsmRequest.Reading.Asked(LsmRequest request) when OldNames.isOld(request) -> {
                old = true;
                LsmRequest renewed = OldNames.renewed(request);
                relay(renewed, renewed.frame());
            }
            case LsmRequest.Reading.Asked(LsmRequest request) -> relay(request, frame);
        }
    }

    private void relay(LsmRequest request, Frame frame) {
        learn(request);
        if (plugin.isEmpty() && !start(request)) {
            over = true;
            return;
        }
        boolean changes =
                request.known().map(LsmMethod::kind).equals(Optional.of(LsmMethod.Kind.CHANGE));
        if (!changes) {
            pass(request, frame);
            return;
        }
        Optional<SystemTurns.Turn> turn = shared.turns.enter(system, whole());
        if (turn.isEmpty()) {
            fail(request, LsmCode.TIMEOUT, "another change of " + system + " is still under way");
            return;
        }
        try (SystemTurns.Turn _ = turn.get()) {
            pass(request, frame);
        }
    }

    /** What a request tells about the session. */
    private void learn(LsmRequest request) {
        switch (request.method()) {
            case "plugin_register" -> {
                limit = limit(request.params().path("timeout"));
                system =
                        LsmUri.of(request.params().path("uri").asText(""))
                                .map(LsmUri::system)
                                .orElse(scheme);
            }
            case "time_out_set" -> limit = limit(request.params().path("ms"));
            default -> {
                // others tell nothing
            }
        }
    }

    private static Duration limit(JsonNode milliseconds) {
        long given = milliseconds.asLong(DEFAULT_LIMIT.toMillis());
        return Duration.ofMillis(Math.clamp(given, 1, LONGEST_LIMIT.toMillis()));
    }

    private Duration whole() {
        return limit.plus(LsmSession.PATIENCE);
    }

    private boolean start(LsmRequest request) {
        if (!mayStart()) {
            fail(request, LsmCode.TIMEOUT, "too many plugins run on this node");
            return false;
        }
        return switch (starter.get()) {
            case PluginStarter.Start.Running(PluginProcess running) -> {
                plugin = Optional.of(running);
                yield true;
            }
            case PluginStarter.Start.NotStarted(String why) -> {
                fail(request, LsmCode.PLUGIN_IPC_FAIL, why);
                yield false;
            }
        };
    }

    private boolean mayStart() {
        try {
            holdsProcess = shared.processes.tryAcquire(whole().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return holdsProcess;
    }

    private void pass(LsmRequest request, Frame frame) {
        PluginProcess running = plugin.orElseThrow();
        boolean sent = running.channel().send(frame, whole());
        client.done();
        Received received = sent ? running.channel().receive(whole()) : new Received.Ended("");
        switch (received) {
            case Received.Whole(Frame reply) -> answer(request, reply);
            case Received.Broken(String why) ->
                    end(request, LsmCode.TRANSPORT_SERIALIZATION, "the plugin answered: " + why);
            case Received.Ended _ ->
                    end(request, LsmCode.TRANSPORT_COMMUNICATION, "the plugin went away" + how());
            case Received.TooLate _ -> {
                running.abandon("the agent, because an answer took too long");
                end(request, LsmCode.TIMEOUT, "no answer within " + whole().toSeconds() + " s");
            }
        }
        running.channel().done();
    }

    private String how() {
        PluginProcess running = plugin.orElseThrow();
        running.channel().close();
        return running.endSoon().map(Outcome::sentence).map(text -> ": it " + text).orElse("");
    }

    private void answer(LsmRequest request, Frame reply) {
        boolean isError =
                reply.length() <= LONGEST_ERROR && LsmReply.read(reply) instanceof LsmReply.Failure;
        shared.counts.count(scheme, request.method(), isError);
        boolean aged = old && request.method().equals(LsmMethod.JOB_STATUS.word());
        over |= !client.send(aged ? aged(request, reply) : reply, whole());
    }

    private static Frame aged(LsmRequest request, Frame reply) {
        return LsmReply.read(reply) instanceof LsmReply.Result(JsonNode value)
                ? LsmReply.result(request.id(), OldNames.aged(value))
                : reply;
    }

    private void end(LsmRequest request, LsmCode code, String why) {
        fail(request, code, why);
        over = true;
    }

    private void fail(LsmRequest request, LsmCode code, String why) {
        shared.counts.count(scheme, request.method(), true);
        refuse(request.id(), LsmError.of(code, why));
    }

    private void refuse(JsonNode id, LsmError error) {
        over |= !client.send(LsmReply.error(id, error), whole());
    }
}
