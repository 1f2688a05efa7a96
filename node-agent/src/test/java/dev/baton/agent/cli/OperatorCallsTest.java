package dev.baton.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.baton.config.Pnn;
import dev.baton.config.Role;
import dev.baton.orchestrator.exchange.Fact;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * What operators change over HTTP. Source: operator experience, sections 1.4 (a repeated call is
 * safe) and 2 (no power the command lacks).
 */
class OperatorCallsTest {

    private static final String API = "/api/v1/";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir private Path base;
    private final ExampleCluster cluster = new ExampleCluster();
    private ApiServer server;
    private String operator = "";

    @BeforeEach
    void open() throws Exception {
        server = new ApiServer(cluster, base);
        operator = server.token("alice", Role.OPERATOR);
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @DisplayName("a call is exactly one line of the command; the name of the token is its actor")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    nodes/n2/disable                 | {"no_wait":true}                                | node disable n2 --reason=alice --no-wait
                    nodes/n2/disable                 | {"reason":"new disks; it's --x","no_wait":true} | node disable n2 '--reason=alice: new disks; it'\\''s --x' --no-wait
                    nodes/1/stop                     | {"reason":"firmware","no_wait":true}            | node stop 1 '--reason=alice: firmware' --no-wait
                    nodes/n2/enable                  | {"no_wait":true,"reason":"done"}                | node enable n2 --no-wait
                    nodes/n2/continue                | {"wait":"1ms","no_wait":true}                   | node continue n2 --wait=1ms --no-wait
                    nodes/n2/ban                     | {"seconds":300,"no_wait":true}                  | node ban n2 300 --reason=alice --no-wait
                    nodes/n2/ban                     | {"no_wait":true}                                | node ban n2 0 --reason=alice --no-wait
                    nodes/n2/unban                   | {"no_wait":true}                                | node unban n2 --no-wait
                    addresses/192.0.2.101/move       | {"node":"n2","no_wait":true}                    | ip move 192.0.2.101 n2 --no-wait
                    addresses/2001:db8::103/move     | {"node":"n1","no_wait":true}                    | ip move 2001:db8::103 n1 --no-wait
                    addresses/2001%3Adb8::103/move   | {"node":"n1","no_wait":true}                    | ip move 2001:db8::103 n1 --no-wait
                    """)
    void aCallIsALine(String path, String body, String line) throws Exception {
        HttpResponse<String> response = server.post(operator, API + path, body);

        JsonNode called = MAPPER.readTree(response.body());
        assertEquals(200, response.statusCode(), response.body());
        assertEquals("baton " + line, called.path("command").asText());
        assertEquals(0, called.path("exit").asInt());
        assertEquals("Change", called.path("output").path("kind").asText());
        assertEquals("", called.path("problem").asText());
        Fact.OperatorCalled fact = (Fact.OperatorCalled) server.facts.getFirst();
        assertEquals("alice", fact.actor());
        assertEquals("baton " + line, fact.command());
        assertEquals(MAPPER.readTree(body).path("reason").asText(), fact.reason());
    }

    @Test
    void theReasonAndWhoGaveItReachTheCore() throws Exception {
        server.post(operator, API + "nodes/n2/disable", "{\"reason\":\"disks\",\"no_wait\":true}");

        assertEquals(
                List.of(new OperatorCommand.Disable(new Pnn(1), "alice: disks")), cluster.asked);
    }

    @Test
    @DisplayName("section 1.4: a repeated call is safe")
    void aRepeatedCallAsksForTheSame() throws Exception {
        HttpResponse<String> first =
                server.post(operator, API + "nodes/n2/disable", "{\"no_wait\":true}");
        HttpResponse<String> again =
                server.post(operator, API + "nodes/n2/disable", "{\"no_wait\":true}");

        assertEquals(first.body(), again.body());
        assertEquals(cluster.asked.getFirst(), cluster.asked.getLast());
        assertEquals(2, cluster.asked.size());
    }

    @ParameterizedTest
    @DisplayName("what the command refuses is refused, with its exit code and sentence")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    nodes/n9/disable           | {}                 | 404 | 4 | no node is called "n9"; known: n1 (pnn 0, 10.1.0.1), n2 (pnn 1, 10.1.0.2), n3 (pnn 2, 10.1.0.3)
                    nodes/n2/disable           | {"wait":"11m"}     | 400 | 2 | --wait expects a span up to 10m such as 30s, got "11m"
                    addresses/192.0.2.9/move   | {"node":"n2"}      | 404 | 4 | 192.0.2.9 is no public address of this cluster; known: 192.0.2.101, 192.0.2.102, 2001:db8::103
                    jobs/0.17/cancel           | {}                 | 409 | 3 | a saved view has no storage; ask the agent of the node itself
                    jobs/0.17/cancel           | {"plan":true}      | 409 | 3 | a saved view has no storage; ask the agent of the node itself
                    scripts/10.interface/enable | {"component":"none"} | 404 | 4 | script 10.interface of none does not exist; see: baton script list --component none
                    """)
    void refusalsOfTheCommandAreTold(String path, String body, int status, int exit, String problem)
            throws Exception {
        HttpResponse<String> response = server.post(operator, API + path, body);

        JsonNode called = MAPPER.readTree(response.body());
        assertEquals(problem, called.path("problem").asText());
        assertEquals(status, response.statusCode());
        assertEquals(exit, called.path("exit").asInt());
    }

