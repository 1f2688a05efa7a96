package dev.baton.events.contract.lsm;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What a value on the wire looks like: parameters, keys of objects and replies are described with
 * it, and checked.
 */
public sealed interface Shape {

    /** Values without parts. */
    enum Plain implements Shape {
        TEXT("a text"),
        NUMBER("a whole number"),
        TRUTH("true or false"),
        NOTHING("null"),
        /** Whatever it is. */
        ANYTHING("anything"),
        /** The SCSI name of a volume; empty where it has none. */
        VPD83("32 hex digits that begin with 6, 16 that begin with 2, 3 or 5, or nothing"),
        /** See {@link Capabilities}. */
        CAPABILITIES("1024 hex digits");

        private static final String VPD83_TEXT = "(6[0-9a-f]{31}|[235][0-9a-f]{15})?";
        private final String words;

        Plain(String words) {
            this.words = words;
        }

        private boolean fits(JsonNode value) {
            return switch (this) {
                case TEXT -> value.isTextual();
                case NUMBER -> value.isIntegralNumber() && value.canConvertToLong();
                case TRUTH -> value.isBoolean();
                case NOTHING -> value.isNull();
                case ANYTHING -> true;
                case VPD83 -> value.isTextual() && value.textValue().matches(VPD83_TEXT);
                case CAPABILITIES ->
                        value.isTextual() && Capabilities.ofHex(value.textValue()).isPresent();
            };
        }
    }

    /** Null is fine, too. */
    record OrNull(Shape shape) implements Shape {}

    /** Any number of them. */
    record ListOf(Shape element) implements Shape {}

    /** Exactly these. */
    record Tuple(List<Shape> parts) implements Shape {
        public Tuple {
            parts = List.copyOf(parts);
        }
    }

    /** An object of a class. */
    record Instance(LsmClass type) implements Shape {}

    /** A job or the thing itself, exactly one; a job alone may be a plain text. */
    record JobOr(Shape item) implements Shape {}

    /** What it should be, for a sentence. */
    default String words() {
        return switch (this) {
            case Plain plain -> plain.words;
            case OrNull(Shape shape) -> shape.words() + " or null";
            case ListOf(Shape element) -> "a list, each " + element.words();
            case Tuple(List<Shape> parts) -> "a list of " + parts.size();
            case Instance(LsmClass type) -> "an object of class " + type.word();
            case JobOr(Shape item) -> "a job and null, or null and " + item.words();
        };
    }

    /** One sentence why the value is not so; empty when it is. */
    default Optional<String> objection(String where, JsonNode value) {
        return switch (this) {
            case Plain plain -> plain.fits(value) ? Optional.empty() : not(where, value);
            case OrNull(Shape shape) ->
                    value.isNull() || shape.objection(where, value).isEmpty()
                            ? Optional.empty()
                            : value.isContainerNode()
                                    ? shape.objection(where, value)
                                    : not(where, value);
            case ListOf(Shape element) -> {
                if (!value.isArray()) {
                    yield not(where, value);
                }
                yield first(where, value, at -> element);
            }
            case Tuple(List<Shape> parts) -> {
                if (!value.isArray() || value.size() != parts.size()) {
                    yield not(where, value);
                }
                yield first(where, value, parts::get);
            }
            case Instance(LsmClass type) -> type.objection(where, value);
            case JobOr(Shape item) -> jobOr(item, where, value);
        };
    }

    private Optional<String> jobOr(Shape item, String where, JsonNode value) {
        if (value.isTextual()) {
            return Optional.empty();
        }
        boolean one =
                value.isArray()
                        && value.size() == 2
                        && value.path(0).isNull() != value.path(1).isNull();
        if (!one || !(value.path(0).isNull() || value.path(0).isTextual())) {
            return not(where, value);
        }
        return value.path(0).isNull()
                ? item.objection(where + "[1]", value.path(1))
                : Optional.empty();
    }

    private static Optional<String> first(String where, JsonNode list, IntFunction<Shape> shapes) {
        for (int at = 0; at < list.size(); at++) {
            Optional<String> wrong =
                    shapes.apply(at).objection(where + "[" + at + "]", list.path(at));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private Optional<String> not(String where, JsonNode value) {
        return Optional.of(
                "%s: expected %s, got %s".formatted(where, words(), LsmJson.described(value)));
    }
}
