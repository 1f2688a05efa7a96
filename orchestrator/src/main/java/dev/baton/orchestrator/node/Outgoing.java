package dev.baton.orchestrator.node;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Message;

import java.util.ArrayDeque;
import java.util.Optional;

/** Messages of one step. What a node sends to itself arrives within the same step. */
final class Outgoing {

    private final Pnn self;
    private final ArrayDeque<Message> toSelf = new ArrayDeque<>();

    /** Answers to orders: they leave after the heartbeat that gives back what was released. */
    private final ArrayDeque<Effect> answers = new ArrayDeque<>();

    Outgoing(Pnn self) {
        this.self = self;
    }

    void send(Work work, Pnn to, Message message) {
        if (to.equals(self)) {
            toSelf.add(message);
        } else {
            work.effect(new Effect.Send(to, message));
        }
    }

    void answer(Pnn to, Message message) {
        if (to.equals(self)) {
            toSelf.add(message);
        } else {
            answers.add(new Effect.Send(to, message));
        }
    }

    boolean isAnswering() {
        return !answers.isEmpty();
    }

    void sendAnswers(Work work) {
        answers.forEach(work::effect);
        answers.clear();
    }

    Optional<Message> nextToSelf() {
        return Optional.ofNullable(toSelf.poll());
    }

    boolean hasNoneToSelf() {
        return toSelf.isEmpty();
    }
}
