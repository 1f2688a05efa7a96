package dev.baton.events.callout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a call is started; everything a process gets, and nothing that is decided later.
 *
 * @param program the path it is called by, never the target of a link
 * @param arguments behind the program's name
 * @param environment whole: nothing is inherited
 * @param directory it works in
 * @param limit after which it is ended; empty for what is started and not waited for
 * @param holds whether it may stay alive once it has said {@link #HELD}, until its input ends
 * @param input what its standard input holds; empty for none
 * @param user as whom it runs; empty for the agent's own
 * @param shown what may be told of it
 */
public record Invocation(
        Path program,
        List<String> arguments,
        SortedMap<String, String> environment,
        Path directory,
        Optional<Duration> limit,
        boolean holds,
        Optional<String> input,
        Optional<Account> user,
        Shown shown) {

    /**
     * What people and files may be told of a call whose words hold secrets.
     *
     * @param arguments in place of its own
     * @param input in place of its own
     * @param secrets to be hidden wherever else they turn up
     */
    public record Shown(List<String> arguments, Optional<String> input, List<String> secrets) {
        public Shown {
            arguments = List.copyOf(arguments);
            secrets = List.copyOf(secrets);
        }
    }

    /** The line by which a process says that it holds what it is to hold. */
    public static final String HELD = "frozen";

    /** One that holds nothing; its input is empty. */
    public Invocation(
            Path program,
            List<String> arguments,
            SortedMap<String, String> environment,
            Path directory,
            Optional<Duration> limit) {
        this(program, arguments, environment, directory, limit, false);
    }

    /** One that may hold something; its input ends when it is to let go. */
    public Invocation(
            Path program,
            List<String> arguments,
            SortedMap<String, String> environment,
            Path directory,
            Optional<Duration> limit,
            boolean holds) {
        this(program, arguments, environment, directory, limit, holds, Optional.empty());
    }

    private Invocation(
            Path program,
            List<String> arguments,
            SortedMap<String, String> environment,
            Path directory,
            Optional<Duration> limit,
            boolean holds,
            Optional<String> input) {
        this(
                program,
                arguments,
                environment,
                directory,
                limit,
                holds,
                input,
                Optional.empty(),
                new Shown(arguments, input, List.of()));
    }

    /** One that reads this, and holds nothing. */
    public Invocation(
            Path program,
            List<String> arguments,
            SortedMap<String, String> environment,
            Path directory,
            Optional<Duration> limit,
            Optional<String> input) {
        this(program, arguments, environment, directory, limit, false, input);
    }

    /** The same with one variable more. */
    public Invocation with(String name, String value) {
        TreeMap<String, String> more = new TreeMap<>(environment);
        more.put(name, value);
        return new Invocation(
                program, arguments, more, directory, limit, holds, input, user, shown);
    }

    public Invocation {
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        if (input.isPresent() && (holds || limit.isEmpty())) {
            throw new IllegalArgumentException("nobody waits until " + program + " has read");
        }
    }

    /** The same as this user. */
    public Invocation as(Account other) {
        return new Invocation(
                program,
                arguments,
                environment,
                directory,
                limit,
                holds,
                input,
                Optional.of(other),
                shown);
    }

    /** The same, of which only this may be told. */
    public Invocation showing(Shown other) {
        return new Invocation(
                program, arguments, environment, directory, limit, holds, input, user, other);
    }
}
