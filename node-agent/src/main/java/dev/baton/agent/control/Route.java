package dev.baton.agent.control;

import dev.baton.config.Role;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing the HTTP port answers; the server and its description are both made from it.
 *
 * @param method GET or POST
 * @param path with {@code {NAME}} for its places
 * @param role that is needed
 * @param name of the operation, one word
 * @param summary one sentence
 * @param places values that stand in the path
 * @param query parameters
 * @param body fields of a JSON object
 */
record Route(
        String method,
        String path,
        Role role,
        String name,
        String summary,
        List<Given> places,
        List<Given> query,
        List<Given> body,
        Work work) {

    Route {
        places = List.copyOf(places);
        query = List.copyOf(query);
        body = List.copyOf(body);
    }

    /**
     * The values of its places; empty when the path is not one of this route.
     *
     * @param segments of a request's path, decoded
     */
    Optional<Map<String, String>> match(List<String> segments) {
        List<String> own = List.of(path.split("/", -1));
        if (own.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < own.size(); i++) {
            String part = own.get(i);
            if (part.startsWith("{")) {
                values.put(part.substring(1, part.length() - 1), segments.get(i));
            } else if (!part.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        boolean isGood =
                places.stream()
                        .allMatch(each -> each.form().takes(values.getOrDefault(each.name(), "")));
        return isGood ? Optional.of(values) : Optional.empty();
    }
}
