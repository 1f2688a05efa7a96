package dev.baton.agent.callout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.baton.agent.records.SharedHistory;
import dev.baton.config.Pnn;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells the other nodes which jobs and volumes this one has, and reads what they told.
 *
 * <p>Looks every {@link #ROUND}; says something only when something has changed. Bounds: all open
 * jobs, the newest {@value #MOST_JOBS} jobs and {@value #MOST_VOLUMES} volumes, fewer where they
 * have more than {@value #MOST_CHARACTERS} characters. Thread: one of its own; reading on any.
 */
final class StorageNews implements AutoCloseable {

    static final Duration ROUND = Duration.ofSeconds(1);
    static final int MOST_JOBS = 200;
    private static final int MOST_VOLUMES = 1000;
    private static final int MOST_CHARACTERS = 400_000;
    private static final Logger LOG = LoggerFactory.getLogger("baton.storage");

    private final Ledger ledger;
    private final VolumeBook book;
    private final SharedProviders shared;
    private final JsonMapper mapper = StoredText.mapper();
    private final CountDownLatch closing = new CountDownLatch(1);
    private long toldVersion = -1;

    StorageNews(Ledger ledger, VolumeBook book, SharedProviders shared) {
        this.ledger = ledger;
        this.book = book;
        this.shared = shared;
    }

    void start() {
        Thread.ofVirtual().name("storage-news").start(this::watch);
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

    /** Tells what there is, if it may be something else than last time. */
    void round() {
        long version = ledger.version();
        if (version != toldVersion) {
            toldVersion = version;
            shared.storage().accept(text());
        }
    }

    private String text() {
        List<SeenStorage.Job> jobs = newest(MOST_JOBS);
        List<SeenStorage.Volume> volumes = volumes();
        boolean cut = ledger.jobs().size() > jobs.size() || book.all().size() > volumes.size();
        while (true) {
            String text = write(new SeenStorage(jobs, volumes, cut));
            if (text.length() <= MOST_CHARACTERS || (jobs.isEmpty() && volumes.isEmpty())) {
                return text;
            }
            jobs = jobs.subList((jobs.size() + 1) / 2, jobs.size());
            volumes = volumes.subList(0, volumes.size() / 2);
            cut = true;
        }
    }

    private List<SeenStorage.Job> newest(int most) {
        List<JobRecord> all = ledger.jobs();
        int first = Math.max(0, all.size() - most);
        List<JobRecord> shown = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (i >= first || !all.get(i).state().isOver()) {
                shown.add(all.get(i));
            }
        }
        return shown.stream().map(SeenStorage.Job::of).toList();
    }

    private List<SeenStorage.Volume> volumes() {
        return book.all().stream().limit(MOST_VOLUMES).map(SeenStorage.Volume::of).toList();
    }

    private String write(SeenStorage seen) {
        try {
            return mapper.writeValueAsString(seen);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("jobs cannot be written", broken);
        }
    }

    /** What the other nodes told, those that are down included. Waits for at most 500 ms. */
    static StorageAccess.Elsewhere elsewhere(Pnn self, SharedHistory records) {
        SortedMap<Pnn, SeenStorage> seen = new TreeMap<>();
        String silence = "";
        switch (records.storage()) {
            case SharedHistory.Sheets.Told(SortedMap<Pnn, String> sheets) ->
                    sheets.forEach((pnn, sheet) -> read(pnn, sheet, seen));
            case SharedHistory.Sheets.Unreadable(String why) -> silence = why;
        }
        seen.remove(self);
        return new StorageAccess.Elsewhere(seen, silence);
    }

    /** What another node of another version wrote may not be understood; it is silent then. */
    private static void read(Pnn pnn, String sheet, SortedMap<Pnn, SeenStorage> seen) {
        try {
            seen.put(pnn, StoredText.mapper().readValue(sheet, SeenStorage.class));
        } catch (JsonProcessingException | IllegalArgumentException other) {
            LOG.debug("storage_not_understood pnn={}", pnn);
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