    @Test
    void whatTheCoreRefusesIsRefused() throws Exception {
        cluster.answering(new OperatorReply.Refused("no leader"), () -> {});

        HttpResponse<String> response =
                server.post(operator, API + "addresses/192.0.2.101/move", "{\"node\":\"n2\"}");

        assertEquals(409, response.statusCode());
        assertEquals("no leader", MAPPER.readTree(response.body()).path("problem").asText());
        assertEquals(3, ((Fact.OperatorCalled) server.facts.getFirst()).exit());
    }

    @ParameterizedTest
    @DisplayName("bad bodies: one sentence, and no line is made")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    nodes/n2/disable | {"x":1}                 | body: this call takes reason, wait, no_wait, got another field
                    nodes/n2/disable | {"plan":true}           | body: this call takes reason, wait, no_wait, got another field
                    nodes/n2/disable | {"reason":1}            | body: reason expects a text of at most 200 characters without line breaks
                    nodes/n2/disable | {"reason":null}         | body: reason expects a text of at most 200 characters without line breaks
                    nodes/n2/disable | {"reason":""}           | body: reason expects a text of at most 200 characters without line breaks
                    nodes/n2/disable | {"reason":"a\\nb"}      | body: reason expects a text of at most 200 characters without line breaks
                    nodes/n2/disable | {"wait":"-1s"}          | body: wait expects a span such as 500ms, 30s or 2m
                    nodes/n2/disable | {"no_wait":"true"}      | body: no_wait expects true or false
                    nodes/n2/disable | {"reason":"a","reason":"b"} | body: expected one JSON object, each field once; line 1, column 23 is wrong
                    nodes/n2/disable | []                      | body: expected a JSON object such as {"reason":"firmware"}
                    nodes/n2/disable | {} {}                   | body: expected one JSON object, each field once; line 1, column 4 is wrong
                    nodes/n2/disable | {                       | body: expected one JSON object, each field once; line 1, column 2 is wrong
                    nodes/n2/ban     | {"seconds":"300"}       | body: seconds expects a whole number from 0 to 999999999
                    nodes/n2/ban     | {"seconds":-1}          | body: seconds expects a whole number from 0 to 999999999
                    nodes/n2/ban     | {"seconds":1.5}         | body: seconds expects a whole number from 0 to 999999999
                    nodes/n2/ban     | {"seconds":10000000000} | body: seconds expects a whole number from 0 to 999999999
                    addresses/192.0.2.101/move | {}            | body: node is missing; expected letters, digits, ':', '.', '_' and '-'
                    addresses/192.0.2.101/move | {"node":"--help"} | body: node expects letters, digits, ':', '.', '_' and '-'
                    addresses/192.0.2.101/move | {"node":"n2 n3"}  | body: node expects letters, digits, ':', '.', '_' and '-'
                    """)
    void badBodiesAreRefused(String path, String body, String problem) throws Exception {
        HttpResponse<String> response = server.post(operator, API + path, body);

        JsonNode called = MAPPER.readTree(response.body());
        assertEquals(problem, called.path("problem").asText());
        assertEquals(400, response.statusCode());
        assertEquals("", called.path("command").asText());
        assertEquals(List.of(), cluster.asked);
        assertEquals(List.of(), server.facts);
    }

    @ParameterizedTest
    @DisplayName("bad requests: each with its status")
    @CsvSource({
        "GET, nodes/n2/disable, 405",
        "DELETE, nodes/n2/disable, 405",
        "HEAD, view, 405",
        "POST, view, 405",
        "POST, nodes/n2/frob, 404",
        "POST, nodes/n2%20n3/disable, 404",
        "POST, nodes/--help/disable, 404",
        "POST, scripts/../enable, 404",
        "POST, scripts/..%2f..%2fx/enable, 404",
        "POST, nodes//disable, 404",
        "POST, nodes/n2/disable/, 404",
        "POST, nodes/n2/disable?reason=x, 400",
    })
    void badRequestsHaveAStatus(String method, String path, int status) throws Exception {
        HttpResponse<String> response =
                server.send(
                        server.request(API + path)
                                .header("Authorization", "Bearer " + operator)
                                .method(method, HttpRequest.BodyPublishers.noBody()));

        assertEquals(status, response.statusCode(), response.body());
        assertEquals(status == 405, response.headers().firstValue("Allow").isPresent());
        assertEquals(List.of(), cluster.asked);
    }

    @Test
    void onlyJsonIsTaken() throws Exception {
        HttpResponse<String> form =
                server.send(
                        server.request(API + "nodes/n2/disable")
                                .header("Authorization", "Bearer " + operator)
                                .header("Content-Type", "text/plain")
                                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertEquals(415, form.statusCode());
        assertEquals(List.of(), cluster.asked);
    }

    @Test
    void aLongBodyIsRefused() throws Exception {
        String body = "{\"reason\":\"" + "x".repeat(70_000) + "\"}";

        assertEquals(413, server.post(operator, API + "nodes/n2/disable", body).statusCode());
        assertEquals(List.of(), cluster.asked);
    }

    @Test
    @DisplayName("who has no token, a wrong one or a smaller role changes nothing")
    void rightsAreChecked() throws Exception {
        String viewer = server.token("victor", Role.VIEWER);
        HttpResponse<String> nobody =
                server.send(
                        server.request(API + "nodes/n2/disable")
                                .POST(HttpRequest.BodyPublishers.noBody()));
        HttpResponse<String> wrong = server.post("wrong", API + "nodes/n2/disable", "{}");
        HttpResponse<String> small = server.post(viewer, API + "nodes/n2/disable", "{}");

        assertEquals(List.of(401, 401, 403), statuses(nobody, wrong, small));
        assertEquals("Bearer", nobody.headers().firstValue("WWW-Authenticate").orElse(""));
        assertTrue(small.body().contains("victor is viewer, this needs the role operator"));
        assertEquals(List.of(), cluster.asked);
        String metrics = server.get("/metrics").body();
        for (String cause : List.of("no_token", "wrong_token", "role")) {
            assertTrue(
                    metrics.lines()
                            .filter(line -> line.startsWith("baton_api_refused_total{"))
                            .anyMatch(
                                    line ->
                                            line.contains("cause=\"" + cause + "\"")
                                                    && line.endsWith("} 1.0")),
                    cause);
        }
        assertFalse(metrics.contains(operator));
    }

    private static List<Integer> statuses(HttpResponse<?> one, HttpResponse<?>... others) {
        List<Integer> all = new ArrayList<>(List.of(one.statusCode()));
        for (HttpResponse<?> other : others) {
            all.add(other.statusCode());
        }
        return all;
    }

    @Test
    void anAdminMayDoWhatAnOperatorMay() throws Exception {
        String admin = server.token("root", Role.ADMIN);

        assertEquals(
                200,
                server.post(admin, API + "nodes/n2/enable", "{\"no_wait\":true}").statusCode());
    }

    @Test
    void wrongTokensAreHeldBackAndARightOneWorksAllTheSame() throws Exception {
        int last = 0;
        for (int i = 0; i < 12; i++) {
            last = server.post("wrong" + i, API + "nodes/n2/enable", "{}").statusCode();
        }

        assertEquals(429, last);
        assertEquals(
                200,
                server.post(operator, API + "nodes/n2/enable", "{\"no_wait\":true}").statusCode());
    }

    @Test
    void aSessionTellsNameRoleAndEnd() throws Exception {
        JsonNode anybody = MAPPER.readTree(server.get(API + "session").body());
        HttpResponse<String> known =
                server.send(
                        server.request(API + "session")
                                .header("Authorization", "bearer " + operator));
        HttpResponse<String> wrong =
                server.send(
                        server.request(API + "session").header("Authorization", "Bearer wrong"));

        assertEquals("viewer", anybody.path("role").asText());
        assertEquals("", anybody.path("name").asText());
        assertEquals("alice", MAPPER.readTree(known.body()).path("name").asText());
        assertEquals("operator", MAPPER.readTree(known.body()).path("role").asText());
        assertEquals("no-store", known.headers().firstValue("Cache-Control").orElse(""));
        assertEquals(401, wrong.statusCode());
    }

    @Test
    void aFileThatOthersMayReadStopsAllCalls() throws Exception {
        Files.setPosixFilePermissions(server.tokens, PosixFilePermissions.fromString("rw-r--r--"));

        HttpResponse<String> response = server.post(operator, API + "nodes/n2/enable", "{}");

        assertEquals(401, response.statusCode());
        assertTrue(response.body().contains("its file of tokens is refused"), response.body());
        assertEquals(200, server.get(API + "view").statusCode());
    }
}
