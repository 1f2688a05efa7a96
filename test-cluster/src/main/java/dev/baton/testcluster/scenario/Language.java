package dev.baton.testcluster.scenario;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The words of all actions, or of all conditions. */
final class Language<T> {

    static final Language<Action> ACTIONS = new Language<>("an action", Action.class);
    static final Language<Condition> CONDITIONS = new Language<>("a condition", Condition.class);

    private static final int SUGGESTIONS = 3;

    private final String what;
    private final List<Form<T>> forms;

    private Language(String what, Class<T> family) {
        this.what = what;
        this.forms = Form.of(family);
    }

    /** How each is written, with its slots. */
    List<String> words() {
        return forms.stream().map(Form::words).toList();
    }

    String print(T value) {
        return form(value).print(value);
    }

    void check(T value, Setting.Size size) {
        form(value).check(value, size);
    }

    T with(T value, Form.Change change) {
        return form(value).with(value, change);
    }

    private Form<T> form(T value) {
        return forms.stream().filter(form -> form.isOf(value)).findFirst().orElseThrow();
    }

    /** Throws IllegalArgumentException with what was expected, what was found and the cure. */
    T read(String line) {
        for (Form<T> form : forms) {
            Optional<T> found = form.read(line);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IllegalArgumentException(
                "expected %s such as %s; got \"%s\"".formatted(what, nearest(line), line));
    }

    private String nearest(String line) {
        List<String> given = Arrays.asList(line.split(" ", -1));
        return String.join(
                " or ",
                words().stream()
                        .sorted(Comparator.comparingLong(words -> -common(words, given)))
                        .limit(SUGGESTIONS)
                        .map(words -> '"' + words + '"')
                        .toList());
    }

    private static long common(String words, List<String> given) {
        return Arrays.stream(words.split(" ", -1)).filter(given::contains).count();
    }
}
