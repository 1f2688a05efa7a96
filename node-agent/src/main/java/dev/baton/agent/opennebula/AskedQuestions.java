package dev.baton.agent.opennebula;

import dev.baton.agent.callout.Refusal;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.opennebula.DriverResult;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * What other nodes have asked this one's drivers and not heard yet: a node waits for one answer not
 * as long as a driver may take, so it asks again by a ticket.
 *
 * <p>Bounds: {@value #MOST} tickets; one that nobody has asked for in {@link #FORGOTTEN} is given
 * up. Thread: any; blocks.
 */
final class AskedQuestions {

    static final int MOST = 64;

    /** Longer than who asks may be held up between two of its turns. */
    static final Duration FORGOTTEN = Duration.ofMinutes(2);

    /** Has a driver asked. */
    @FunctionalInterface
    interface Beginning {
        CompletableFuture<Truth<DriverResult>> begin() throws Refusal;
    }

    private record Ticket(CompletableFuture<Truth<DriverResult>> answer, long askedAt) {}

    private final Map<String, Ticket> tickets = new LinkedHashMap<>();
    private final LongSupplier nanoTime;

    AskedQuestions(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** What has come of a ticket; its question is begun when it is a new one. Empty for not yet. */
    Optional<Truth<DriverResult>> answer(String ticket, Beginning question, Duration patience)
            throws Refusal {
        try {
            Optional<Truth<DriverResult>> told = Questions.await(known(ticket, question), patience);
            if (told.isPresent()) {
                forget(ticket);
            }
            return told;
        } catch (Refusal refusal) {
            forget(ticket);
            throw refusal;
        }
    }

    private synchronized CompletableFuture<Truth<DriverResult>> known(
            String ticket, Beginning question) throws Refusal {
        long now = nanoTime.getAsLong();
        tickets.values().removeIf(each -> now - each.askedAt() > FORGOTTEN.toNanos());
        Ticket known = tickets.get(ticket);
        if (known == null && tickets.size() >= MOST) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    MOST + " questions of other nodes wait for drivers already; try again");
        }
        var answer = known == null ? question.begin() : known.answer();
        tickets.put(ticket, new Ticket(answer, now));
        return answer;
    }

    private synchronized void forget(String ticket) {
        tickets.remove(ticket);
    }
}
