package dev.baton.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.agent.callout.RealProviders;
import dev.baton.agent.callout.StorageRoom;
import dev.baton.agent.callout.VolumeRequest;
import dev.baton.config.Layout;
import dev.baton.config.Role;
import dev.baton.config.Setting;
import dev.baton.events.ScriptResult;
import dev.baton.events.ScriptStatus;
import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.OperatorReply;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The description of the HTTP port against a real server, in both directions. */
@Timeout(120)
@DisplayName("HTTP API: every route and every field of the description is real")
class OpenApiTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path RUNS = Path.of("src", "test", "resources", "runs");

    /** As a run of these days has it; the examples are older. */
    private static final String STAGE =
            """
            "stages" : [ { "name" : "take", "after_ms" : 1, "took_ms" : 2, "nodes" : [
                { "pnn" : 0, "sent" : 1, "answered" : true, "took_ms" : 2, "failed" : false } ] } ]
            """;

    @TempDir private Path base;
    private final ExampleCluster cluster = new ExampleCluster();
    private final Set<String> unknown = new TreeSet<>();
    private final Set<JsonNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    @Test
    void everyDescribedRouteIsAnswered() throws Exception {
        ApiServer server = new ApiServer(cluster, base);
        try {
            String token = server.token("alice", Role.OPERATOR);
            for (Map.Entry<String, JsonNode> path : document(server).path("paths").properties()) {
                String real =
                        path.getKey()
                                .replace("{node}", "n2")
                                .replace("{ip}", "192.0.2.101")
                                .replace("{id}", "1763.2")
                                .replace("{script}", "10.interface")
                                .replace("{alert}", "BatonNodeDown");
                if (!real.endsWith("/events")) {
                    boolean isGet = path.getValue().has("get");
                    HttpResponse<String> answer =
                            isGet
                                    ? server.get(real)
                                    : server.post(token, real, body(path.getValue()));
                    check(path.getValue().path(isGet ? "get" : "post"), answer, real);
                }
            }
            String metrics = server.get("/metrics").body();
            assertFalse(
                    metrics.lines().anyMatch(line -> line.matches(".*\"unknown\"} [1-9].*")),
                    "every route is counted under its own name");
        } finally {
            server.close();
        }
    }

    /** So that nothing is waited for: the clock of the example stands still. */
    private static String body(JsonNode path) {
        JsonNode fields = path.at("/post/requestBody/content/application~1json/schema/properties");
        ObjectNode body = MAPPER.createObjectNode();
        if (fields.has("no_wait")) {
            body.put("no_wait", true);
        }
        if (fields.has("node")) {
            body.put("node", "n2");
        }
        return body.toString();
    }

    private static void check(JsonNode operation, HttpResponse<String> answer, String path) {
        JsonNode described = operation.path("responses").path("" + answer.statusCode());
        String type = answer.headers().firstValue("Content-Type").orElse("").split(";", -1)[0];

        assertTrue(described.isObject(), path + " answered " + answer.statusCode());
        assertTrue(described.path("content").has(type), path + " answered as " + type);
        assertNotEquals("", operation.path("summary").asText(), path);
    }

    @Test
    void everyFieldIsDescribedAndEveryDescribedFieldOccurs() throws Exception {
        fill();
        RealProviders providers =
                new RealProviders(Files.createDirectory(base.resolve("s"))).files();
        StorageRoom room = providers.room();
        cluster.storage = room;
        String id =
                room.submit(
                                new VolumeRequest.Create("files", List.of("web1"), 64),
                                new TreeMap<>(Map.of("store", providers.store.toString())))
                        .job()
                        .id();
        room.await(id, Duration.ofSeconds(30));
        ApiServer server = new ApiServer(cluster, base);
        try {
            ask(server);
        } finally {
            server.close();
            room.close();
        }

        assertEquals(Set.of(), unknown, "real, and not described");
        assertEquals(Set.of(), missing(), "described, and not real");
    }

    private JsonNode schemas = MAPPER.createObjectNode();

    private void ask(ApiServer server) throws Exception {
        JsonNode document = document(server);
        schemas = document.path("components").path("schemas");
        String token = server.token("alice", Role.OPERATOR);
        for (String path :
                List.of(
                        "view",
                        "history",
                        "runs?since=3650d",
                        "runs/1000010.5",
                        "runs/1000010.9",
                        "jobs",
                        "calls",
                        "settings",
                        "scripts",
                        "meters")) {
            JsonNode answer = MAPPER.readTree(server.get("/api/v1/" + path).body());
            compare(answer, schemas.path(answer.path("kind").asText("none")), path);
        }
        cluster.answering(
                Elsewhere.answer(other().cli(), List.of("baton", "config", "show", "-o", "json")),
                () -> {});
        take(server.get("/api/v1/settings?node=n2"));
        cluster.answering(new OperatorReply.Done(""), () -> {});
        take(server.post(token, "/api/v1/nodes/n2/enable", "{\"no_wait\":true}"));
        take(server.post("wrong", "/api/v1/nodes/n2/enable", "{}"));
        take(server.get("/api/v1/session"));
        String ending = Files.readString(server.tokens).strip() + " 2036-01-01T00:00:00Z\n";
        Files.writeString(server.tokens, ending);
        take(
                server.send(
                        server.request("/api/v1/session")
                                .header("Authorization", "Bearer " + token)));
    }

    private void take(HttpResponse<String> response) throws Exception {
        JsonNode answer = MAPPER.readTree(response.body());
        compare(answer, schemas.path(answer.path("kind").asText()), response.uri().getPath());
    }

    private static ExampleCluster other() {
        ExampleCluster other = new ExampleCluster();
        other.shownSettings =
                new ShownSettings(List.of(setting("4499")), () -> List.of(setting("4500")));
        return other;
    }

    private static Setting setting(String port) {
        return new Setting("cluster", "wire port", port, "", "TCP port");
    }

    private void fill() throws Exception {
        cluster.layout = Layout.under(base);
        cluster.shownSettings = new ShownSettings(List.of(setting("4480")), List::of);
        cluster.flagged(1, 1, "").neverHeard(2);
        Path runs = Files.createDirectories(cluster.layout.runs());
        for (Map.Entry<String, String> each :
                Map.of("pin", "1000010.5", "script-fails", "1000010.9").entrySet()) {
            String text = Files.readString(RUNS.resolve(each.getKey() + ".json"));
            Files.writeString(
                    runs.resolve(each.getValue() + ".json"),
                    text.replaceFirst(
                                    "\"id\" : \"[0-9.]+\"", "\"id\" : \"" + each.getValue() + "\"")
                            .replace("\"failures\" : [ ]", "\"failures\" : [ ]," + STAGE));
        }
        cluster.history.accept(
                new Fact.TakeoverRunFinished(
                        new RunId(7, 2), true, 1, 0, 0, Duration.ofMillis(70), "n2 disabled"));
        cluster.history.accept(
                new Fact.EventEnded(
                        "monitor",
                        "",
                        new SequenceResult(
                                SequenceStatus.FAILED,
                                List.of(
                                        new ScriptResult(
                                                "50.samba",
                                                ScriptStatus.ERROR,
                                                1,
                                                Duration.ofMillis(80),
                                                "gone\n",
                                                "")),
                                Duration.ofMillis(90),
                                "")));
    }

    private static JsonNode document(ApiServer server) throws Exception {
        return MAPPER.readTree(server.get("/api/v1/openapi.json").body());
    }

    /** Walks an answer along its shape: fields, types and what must be there. */
    private void compare(JsonNode value, JsonNode given, String at) {
        String name = given.path("$ref").asText("").replace("#/components/schemas/", "");
        JsonNode shape = name.isEmpty() ? given : schemas.path(name);
        String type = types(value);
        if (!allowed(shape, value, type)) {
            unknown.add(at + " is " + type + ", described as " + shape.path("type"));
        }
        if (value.isArray()) {
            value.forEach(each -> compare(each, shape.path("items"), at + "[]"));
        } else if (value.isObject() && !shape.path("additionalProperties").asBoolean(false)) {
            for (JsonNode needed : shape.path("required")) {
                if (!value.has(needed.asText())) {
                    unknown.add(at + " lacks " + needed.asText());
                }
            }
            value.properties()
                    .forEach(
                            field -> {
                                JsonNode inner = shape.path("properties").path(field.getKey());
                                seen.add(inner);
                                compare(field.getValue(), inner, at + "." + field.getKey());
                            });
        }
    }

    private static boolean allowed(JsonNode shape, JsonNode value, String type) {
        if (shape.has("const")) {
            return shape.path("const").equals(value);
        }
        JsonNode described = shape.path("type");
        if (described.isArray()) {
            return described.toString().contains("\"" + type + "\"")
                    || (type.equals("integer") && described.toString().contains("\"number\""));
        }
        return described.asText().equals(type)
                || (type.equals("integer") && described.asText().equals("number"));
    }

    private static String types(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "object";
            case ARRAY -> "array";
            case STRING, BINARY -> "string";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case NULL, MISSING -> "null";
        };
    }

    private Set<String> missing() {
        Set<String> missing = new TreeSet<>();
        for (Map.Entry<String, JsonNode> shape : schemas.properties()) {
            for (Map.Entry<String, JsonNode> field :
                    shape.getValue().path("properties").properties()) {
                if (!seen.contains(field.getValue())) {
                    missing.add(shape.getKey() + "." + field.getKey());
                }
            }
        }
        return missing;
    }
}
