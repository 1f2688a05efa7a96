package dev.baton.agent.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.baton.config.Role;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The description of the HTTP port for programs, OpenAPI 3.1: paths from {@link Routes}, shapes of
 * answers from the file beside this class.
 */
final class ApiDocument {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain";
    private static final String CALLED = "Called";
    private static final Map<Integer, String> MEANINGS =
            Map.ofEntries(
                    Map.entry(200, "done"),
                    Map.entry(400, "wrong usage"),
                    Map.entry(401, "no token, or one that does not work"),
                    Map.entry(403, "a role that is too small, or not permitted"),
                    Map.entry(404, "not there"),
                    Map.entry(408, "the body did not come in time"),
                    Map.entry(409, "refused, nothing changed"),
                    Map.entry(413, "a body of more than 64 KiB"),
                    Map.entry(415, "a body that is not application/json"),
                    Map.entry(429, "too many wrong tokens from this address"),
                    Map.entry(500, "a bug of ours"),
                    Map.entry(502, "done in part, or another release answered"),
                    Map.entry(503, "not ready, or too much at a time"),
                    Map.entry(504, "not seen in time, or another agent does not answer"));

    private static final String DOCUMENT = document().toPrettyString() + "\n";

    private ApiDocument() {}

    static Reply reply() {
        return Reply.json(200, DOCUMENT);
    }

    private static ObjectNode document() {
        ObjectNode document = MAPPER.createObjectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Baton")
                .put("version", "1")
                .put("summary", "One agent of a cluster: reading for everybody, calls by token.")
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("identifier", "Apache-2.0");
        ObjectNode paths = document.putObject("paths");
        Routes.ALL.forEach(route -> add(paths, route));
        ObjectNode components = document.putObject("components");
        components.set("schemas", schemas());
        components
                .putObject("securitySchemes")
                .putObject("token")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "Made by: baton token create NAME --role ROLE");
        return document;
    }

    private static ObjectNode schemas() {
        String file = "openapi-schemas.json";
        try (InputStream in =
                Objects.requireNonNull(ApiDocument.class.getResourceAsStream(file), file)) {
            return (ObjectNode) MAPPER.readTree(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file, unreadable);
        }
    }

    private static void add(ObjectNode paths, Route route) {
        ObjectNode operation =
                paths.withObjectProperty(route.path())
                        .putObject(route.method().toLowerCase(Locale.ROOT))
                        .put("operationId", route.name())
                        .put("summary", route.summary())
                        .put("x-baton-role", route.role().word());
        words(operation, route.work());
        ArrayNode parameters = MAPPER.createArrayNode();
        route.places().forEach(each -> parameter(parameters, each, "path"));
        route.query().forEach(each -> parameter(parameters, each, "query"));
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        security(operation, route);
        body(operation, route);
        ObjectNode responses = operation.putObject("responses");
        statuses(route.work()).forEach(status -> answer(responses, route.work(), status));
    }

    private static void words(ObjectNode operation, Work work) {
        List<String> words =
                switch (work) {
                    case Work.Reads reads -> reads.words();
                    case Work.Changes changes -> changes.words();
                    case Work.Own _ -> List.of();
                };
        if (!words.isEmpty()) {
            operation.put("x-baton-command", "baton " + String.join(" ", words));
        }
    }

    private static void parameter(ArrayNode parameters, Given given, String in) {
        ObjectNode parameter =
                parameters
                        .addObject()
                        .put("name", given.name())
                        .put("in", in)
                        .put("required", given.required())
                        .put("description", given.meaning());
        parameter.set("schema", schema(given));
    }

    private static ObjectNode schema(Given given) {
        ObjectNode schema = MAPPER.createObjectNode();
        switch (given.form()) {
            case WORD, NAME, TEXT, SPAN ->
                    schema.put("type", "string").put("pattern", given.form().pattern());
            case NUMBER ->
                    schema.put("type", "integer").put("minimum", 0).put("maximum", 999_999_999);
            case FLAG -> schema.put("type", "boolean");
        }
        if (!given.usual().isEmpty()) {
            if (given.form() == Form.NUMBER) {
                schema.put("default", Integer.parseInt(given.usual()));
            } else {
                schema.put("default", given.usual());
            }
        }
        return schema;
    }

    private static void security(ObjectNode operation, Route route) {
        if (route.role() != Role.VIEWER) {
            operation.putArray("security").addObject().putArray("token");
        } else if (route.work() == Work.Own.SESSION) {
            ArrayNode security = operation.putArray("security");
            security.addObject();
            security.addObject().putArray("token");
        }
    }

    private static void body(ObjectNode operation, Route route) {
        if (route.body().isEmpty()) {
            return;
        }
        ObjectNode body =
                operation
                        .putObject("requestBody")
                        .put("required", route.body().stream().anyMatch(Given::required));
        ObjectNode shape =
                body.putObject("content")
                        .putObject(JSON)
                        .putObject("schema")
                        .put("type", "object")
                        .put("additionalProperties", false);
        ArrayNode required = MAPPER.createArrayNode();
        ObjectNode fields = shape.putObject("properties");
        for (Given each : route.body()) {
            fields.set(each.name(), schema(each).put("description", each.meaning()));
            if (each.required()) {
                required.add(each.name());
            }
        }
        if (!required.isEmpty()) {
            shape.set("required", required);
        }
    }

    private static List<Integer> statuses(Work work) {
        return switch (work) {
            case Work.Reads _ -> List.of(200, 400, 404, 409, 500, 502, 503, 504);
            case Work.Changes _ ->
                    List.of(200, 400, 401, 403, 404, 408, 409, 413, 415, 429, 500, 502, 503, 504);
            case Work.Own own ->
                    switch (own) {
                        case ALIVE, READY, EVENTS -> List.of(200, 503);
                        case RUNBOOK -> List.of(200, 404);
                        case SESSION -> List.of(200, 401, 429);
                        case CONSOLE, METRICS, VIEW, RUNBOOKS, METERS, DOCUMENT -> List.of(200);
                    };
        };
    }

    private static void answer(ObjectNode responses, Work work, int status) {
        ObjectNode answer =
                responses
                        .putObject("" + status)
                        .put("description", MEANINGS.getOrDefault(status, "another answer"));
        boolean isCalled = work instanceof Work.Changes || work == Work.Own.SESSION;
        if (status == 200) {
            content(answer, work.type(), work.schema());
        } else {
            content(answer, isCalled ? JSON : TEXT, isCalled ? CALLED : "");
        }
    }

    private static void content(ObjectNode answer, String type, String schema) {
        ObjectNode shape = answer.putObject("content").putObject(type).putObject("schema");
        if (schema.isEmpty()) {
            shape.put("type", type.equals(JSON) ? "object" : "string");
        } else {
            shape.put("$ref", "#/components/schemas/" + schema);
        }
    }
}
