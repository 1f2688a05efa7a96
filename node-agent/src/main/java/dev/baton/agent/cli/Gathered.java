package dev.baton.agent.cli;

import dev.baton.agent.records.SharedHistory.Reading;
import dev.baton.agent.records.ToldFact;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.exchange.Fact;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Facts of this node's memory and of the shared records as one list.
 *
 * @param facts oldest first
 * @param warnings what is missing, as sentences; empty when nothing is
 */
record Gathered(List<ToldFact> facts, List<String> warnings) {

    Gathered {
        facts = List.copyOf(facts);
        warnings = List.copyOf(warnings);
    }

    /** What this life of this node told. */
    static Gathered own(CliContext context, FactHistory.Query query, Predicate<Fact> wanted) {
        Incarnation self = context.views().get().self();
        return new Gathered(
                context.history().query(query).stream()
                        .filter(entry -> wanted.test(entry.fact()))
                        .map(entry -> ToldFact.of(self, entry))
                        .toList(),
                List.of());
    }

    /** What every life of every node told, as far as it could be read. */
    static Gathered ofAll(
            CliContext context, FactHistory.Query query, Predicate<Fact> wanted, Reading shared) {
        Gathered own = own(context, query, wanted);
        return switch (shared) {
            case Reading.Told(List<ToldFact> told) ->
                    own.with(told, query, context.views().get().self());
            case Reading.Unreadable(String why) ->
                    new Gathered(
                            own.facts(),
                            List.of(
                                    "cannot read the shared records ("
                                            + why
                                            + "); showing this node's own history"));
        };
    }

    /** This life of this node stays as its memory has it: complete, fresher than its records. */
    private Gathered with(List<ToldFact> told, FactHistory.Query query, Incarnation self) {
        Stream<ToldFact> others =
                told.stream()
                        .filter(fact -> !fact.teller().equals(self))
                        .filter(fact -> !fact.at().isBefore(query.since()))
                        .filter(fact -> query.ip().map(fact::concerns).orElse(true));
        return new Gathered(Stream.concat(facts.stream(), others).sorted().toList(), warnings);
    }

    Gathered only(Predicate<ToldFact> wanted) {
        return new Gathered(facts.stream().filter(wanted).toList(), warnings);
    }

    List<ToldFact> newest(int most) {
        return facts.subList(Math.max(0, facts.size() - most), facts.size());
    }

    boolean isComplete() {
        return warnings.isEmpty();
    }
}
