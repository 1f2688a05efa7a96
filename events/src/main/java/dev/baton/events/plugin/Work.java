package dev.baton.events.plugin;

import java.util.Optional;

/** What came of a change: it was made, or it goes on as a job, which outlives the session. */
public sealed interface Work<T extends StorageObject> {

    /** It was made. */
    record Done<T extends StorageObject>(Optional<T> item) implements Work<T> {}

    /**
     * It goes on; {@link StoragePlugin#job} tells how far it is, in this session and later ones.
     */
    record Begun<T extends StorageObject>(String job) implements Work<T> {}

    /** With the object that was made or changed. */
    static <T extends StorageObject> Work<T> done(T item) {
        return new Done<>(Optional.of(item));
    }

    /** Without one: something was deleted. */
    static <T extends StorageObject> Work<T> done() {
        return new Done<>(Optional.empty());
    }

    /** As a job. */
    static <T extends StorageObject> Work<T> begun(String job) {
        return new Begun<>(job);
    }
}
