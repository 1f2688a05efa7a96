package dev.baton.events.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.events.contract.lsm.Frame;
import dev.baton.events.contract.lsm.LsmCode;
import dev.baton.events.contract.lsm.LsmError;
import dev.baton.events.contract.lsm.LsmMethod;
import dev.baton.events.contract.lsm.LsmReply;
import dev.baton.events.contract.lsm.LsmRequest;
import dev.baton.events.contract.lsm.LsmUri;
import dev.baton.events.contract.lsm.OldNames;
import dev.baton.events.contract.lsm.SearchKeys;
import dev.baton.events.contract.lsm.Shape;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One session with a plugin: a frame in, a frame out.
 *
 * <p>What clients send is held against the contract before the plugin is asked, what the plugin
 * answers before it is sent. A plugin that fails in any other way than by a {@link PluginFailure}
 * gets error 2, which ends the session. Source: storage call-outs contract, sections 5.5 to 5.10.
 * Thread: one.
 */
public final class Serving {

    private static final int DEFAULT_LIMIT = 30_000;

    private final StoragePlugin plugin;
    private final Calls calls;
    private int limit = DEFAULT_LIMIT;
    private boolean registered;
    private boolean over;
    private boolean failed;

    /** A session in which nothing was asked yet. */
    public Serving(StoragePlugin plugin) {
        this.plugin = plugin;
        this.calls = new Calls(plugin);
    }

    /** Whether there is nothing more to be asked. */
    public boolean isOver() {
        return over;
    }

    /** Whether the plugin ended it by a fault of its own. */
    public boolean hasFailed() {
        return failed;
    }

    /** The client is gone; a plugin that was registered is told. */
    public void end() {
        over = true;
        if (registered) {
            registered = false;
            plugin.unregister();
        }
    }

    /** The reply to a frame. */
    public Frame answer(Frame frame) {
        return switch (LsmRequest.read(frame)) {
            case LsmRequest.Reading.Wrong(JsonNode id, LsmError error) -> LsmReply.error(id, error);
            case LsmRequest.Reading.Asked(LsmRequest asked) -> {
                boolean old = OldNames.isOld(asked);
                yield answer(completed(old ? OldNames.renewed(asked) : asked), old);
            }
        };
    }

    /** With null for what may be null and was left out, as clients in C do. */
    private static LsmRequest completed(LsmRequest request) {
        ObjectNode params = request.params().deepCopy();
        request.known().map(LsmMethod::parameters).orElse(List.of()).stream()
                .filter(each -> each.shape() instanceof Shape.OrNull && !params.has(each.name()))
                .forEach(each -> params.putNull(each.name()));
        return new LsmRequest(request.method(), request.id(), params);
    }

    /** What frames that are none get. */
    public static Frame garbled(String why) {
        return LsmReply.error(IntNode.valueOf(0), LsmError.of(LsmCode.UNPARSABLE, why));
    }

    private Frame answer(LsmRequest request, boolean old) {
        Optional<LsmError> objection = request.objection().or(() -> SearchKeys.objection(request));
        if (objection.isPresent()) {
            return LsmReply.error(request.id(), objection.get());
        }
        LsmMethod method = request.known().orElseThrow();
        try {
            JsonNode value = value(method, request.params());
            Optional<String> wrong = method.reply().objection(method.word(), value);
            if (wrong.isPresent()) {
                return bug(request, "its answer is none: " + wrong.get());
            }
            return LsmReply.result(request.id(), old ? OldNames.aged(value) : value);
        } catch (PluginFailure failure) {
            return LsmReply.error(request.id(), LsmError.of(failure.code(), failure.sentence()));
        } catch (RuntimeException fault) {
            return bug(request, fault.toString());
        }
    }

    private Frame bug(LsmRequest request, String why) {
        failed = true;
        over = true;
        registered = false;
        return LsmReply.error(
                request.id(),
                LsmError.of(
                        LsmCode.PLUGIN_BUG,
                        "the plugin failed at " + request.method() + ": " + why));
    }

    private JsonNode value(LsmMethod method, ObjectNode params) throws PluginFailure {
        if (method == LsmMethod.PLUGIN_INFO) {
            return plugin.info().value();
        }
        if (method == LsmMethod.PLUGIN_REGISTER) {
            return register(params);
        }
        if (!registered) {
            throw new PluginFailure(
                    LsmCode.INVALID_ARGUMENT, "begin the session first, with plugin_register");
        }
        if (method == LsmMethod.PLUGIN_UNREGISTER) {
            end();
            return NullNode.getInstance();
        }
        if (method == LsmMethod.TIME_OUT_SET) {
            limit = params.path("ms").asInt();
            return NullNode.getInstance();
        }
        return method == LsmMethod.TIME_OUT_GET
                ? IntNode.valueOf(limit)
                : calls.value(method, params);
    }

    private JsonNode register(ObjectNode params) throws PluginFailure {
        LsmUri uri =
                LsmUri.of(params.path("uri").asText())
                        .orElseThrow(
                                () ->
                                        new PluginFailure(
                                                LsmCode.INVALID_ARGUMENT,
                                                "expected a URI such as SCHEME://HOST"));
        JsonNode password = params.path("password");
        limit = params.path("timeout").asInt(DEFAULT_LIMIT);
        plugin.register(
                uri,
                password.isTextual() ? Optional.of(password.textValue()) : Optional.empty(),
                Duration.ofMillis(limit));
        registered = true;
        return NullNode.getInstance();
    }
}
