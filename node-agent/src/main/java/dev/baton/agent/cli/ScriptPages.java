package dev.baton.agent.cli;

import dev.baton.events.process.ScriptFiles;
import dev.baton.events.process.ScriptFiles.Change;
import dev.baton.events.process.ScriptFiles.Listed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code script list}, {@code enable} and {@code disable} answer. */
final class ScriptPages {

    private ScriptPages() {}

    static Page list(ScriptFiles files, String component) {
        if (!files.knows(component)) {
            throw Complaint.notFound(
                    "no component %s: expected a directory %s"
                            .formatted(component, files.events().resolve(component)));
        }
        ScriptFiles.Listing listing = files.list(component);
        Table table = new Table("SCRIPT", "STATE", "FROM");
        List<Object> json = new ArrayList<>();
        List<String> names = new ArrayList<>();
        listing.delivered().forEach(one -> add(table, json, names, one, "delivered"));
        listing.local().forEach(one -> add(table, json, names, one, "local"));
        return new Page(
                Exit.DONE,
                "ScriptList",
                Json.object("component", component, "scripts", json),
                names.isEmpty() ? List.of("no scripts in " + component) : table.lines(),
                names);
    }

    private static void add(
            Table table, List<Object> json, List<String> names, Listed script, String from) {
        table.row(script.name(), script.enabled() ? "enabled" : "disabled", from);
        json.add(
                Json.object(
                        "script",
                        script.name(),
                        "enabled",
                        script.enabled(),
                        "delivered",
                        from.equals("delivered")));
        names.add(script.name());
    }

    static Page enable(ScriptFiles files, String component, String script) {
        Change change = files.enable(component, script);
        return changed(change, component, script, "enabled");
    }

    static Page disable(ScriptFiles files, String component, String script) {
        Change change = files.disable(component, script);
        return changed(change, component, script, "disabled");
    }

    private static Page changed(Change change, String component, String script, String state) {
        String name = "script " + script + " of " + component;
        return switch (change) {
            case Change.Done() -> {
                Map<String, Object> json =
                        Json.object("component", component, "script", script, "state", state);
                String sentence = name + " is " + state + " from the next event on";
                yield Page.sentence("ScriptChange", json, sentence);
            }
            case Change.Missing() ->
                    throw Complaint.notFound(
                            name
                                    + " does not exist; see: baton script list --component "
                                    + component);
            case Change.Invalid() ->
                    throw Complaint.usage(
                            "%s: expected the name of a script such as 50.samba, a file or a link"
                                    .formatted(name));
            case Change.Failed(String why) -> throw new Complaint(Exit.PARTLY_DONE, why);
        };
    }
}
