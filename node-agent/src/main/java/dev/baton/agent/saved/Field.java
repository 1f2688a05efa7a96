package dev.baton.agent.saved;

import com.fasterxml.jackson.databind.JsonNode;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One value of a saved file with its place, so that every mistake can be named.
 *
 * @param path such as {@code nodes[1].flags[0]}; empty for the whole
 */
public record Field(String file, String path, JsonNode json) {

    /** That this was expected here, and what is there instead. */
    public BadFile bad(String expected) {
        String seen = json.isMissingNode() ? "nothing" : json.toString();
        String shown = seen.length() > 60 ? seen.substring(0, 60) + "..." : seen;
        return new BadFile(file, path, "expected " + expected + ", got " + shown);
    }

    /** An object that has no other fields than these. */
    public Field object(List<String> known) throws BadFile {
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

    private BadFile unknown(List<String> known) {
        return new BadFile(
                file, path, "there is no such field; known: " + String.join(", ", known));
    }

    /** The field of that name; {@link #isThere} tells whether there is one. */
    public Field at(String name) {
        return new Field(file, path.isEmpty() ? name : path + "." + name, json.path(name));
    }

    /** Whether the file has it. */
    public boolean isThere() {
        return !json.isMissingNode();
    }

    /** The elements; none when the field is not there. */
    public List<Field> list() throws BadFile {
        if (isThere() && !json.isArray()) {
            throw bad("a list");
        }
        List<Field> all = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            all.add(new Field(file, path + "[" + i + "]", json.get(i)));
        }
        return all;
    }

    /** A text. */
    public String text() throws BadFile {
        if (!json.isTextual()) {
            throw bad("a text");
        }
        return json.asText();
    }

    /** A text, or this where there is none. */
    public String textOr(String otherwise) throws BadFile {
        return isThere() ? text() : otherwise;
    }

    /** True or false, or this where there is neither. */
    public boolean truthOr(boolean otherwise) throws BadFile {
        if (isThere() && !json.isBoolean()) {
            throw bad("true or false");
        }
        return isThere() ? json.asBoolean() : otherwise;
    }

    /** A whole number within these bounds, or the first where there is none. */
    public int numberOr(int otherwise, int min, int max) throws BadFile {
        return (int) numberOr((long) otherwise, min, max);
    }

    /** The same of large numbers. */
    public long numberOr(long otherwise, long min, long max) throws BadFile {
        if (!isThere()) {
            return otherwise;
        }
        boolean fits = json.isIntegralNumber() && json.canConvertToLong() && json.asLong() >= min;
        if (!fits || json.asLong() > max) {
            throw bad("a whole number from " + min + " to " + max);
        }
        return json.asLong();
    }

    /** A whole number within these bounds, which has to be there. */
    public long number(long min, long max) throws BadFile {
        if (!isThere()) {
            throw bad("a whole number from " + min + " to " + max);
        }
        return numberOr(min, min, max);
    }

    /** True or false, which has to be there. */
    public boolean truth() throws BadFile {
        if (!isThere()) {
            throw bad("true or false");
        }
        return truthOr(false);
    }

    /** One of the words of an enum, in lower case. */
    public <E extends Enum<E>> E word(Class<E> words) throws BadFile {
        Map<String, E> known = new LinkedHashMap<>();
        for (E each : words.getEnumConstants()) {
            known.put(each.name().toLowerCase(Locale.ROOT), each);
        }
        return parsed(
                "one of " + String.join(", ", known.keySet()),
                text -> Optional.ofNullable(known.get(text)));
    }

    /** The number of a node. */
    public Pnn pnn() throws BadFile {
        return new Pnn((int) number(0, Pnn.MAX));
    }

    /** The fields of an object whose names are addresses; none when it is not there. */
    public SortedMap<IpAddress, Field> byAddress() throws BadFile {
        SortedMap<IpAddress, Field> all = new TreeMap<>();
        if (isThere() && !json.isObject()) {
            throw bad("an object of addresses");
        }
        for (var entry : json.properties()) {
            Field value = at(entry.getKey());
            Optional<IpAddress> ip = IpAddress.parse(entry.getKey());
            if (ip.isEmpty()) {
                throw value.bad("an address before it");
            }
            if (all.put(ip.get(), value) != null) {
                throw value.bad("an address that was not named before");
            }
        }
        return all;
    }

    /** What a text means. */
    public <T> T parsed(String expected, Function<String, Optional<T>> form) throws BadFile {
        Optional<T> value = json.isTextual() ? form.apply(json.asText()) : Optional.empty();
        if (value.isEmpty()) {
            throw bad(expected);
        }
        return value.get();
    }

    /** An address. */
    public IpAddress address() throws BadFile {
        return parsed("an address", IpAddress::parse);
    }

    /** The name of an interface. */
    public InterfaceName link() throws BadFile {
        return parsed("the name of an interface", InterfaceName::parse);
    }

    /** Names of interfaces. */
    public List<InterfaceName> links() throws BadFile {
        List<InterfaceName> names = new ArrayList<>();
        for (Field each : list()) {
            names.add(each.link());
        }
        return names;
    }
}
