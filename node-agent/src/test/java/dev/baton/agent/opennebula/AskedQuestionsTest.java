package dev.baton.agent.opennebula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.baton.agent.callout.Refusal;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.opennebula.DriverResult;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

@DisplayName("A question of another node: begun once, told once, kept within bounds")
class AskedQuestionsTest {

    private static final Truth<DriverResult> TOLD = new Truth.Done<>(new DriverResult.Size(7));

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger begun = new AtomicInteger();
    private final AskedQuestions questions = new AskedQuestions(clock::get);
    private CompletableFuture<Truth<DriverResult>> driver = new CompletableFuture<>();

    private Optional<Truth<DriverResult>> ask(String ticket) throws Refusal {
        return questions.answer(
                ticket,
                () -> {
                    begun.incrementAndGet();
                    return driver;
                },
                Duration.ofMillis(1));
    }

    @Test
    void whatTakesLongerIsBegunOnce() throws Exception {
        assertEquals(Optional.empty(), ask("a"));
        assertEquals(Optional.empty(), ask("a"));
        driver.complete(TOLD);

        assertEquals(Optional.of(TOLD), ask("a"));
        assertEquals(1, begun.get());
        assertEquals(Optional.of(TOLD), ask("b"));
        assertEquals(2, begun.get());
    }

    @Test
    void whoNeverAsksAgainIsForgotten() throws Exception {
        ask("a");
        clock.addAndGet(AskedQuestions.FORGOTTEN.toNanos());
        ask("a");
        clock.addAndGet(AskedQuestions.FORGOTTEN.toNanos() + 1);
        ask("a");

        assertEquals(2, begun.get());
    }

    @Test
    void thereAreNotMoreThanSoMany() throws Exception {
        for (int i = 0; i < AskedQuestions.MOST; i++) {
            ask("a" + i);
        }

        Refusal refusal = assertThrows(Refusal.class, () -> ask("one more"));

        assertEquals(
                "64 questions of other nodes wait for drivers already; try again",
                refusal.sentence());
        driver.complete(TOLD);
        ask("a0");
        assertEquals(Optional.of(TOLD), ask("one more"));
    }

    @Test
    void aRefusalIsTold() throws Exception {
        ask("a");
        driver.completeExceptionally(new Refusal(Refusal.Kind.REFUSED, "no"));
        assertEquals("no", assertThrows(Refusal.class, () -> ask("a")).sentence());
        driver = CompletableFuture.completedFuture(TOLD);
        assertEquals(Optional.of(TOLD), ask("a"));
    }
}
