package dev.baton.agent.cli;

import dev.baton.agent.runs.RunFolder;
import dev.baton.agent.runs.RunReader;
import dev.baton.agent.runs.StoredRun;
import dev.baton.agent.saved.BadFile;
import dev.baton.orchestrator.cluster.RunId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds stored runs by what an operator calls them. */
final class StoredRuns {

    private static final String LATEST = "latest";
    private static final int NOT_PERMITTED = 6;

    /** A run and its file. */
    record Found(Path file, StoredRun stored) {}

    /** All that could be read, oldest first, and a sentence for each that could not. */
    record All(List<StoredRun> runs, List<String> problems) {
        All {
            runs = List.copyOf(runs);
            problems = List.copyOf(problems);
        }
    }

    private final RunFolder folder;

    StoredRuns(RunFolder folder) {
        this.folder = folder;
    }

    /** By id or as {@code latest}; never by file. */
    Found stored(String named) {
        Optional<RunId> id = RunFolder.id(named);
        if (id.isPresent() && !Files.exists(folder.file(id.get()))) {
            throw notStored(named);
        }
        if (!named.equals(LATEST) && id.isEmpty()) {
            throw Complaint.usage(
                    "expected the id of a run such as 1763.2, or latest, got \""
                            + ShownText.of(named)
                            + "\"; see: baton run list");
        }
        return find(named);
    }

    /** By id, as {@code latest}, or by file. */
    Found find(String named) {
        Path file = file(named);
        if (!Files.isReadable(file)) {
            throw new Complaint(NOT_PERMITTED, "not permitted to read " + file + ". Run as root.");
        }
        try {
            return new Found(file, RunReader.read(file));
        } catch (BadFile wrong) {
            throw Complaint.usage(wrong.sentence());
        }
    }

    All all() {
        List<StoredRun> runs = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (RunId id : ids()) {
            try {
                runs.add(RunReader.read(folder.file(id)));
            } catch (BadFile wrong) {
                problems.add(wrong.sentence());
            }
        }
        return new All(runs, problems);
    }

    private Path file(String named) {
        Path path = Path.of(named).toAbsolutePath().normalize();
        Optional<RunId> id = RunFolder.id(named);
        if (named.equals(LATEST)) {
            List<RunId> all = ids();
            if (all.isEmpty()) {
                throw Complaint.notFound("no run is stored in " + folder.path() + "; " + WHERE);
            }
            return folder.file(all.getLast());
        }
        if (id.isPresent() && Files.exists(folder.file(id.get()))) {
            return folder.file(id.get());
        }
        if (!Files.exists(path)) {
            throw id.isPresent()
                    ? notStored(named)
                    : Complaint.notFound(
                            "there is no file " + path + ", and \"" + named + "\" is no id");
        }
        return path;
    }

    private Complaint notStored(String named) {
        return Complaint.notFound(
                "run " + named + " is not stored in " + folder.path() + "; " + WHERE);
    }

    private static final String WHERE =
            "a run is stored on the node that led it, the newest "
                    + RunFolder.MOST
                    + " of each; see: baton run list";

    private List<RunId> ids() {
        try {
            return folder.ids();
        } catch (IOException unreadable) {
            throw new Complaint(
                    NOT_PERMITTED,
                    "cannot read the directory of runs: " + unreadable + ". Run as root.");
        }
    }
}
