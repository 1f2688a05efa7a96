package dev.baton.testcluster.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.testcluster.netns.NamespaceProcess;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One child process spoken to in JSON lines, one answer per command, each within a limit.
 *
 * <p>A child that ends, answers no JSON or reports an error throws IllegalStateException. One
 * command at a time.
 */
public final class LineControl implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String END = "";

    private final String name;
    private final NamespaceProcess child;
    private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(100);

    /** Takes over a freshly started child and waits for its first line. */
    public LineControl(String name, NamespaceProcess child) {
        this.name = name;
        this.child = child;
        Thread.ofVirtual().name(name + "-answers").start(this::read);
        receive();
    }

    /** Sends a command without arguments. */
    public JsonNode ask(String verb) {
        return ask(verb, JSON.createObjectNode());
    }

    /** Begins a named window. */
    public JsonNode mark(String window) {
        return ask("mark", JSON.createObjectNode().put("name", window));
    }

    private synchronized JsonNode ask(String verb, ObjectNode arguments) {
        send(arguments.put("cmd", verb).toString());
        JsonNode answer = receive();
        if (answer.has("error")) {
            throw new IllegalStateException(name + ": " + verb + ": " + answer.get("error"));
        }
        return answer;
    }

    private void send(String line) {
        try {
            OutputStream input = child.process().getOutputStream();
            input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " does not read commands", e);
        }
    }

    private JsonNode receive() {
        try {
            String line = answers.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null || line.equals(END)) {
                String why = line == null ? "no answer within " + LIMIT : "ended";
                throw new IllegalStateException(name + ": " + why + "; see its log");
            }
            return JSON.readTree(line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(name + " answered no JSON", e);
        }
    }

    private void read() {
        try (BufferedReader lines = child.process().inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.put(line);
            }
        } catch (IOException closed) {
            // The child is gone; the end below says so to whoever waits.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        answers.offer(END);
    }

    /** Ends the child: by closing its input, then by force. */
    @Override
    public void close() {
        try {
            child.process().getOutputStream().close();
        } catch (IOException alreadyClosed) {
            // Nothing is left to tell it.
        }
        child.awaitEnd(Duration.ofSeconds(2));
        child.kill();
    }
}
