package dev.baton.agent.cli;

import dev.baton.orchestrator.exchange.RunRecord;
import dev.baton.orchestrator.takeover.Planner;

import java.util.ArrayList;
import java.util.List;

/** What {@code run replay} answers: the plan made once more, and whether it is the stored one. */
final class ReplayPage {

    private ReplayPage() {}

    static Page of(StoredRuns.Found found) {
        RunRecord run = found.stored().run();
        List<String> stored = run.plan().text().lines().toList();
        List<String> now = Planner.plan(run.input()).text().lines().toList();
        List<String> differences = LineDifferences.of(stored, now);
        boolean same = stored.equals(now);
        List<String> text = new ArrayList<>();
        text.add("run " + run.run() + ", " + found.file());
        now.forEach(line -> text.add("  " + line));
        text.add(
                same
                        ? "same plan as stored"
                        : "another plan than stored by "
                                + found.stored().writtenBy()
                                + " (-: stored, +: now):");
        differences.forEach(line -> text.add("  " + line));
        return new Page(
                same ? Exit.DONE : Exit.ANSWER_IS_NO,
                "RunReplay",
                Json.object(
                        "id",
                        run.run().toString(),
                        "file",
                        found.file().toString(),
                        "written_by",
                        found.stored().writtenBy(),
                        "same",
                        same,
                        "plan",
                        now,
                        "differences",
                        differences),
                ShownText.lines(text),
                List.of(same ? "same" : "different"));
    }
}
