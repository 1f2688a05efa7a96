package dev.baton.agent.view;

import dev.baton.agent.records.NodeRecord;
import dev.baton.agent.records.SharedHistory;
import dev.baton.agent.records.ToldFact;
import dev.baton.config.Pnn;
import dev.baton.monitoring.facts.FactHistory;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.exchange.Fact;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the nodes of a view have told since it was loaded. */
final class ViewHistory implements SharedHistory {

    private final Map<Pnn, FactHistory> histories;

    ViewHistory(Map<Pnn, FactHistory> histories) {
        this.histories = histories;
    }

    @Override
    public Reading facts() {
        return told(_ -> true);
    }

    @Override
    public Reading runs() {
        return told(fact -> fact instanceof Fact.TakeoverRunFinished);
    }

    private Reading told(Predicate<Fact> wanted) {
        return new Reading.Told(
                histories.entrySet().stream()
                        .flatMap(entry -> told(entry.getKey(), entry.getValue(), wanted))
                        .sorted()
                        .toList());
    }

    private static Stream<ToldFact> told(Pnn node, FactHistory history, Predicate<Fact> wanted) {
        Incarnation teller = new Incarnation(node, 1);
        return history.query(FactHistory.Query.ALL).stream()
                .filter(entry -> wanted.test(entry.fact()))
                .map(entry -> ToldFact.of(teller, entry));
    }

    @Override
    public SortedMap<Pnn, NodeRecord> nodes() {
        return new TreeMap<>();
    }

    @Override
    public Sheets storage() {
        return new Sheets.Unreadable("a saved view has no storage");
    }

    @Override
    public Sheets providers() {
        return new Sheets.Unreadable("a saved view has no storage");
    }
}
