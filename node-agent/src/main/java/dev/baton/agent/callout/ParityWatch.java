package dev.baton.agent.callout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.baton.agent.membership.StampedRecord;
import dev.baton.agent.records.SharedHistory;
import dev.baton.config.Pnn;
import dev.baton.events.contract.ganeti.ProviderParity;
import dev.baton.events.contract.ganeti.SeenProviders;
import dev.baton.orchestrator.exchange.Fact;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Tells the other nodes which providers this one has, and people when they are not the same
 * everywhere.
 *
 * <p>Looks every {@link #ROUND}. Providers are on disks that may hang, so it has a thread of its
 * own. Bounds: what one shared record holds is told, {@value StampedRecord#MOST_CHARS} characters;
 * providers beyond are left out, which those who read it see. Source: storage operations, section
 * 5.
 */
final class ParityWatch implements AutoCloseable {

    static final Duration ROUND = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger("baton.storage");

    private final Pnn self;
    private final ProviderSurvey survey;
    private final SharedProviders shared;
    private final JsonMapper mapper = StoredText.mapper();
    private final CountDownLatch closing = new CountDownLatch(1);
    private String told = "";
    private List<ProviderParity.Drift> known = List.of();
    private volatile int drifting;

    ParityWatch(Pnn self, ProviderSurvey survey, SharedProviders shared) {
        this.self = self;
        this.survey = survey;
        this.shared = shared;
    }

    void start() {
        Thread.ofVirtual().name("provider-parity").start(this::watch);
    }

    /** Providers that were not the same everywhere when it looked last. */
    int drifting() {
        return drifting;
    }

    private void watch() {
        try {
            do {
                round();
            } while (!closing.await(ROUND.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells what has changed here, and what has changed between the nodes. */
    void round() {
        SeenProviders own = survey.look();
        String text = text(own);
        if (!text.equals(told)) {
            told = text;
            shared.teller().accept(text);
        }
        List<ProviderParity.Drift> drift = compare(own).drift();
        if (!drift.equals(known)) {
            known = drift;
            drifting = ProviderParity.providers(drift);
            shared.facts().accept(new Fact.ProvidersDiffer(drifting, words(drift)));
        }
    }

    private static String words(List<ProviderParity.Drift> drift) {
        return drift.isEmpty()
                ? "they are the same on all nodes"
                : drift.stream()
                        .map(each -> each.provider() + " (" + each.subject() + ")")
                        .limit(5)
                        .collect(Collectors.joining(", "));
    }

    /** All nodes as they are known now; what this one has is looked at anew. */
    Parity compare() {
        return compare(survey.look());
    }

    private Parity compare(SeenProviders own) {
        SortedMap<Pnn, SeenProviders> seen = new TreeMap<>();
        String silence = "";
        switch (shared.records().providers()) {
            case SharedHistory.Sheets.Told(SortedMap<Pnn, String> sheets) ->
                    sheets.forEach((pnn, sheet) -> read(pnn, sheet, seen));
            case SharedHistory.Sheets.Unreadable(String why) -> silence = why;
        }
        seen.put(self, own);
        return new Parity(seen, silence);
    }

    /** What another node of another version wrote may not be understood; it is silent then. */
    private void read(Pnn pnn, String sheet, SortedMap<Pnn, SeenProviders> seen) {
        try {
            seen.put(pnn, mapper.readValue(sheet, SeenProviders.class));
        } catch (JsonProcessingException | IllegalArgumentException other) {
            LOG.debug("providers_not_understood pnn={}", pnn);
        }
    }

    private String text(SeenProviders seen) {
        SeenProviders shown = seen;
        while (true) {
            String text = write(shown);
            if (text.length() <= StampedRecord.MOST_CHARS || shown.providers().isEmpty()) {
                return text;
            }
            shown =
                    new SeenProviders(
                            shown.providers().subList(0, shown.providers().size() - 1), true);
        }
    }

    private String write(SeenProviders seen) {
        try {
            return mapper.writeValueAsString(seen);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("providers cannot be written", broken);
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
