package dev.baton.agent.control;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;

import io.vertx.core.buffer.Buffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The launcher's request and its answer as bytes; the launcher's first lines describe both.
 *
 * <p>Failure: an empty result for a body that is not such a request.
 */
final class CommandWire {

    private static final int MOST_ARGUMENTS = 4096;

    private final byte[] body;
    private int next;

    private CommandWire(byte[] body) {
        this.body = body;
    }

    /** Reads a request. */
    static Optional<Invocation> read(Buffer body) {
        return new CommandWire(body.getBytes()).invocation();
    }

    /** One line {@code EXIT STDOUT_BYTES STDERR_BYTES}, then both. */
    static Buffer write(Answer answer) {
        byte[] out = answer.stdout().getBytes(StandardCharsets.UTF_8);
        byte[] err = answer.stderr().getBytes(StandardCharsets.UTF_8);
        String head = answer.exitCode() + " " + out.length + " " + err.length + "\n";
        return Buffer.buffer(head).appendBytes(out).appendBytes(err);
    }

    private Optional<Invocation> invocation() {
        return word().flatMap(directory -> count().flatMap(count -> rest(directory, count)));
    }

    private Optional<Integer> count() {
        return word().filter(text -> text.matches("\\d{1,4}"))
                .map(Integer::valueOf)
                .filter(count -> count <= MOST_ARGUMENTS);
    }

    private Optional<Invocation> rest(String directory, int count) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Optional<String> argument = word();
            if (argument.isEmpty()) {
                return Optional.empty();
            }
            arguments.add(argument.get());
        }
        return environment()
                .map(variables -> new Invocation(directory, arguments, variables, stdin()));
    }

    /** Up to the empty word; empty when there is none. */
    private Optional<Map<String, String>> environment() {
        Map<String, String> variables = new TreeMap<>();
        for (Optional<String> word = word(); word.isPresent(); word = word()) {
            String text = word.get();
            if (text.isEmpty()) {
                return Optional.of(variables);
            }
            int equals = text.indexOf('=');
            if (equals > 0) {
                variables.put(text.substring(0, equals), text.substring(equals + 1));
            }
        }
        return Optional.empty();
    }

    private String stdin() {
        return new String(body, next, body.length - next, StandardCharsets.UTF_8);
    }

    private Optional<String> word() {
        for (int end = next; end < body.length; end++) {
            if (body[end] == 0) {
                String word = new String(body, next, end - next, StandardCharsets.UTF_8);
                next = end + 1;
                return Optional.of(word);
            }
        }
        return Optional.empty();
    }
}
