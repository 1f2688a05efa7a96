package dev.baton.agent.cli;

import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * One change an operator asked for: it is brought to the core, and its effect waited for.
 *
 * @param object what it is about, as operators call it
 * @param effect whether the view shows it
 * @param done what to say then
 * @param next the command that shows how far it came
 */
record Change(
        OperatorCommand command,
        String object,
        Predicate<Picture> effect,
        String done,
        String next) {

    private static final long LOOK_EVERY_MILLIS = 10;
    private static final long PATIENCE_SECONDS = 60;

    /** Asks, then waits at most so long; zero waits for nothing but the answer. */
    Page carryOut(CliContext context, Duration patience) {
        long start = context.nanoTime().getAsLong();
        String answer = answer(reply(context, command), next);
        if (patience.isZero()) {
            return page(context, start, object, false, accepted(answer));
        }
        await(context, start, patience);
        return page(context, start, object, true, done);
    }

    /** After the answers to what was asked: waits for an effect of it, as {@link #carryOut}. */
    static Page seen(
            CliContext context,
            Duration patience,
            String object,
            Predicate<Picture> effect,
            String done,
            String next) {
        long start = context.nanoTime().getAsLong();
        Change change = new Change(new OperatorCommand.Reallocate(), object, effect, done, next);
        if (patience.isZero()) {
            return page(context, start, object, false, change.accepted(""));
        }
        change.await(context, start, patience);
        return page(context, start, object, true, done);
    }

    private static Page page(
            CliContext context, long start, String object, boolean waited, String message) {
        Duration took = Duration.ofNanos(context.nanoTime().getAsLong() - start);
        Map<String, Object> json =
                Json.object(
                        "object",
                        object,
                        "done",
                        waited,
                        "message",
                        message,
                        "took_seconds",
                        Json.seconds(took));
        String sentence = waited ? message + " (" + Times.seconds(took) + ")" : message;
        return Page.sentence("Change", json, sentence);
    }

    private String accepted(String answer) {
        return answer.isEmpty() ? object + ": accepted" : object + ": " + answer;
    }

    /** What a reply says; one that is not what was wanted is a {@link Complaint}. */
    static String answer(OperatorReply reply, String next) {
        return switch (reply) {
            case OperatorReply.Done(String text) -> text;
            case OperatorReply.Entered(String name, _) -> name;
            case OperatorReply.Obtained(var storage, _) -> storage.toString();
            case OperatorReply.Printed(_, String text, _) -> text;
            case OperatorReply.Ignored(String why) ->
                    throw new Complaint(Exit.REFUSED, "nothing done: " + why);
            case OperatorReply.Refused(String why) -> throw new Complaint(Exit.REFUSED, why);
            case OperatorReply.NotFound(String why) -> throw new Complaint(Exit.NOT_FOUND, why);
            case OperatorReply.TimedOut(String why) ->
                    throw new Complaint(Exit.TIMED_OUT, why + "; look with: " + next);
            case OperatorReply.Failed(String why) ->
                    throw new Complaint(Exit.PARTLY_DONE, why + "; look with: " + next);
        };
    }

    /** Empty when it was done, else why not. */
    static Optional<String> problem(OperatorReply reply) {
        try {
            answer(reply, "baton status");
            return Optional.empty();
        } catch (Complaint complaint) {
            return Optional.of(complaint.sentence());
        }
    }

    static OperatorReply reply(CliContext context, OperatorCommand command) {
        try {
            return context.desk().ask(command).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            return new OperatorReply.TimedOut("no answer within " + PATIENCE_SECONDS + " s");
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the desk failed on " + command, failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new OperatorReply.TimedOut("the agent is stopping");
        }
    }

    private void await(CliContext context, long start, Duration patience) {
        while (!effect.test(Picture.of(context))) {
            if (context.nanoTime().getAsLong() - start > patience.toNanos()) {
                throw new Complaint(
                        Exit.TIMED_OUT,
                        "%s: accepted, but not seen within %s; the work goes on, look with: %s"
                                .formatted(object, Times.seconds(patience), next));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new Complaint(Exit.TIMED_OUT, "the agent is stopping");
            }
        }
    }
}
