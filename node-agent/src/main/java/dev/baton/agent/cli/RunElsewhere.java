package dev.baton.agent.cli;

import dev.baton.agent.runs.RunFolder;
import dev.baton.config.Pnn;

import java.util.ArrayList;
import java.util.List;

/** {@code run show} as an agent answers it: of its own files, or of the node that led the run. */
final class RunElsewhere {

    private RunElsewhere() {}

    static Page show(CliContext context, String run, String named) {
        Picture picture = Picture.of(context);
        Pnn self = picture.view().self().node();
        Pnn node = named.isEmpty() ? self : ObjectNames.node(picture, named);
        if (node.equals(self)) {
            RunFolder folder = new RunFolder(context.settings().layout().runs());
            return StoredRunPage.show(new StoredRuns(folder).stored(run));
        }
        List<String> words = new ArrayList<>(Elsewhere.RUN_SHOW);
        words.add(run);
        if (RunFolder.id(run).isEmpty()) {
            throw Complaint.usage(
                    "--node expects the id of a run such as 1763.2, got \""
                            + ShownText.of(run)
                            + "\"; see: baton run list");
        }
        Page told = Elsewhere.ask(context, picture.name(node), node, words);
        List<String> text = new ArrayList<>();
        told.json().forEach((name, value) -> text.add(name + ": " + value));
        return new Page(
                told.exitCode(), told.kind(), told.json(), ShownText.lines(text), List.of(run));
    }
}
