package dev.baton.agent.cli;

import dev.baton.agent.records.NodeRecord;
import dev.baton.agent.records.SharedHistory;
import dev.baton.agent.records.ToldFact;
import dev.baton.config.Pnn;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Shared records as a test wants them. */
record ExampleRecords(
        Reading facts, Reading runs, SortedMap<Pnn, NodeRecord> nodes, Supplier<Sheets> sheets)
        implements SharedHistory {

    ExampleRecords(Reading facts, Reading runs, SortedMap<Pnn, NodeRecord> nodes) {
        this(facts, runs, nodes, () -> new Sheets.Unreadable("this test has none"));
    }

    ExampleRecords(ToldFact... facts) {
        this(new Reading.Told(List.of(facts)));
    }

    /** Only what a node says of itself. */
    ExampleRecords(int pnn, NodeRecord node) {
        this(
                new Reading.Told(List.of()),
                new Reading.Told(List.of()),
                new TreeMap<>(Map.of(new Pnn(pnn), node)));
    }

    ExampleRecords(Reading reading) {
        this(reading, reading, new TreeMap<>());
    }

    @Override
    public Sheets providers() {
        return new Sheets.Unreadable("this test has none");
    }

    @Override
    public Sheets storage() {
        return sheets.get();
    }
}
