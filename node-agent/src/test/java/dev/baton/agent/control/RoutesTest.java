package dev.baton.agent.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.baton.config.Role;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The one table of routes, and the description made from it. */
class RoutesTest {

    private final JsonNode document;

    RoutesTest() throws Exception {
        document = new ObjectMapper().readTree(ApiDocument.reply().text());
    }

    @Test
    @DisplayName("OpenAPI 3.1: every route is in the document, and nothing else")
    void theDocumentHasEveryRoute() {
        TreeSet<String> routes = new TreeSet<>();
        Routes.ALL.forEach(
                each -> routes.add(each.method().toLowerCase(Locale.ROOT) + " " + each.path()));
        TreeSet<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .fieldNames()
                                        .forEachRemaining(
                                                method ->
                                                        described.add(
                                                                method + " " + path.getKey())));

        assertEquals(routes, described);
        assertEquals(Routes.ALL.size(), routes.size(), "no route stands there twice");
        assertEquals("3.1.0", document.path("openapi").asText());
    }

    @Test
    void everyReferenceLeadsToAShapeAndEveryShapeIsUsed() {
        TreeSet<String> used = new TreeSet<>();
        document.findValues("$ref")
                .forEach(ref -> used.add(ref.asText().replace("#/components/schemas/", "")));
        TreeSet<String> shapes = new TreeSet<>();
        document.path("components").path("schemas").fieldNames().forEachRemaining(shapes::add);

        assertEquals(shapes, used);
    }

    @Test
    void operationsHaveNamesOfTheirOwn() {
        List<String> names = Routes.ALL.stream().map(Route::name).toList();

        assertEquals(names.size(), new TreeSet<>(names).size(), names::toString);
    }

    @Test
    @DisplayName("what changes something needs a role, and is POST; reading is GET and needs none")
    void onlyReadingNeedsNoRole() {
        for (Route route : Routes.ALL) {
            boolean changes = route.work() instanceof Work.Changes;
            assertEquals(changes ? "POST" : "GET", route.method(), route.path());
            assertEquals(changes, route.role().covers(Role.OPERATOR), route.path());
        }
    }

    @Test
    void everyPlaceOfAPathAndOfALineIsGiven() {
        for (Route route : Routes.ALL) {
            List<String> given =
                    Stream.of(route.places(), route.query(), route.body())
                            .flatMap(List::stream)
                            .map(each -> "{" + each.name() + "}")
                            .toList();
            List<String> words =
                    switch (route.work()) {
                        case Work.Reads reads -> reads.words();
                        case Work.Changes changes -> changes.words();
                        case Work.Own _ -> List.of();
                    };
            words.stream()
                    .filter(word -> word.startsWith("{"))
                    .forEach(word -> assertTrue(given.contains(word), route.path()));
        }
    }
}
