package dev.baton.testcluster.scenario;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One record of a family with its {@link Words}: prints it, and reads it again. The words are the
 * only place that says how it is written.
 */
final class Form<T> {

    private static final Pattern SLOT = Pattern.compile("<(\\w+)>");

    private final Class<? extends T> type;
    private final String words;
    private final List<Slot> slots = new ArrayList<>();
    private final List<RecordComponent> components;
    private final Pattern pattern;

    private Form(Class<? extends T> type) {
        this.type = type;
        this.words = type.getAnnotation(Words.class).value();
        this.components = List.of(type.getRecordComponents());
        StringBuilder expression = new StringBuilder();
        Matcher slot = SLOT.matcher(words);
        int from = 0;
        while (slot.find()) {
            Slot found = new Slot(slot.group(1), components.get(slots.size()).getType());
            slots.add(found);
            expression.append(Pattern.quote(words.substring(from, slot.start())));
            expression.append(found.pattern());
            from = slot.end();
        }
        expression.append(Pattern.quote(words.substring(from)));
        this.pattern = Pattern.compile(expression.toString());
    }

    /** Every record of a sealed family, in the order of its source. */
    static <T> List<Form<T>> of(Class<T> family) {
        return leaves(family).map(leaf -> new Form<T>(leaf.asSubclass(family))).toList();
    }

    private static Stream<Class<?>> leaves(Class<?> family) {
        return family.isRecord()
                ? Stream.of(family)
                : Arrays.stream(family.getPermittedSubclasses()).flatMap(Form::leaves);
    }

    /** The words with their slots. */
    String words() {
        return words;
    }

    boolean isOf(Object value) {
        return type.isInstance(value);
    }

    String print(Object value) {
        StringBuilder line = new StringBuilder();
        Matcher slot = SLOT.matcher(words);
        List<Object> values = values(value);
        for (int i = 0; slot.find(); i++) {
            String printed = slots.get(i).print(values.get(i));
            slot.appendReplacement(line, Matcher.quoteReplacement(printed));
        }
        slot.appendTail(line);
        return line.toString();
    }

    /**
     * Empty when these are other words; throws IllegalArgumentException when they are these, with
     * something in them that cannot be.
     */
    Optional<T> read(String line) {
        Matcher found = pattern.matcher(line);
        if (!found.matches()) {
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            values.add(slots.get(i).read(found.group(i + 1)));
        }
        return Optional.of(build(values));
    }

    /** Throws IllegalArgumentException when it names what is not there. */
    void check(Object value, Setting.Size size) {
        List<Object> values = values(value);
        for (int i = 0; i < slots.size(); i++) {
            slots.get(i).check(values.get(i), size);
        }
    }

    /** The same with other values, by the name of their slot. */
    T with(Object value, Change change) {
        List<Object> changed = new ArrayList<>();
        List<Object> values = values(value);
        for (int i = 0; i < slots.size(); i++) {
            changed.add(change.of(slots.get(i).name(), values.get(i)));
        }
        return build(changed);
    }

    /** A new value for the slot of that name. */
    interface Change {
        Object of(String slot, Object value);
    }

    private List<Object> values(Object value) {
        return components.stream().map(component -> call(component, value)).toList();
    }

    private static Object call(RecordComponent component, Object value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException broken) {
            throw new IllegalStateException("cannot read " + component + " of " + value, broken);
        }
    }

    private T build(List<Object> values) {
        Class<?>[] types =
                components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<? extends T> whole = type.getDeclaredConstructor(types);
            return whole.newInstance(values.toArray());
        } catch (InvocationTargetException refused) {
            throw new IllegalArgumentException(refused.getCause());
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException("cannot make " + type + " of " + values, broken);
        }
    }
}
