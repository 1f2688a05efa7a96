package dev.baton.agent.cli;

import dev.baton.agent.records.NodeRecord;
import dev.baton.agent.records.SharedHistory;
import dev.baton.agent.records.ToldFact;
import dev.baton.config.Pnn;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Shared records as a test wants them. */
record ExampleRecords(Reading facts, Reading runs, SortedMap<Pnn, NodeRecord> nodes)
        implements SharedHistory {

    ExampleRecords(ToldFact... facts) {
        this(new Reading.Told(List.of(facts)));
    }

    ExampleRecords(Reading reading) {
        this(reading, reading, new TreeMap<>());
    }
}
