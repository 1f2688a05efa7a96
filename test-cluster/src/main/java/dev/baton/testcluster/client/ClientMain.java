package dev.baton.testcluster.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The outside client's process: one GET per period through every address, and a long download.
 *
 * <p>Its only argument is a JSON file: {@code addresses}, {@code port}, {@code path}, {@code
 * sha256}, {@code period_ms}, and optionally {@code download} with {@code address}, {@code path},
 * {@code sha256}, {@code bytes_per_s}. Commands and answers are JSON lines: mark, figures, stop. It
 * ends with its standard input.
 */
public final class ClientMain {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration READ_LIMIT = Duration.ofSeconds(1);

    private final List<AddressReader> readers = new ArrayList<>();
    private final Optional<Download> download;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);

    private ClientMain(JsonNode wanted) {
        int port = wanted.path("port").asInt();
        for (JsonNode address : wanted.path("addresses")) {
            InetSocketAddress server = new InetSocketAddress(address.asText(), port);
            Reading reading = new Reading(server, wanted.path("path").asText(), READ_LIMIT);
            readers.add(
                    new AddressReader(address.asText(), reading, wanted.path("sha256").asText()));
        }
        JsonNode file = wanted.path("download");
        download =
                file.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(
                                new Download(
                                        new InetSocketAddress(file.path("address").asText(), port),
                                        file.path("path").asText(),
                                        file.path("sha256").asText(),
                                        file.path("bytes_per_s").asLong()));
    }

    /** Runs the client until its standard input ends. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: client CONFIG.json");
            System.exit(2);
        }
        JsonNode wanted = JSON.readTree(new File(arguments[0]));
        new ClientMain(wanted).serve(wanted.path("period_ms").asLong(10));
        System.exit(0);
    }

    private void serve(long period) throws IOException {
        ScheduledFuture<?> reading =
                clock.scheduleAtFixedRate(this::readAll, 0, period, TimeUnit.MILLISECONDS);
        download.ifPresent(file -> Thread.ofVirtual().name("download").start(file::run));
        System.out.println(JSON.createObjectNode().put("event", "ready"));
        BufferedReader commands =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        boolean more = true;
        while (more) {
            String line = commands.readLine();
            if (line == null) {
                break;
            }
            String verb = JSON.readTree(line).path("cmd").asText();
            System.out.println(answer(verb));
            more = !verb.equals("stop");
        }
        reading.cancel(true);
    }

    private void readAll() {
        readers.forEach(AddressReader::begin);
    }

    private ObjectNode answer(String verb) {
        ObjectNode answer = JSON.createObjectNode();
        switch (verb) {
            case "mark" -> {
                readers.forEach(AddressReader::mark);
                download.ifPresent(Download::mark);
                answer.put("ok", true);
            }
            case "figures" -> {
                ObjectNode addresses = answer.putObject("addresses");
                readers.forEach(reader -> reader.report(addresses));
                download.ifPresent(file -> file.report(answer.putObject("download")));
            }
            case "stop" -> answer.put("ok", true);
            default -> answer.put("error", "expected mark, figures or stop, got " + verb);
        }
        return answer;
    }
}
