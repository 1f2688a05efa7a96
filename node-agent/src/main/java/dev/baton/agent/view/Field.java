package dev.baton.agent.view;

import com.fasterxml.jackson.databind.JsonNode;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One value of a saved view with its place, so that every mistake can be named.
 *
 * @param path such as {@code nodes[1].flags[0]}; empty for the whole
 */
record Field(String file, String path, JsonNode json) {

    BadView bad(String expected) {
        String seen = json.isMissingNode() ? "nothing" : json.toString();
        String shown = seen.length() > 60 ? seen.substring(0, 60) + "..." : seen;
        return new BadView(file, path, "expected " + expected + ", got " + shown);
    }

    /** An object that has no other fields than these. */
    Field object(List<String> known) throws BadView {
        if (!json.isObject()) {
            throw bad("an object");
        }
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw at(name).unknown(known);
            }
        }
        return this;
    }

    private BadView unknown(List<String> known) {
        return new BadView(
                file, path, "there is no such field; known: " + String.join(", ", known));
    }

    Field at(String name) {
        return new Field(file, path.isEmpty() ? name : path + "." + name, json.path(name));
    }

    boolean isThere() {
        return !json.isMissingNode();
    }

    /** The elements; none when the field is not there. */
    List<Field> list() throws BadView {
        if (isThere() && !json.isArray()) {
            throw bad("a list");
        }
        List<Field> all = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            all.add(new Field(file, path + "[" + i + "]", json.get(i)));
        }
        return all;
    }

    String text() throws BadView {
        if (!json.isTextual()) {
            throw bad("a text");
        }
        return json.asText();
    }

    String textOr(String otherwise) throws BadView {
        return isThere() ? text() : otherwise;
    }

    boolean truthOr(boolean otherwise) throws BadView {
        if (isThere() && !json.isBoolean()) {
            throw bad("true or false");
        }
        return isThere() ? json.asBoolean() : otherwise;
    }

    int numberOr(int otherwise, int min, int max) throws BadView {
        if (!isThere()) {
            return otherwise;
        }
        boolean fits = json.isIntegralNumber() && json.canConvertToInt() && json.asInt() >= min;
        if (!fits || json.asInt() > max) {
            throw bad("a whole number from " + min + " to " + max);
        }
        return json.asInt();
    }

    /** What a text means. */
    <T> T parsed(String expected, Function<String, Optional<T>> form) throws BadView {
        Optional<T> value = json.isTextual() ? form.apply(json.asText()) : Optional.empty();
        if (value.isEmpty()) {
            throw bad(expected);
        }
        return value.get();
    }

    IpAddress address() throws BadView {
        return parsed("an address", IpAddress::parse);
    }

    InterfaceName link() throws BadView {
        return parsed("the name of an interface", InterfaceName::parse);
    }

    List<InterfaceName> links() throws BadView {
        List<InterfaceName> names = new ArrayList<>();
        for (Field each : list()) {
            names.add(each.link());
        }
        return names;
    }
}
