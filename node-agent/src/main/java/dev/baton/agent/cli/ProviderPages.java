package dev.baton.agent.cli;

import dev.baton.agent.callout.Parity;
import dev.baton.config.Pnn;
import dev.baton.events.contract.ganeti.Action;
import dev.baton.events.contract.ganeti.ClusterProvider;
import dev.baton.events.contract.ganeti.Parameter;
import dev.baton.events.contract.ganeti.Provider;
import dev.baton.events.contract.ganeti.ProviderParity.Drift;
import dev.baton.events.contract.ganeti.SeenProvider;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What {@code provider} answers. Source: storage call-outs contract, section 3.1, "diagnose". */
final class ProviderPages {

    private ProviderPages() {}

    static Page list(CliContext context) {
        List<Provider> all = context.storage().providers();
        Table table = new Table("PROVIDER", "STATE", "SCRIPTS", "PATH");
        List<Provider> deciding = deciding(all);
        for (Provider each : all) {
            table.row(
                    ShownText.of(each.name()),
                    state(each, deciding),
                    Integer.toString(each.scripts().size()),
                    ShownText.of(each.directory().toString()));
        }
        return new Page(
                Exit.DONE,
                "ProviderList",
                Json.object("providers", all.stream().map(each -> json(each, deciding)).toList()),
                all.isEmpty() ? none(context) : table.lines(),
                deciding.stream().map(each -> ShownText.of(each.name())).toList());
    }

    private static List<String> none(CliContext context) {
        return List.of("no providers in " + context.settings().storage().providers());
    }

    /** The first of each name; the search does not go on behind it. */
    private static List<Provider> deciding(List<Provider> all) {
        TreeSet<String> seen = new TreeSet<>();
        return all.stream().filter(each -> seen.add(each.name())).toList();
    }

    private static String state(Provider provider, List<Provider> deciding) {
        if (!deciding.contains(provider)) {
            return "hidden";
        }
        return provider.isValid() ? "valid" : "not valid";
    }

    static Page diagnose(CliContext context, String name) {
        List<Provider> known = context.storage().providers();
        Parity parity = context.storage().parity();
        List<Provider> all =
                known.stream().filter(each -> name.isEmpty() || each.name().equals(name)).toList();
        List<ClusterProvider> cluster =
                ClusterProvider.all(parity.seen()).stream()
                        .filter(each -> name.isEmpty() || each.name().equals(name))
                        .toList();
        if (all.isEmpty() && cluster.isEmpty() && !name.isEmpty()) {
            throw Complaint.notFound(
                    "there is no provider \"%s\" in %s; see: baton provider list"
                            .formatted(
                                    ShownText.of(name), context.settings().storage().providers()));
        }
        List<Provider> deciding = deciding(known);
        List<String> text = new ArrayList<>();
        all.forEach(each -> text.addAll(text(each, deciding)));
        if (context.settings().nodes().addresses().size() > 1) {
            cluster.forEach(each -> text.add(sentence(context, each)));
        }
        boolean valid =
                all.stream().filter(deciding::contains).allMatch(Provider::isValid)
                        && cluster.stream().allMatch(ClusterProvider::isValid);
        return new Page(
                valid ? Exit.DONE : Exit.ANSWER_IS_NO,
                "ProviderDiagnosis",
                Json.object(
                        "node",
                        context.settings().name().toString(),
                        "providers",
                        all.stream().map(each -> json(each, deciding)).toList(),
                        "cluster",
                        cluster.stream().map(each -> json(context, each)).toList(),
                        "silent",
                        silent(context, parity)),
                text.isEmpty() ? none(context) : text,
                cluster.stream().map(each -> ShownText.of(each.name())).toList(),
                unheard(context, parity));
    }

    /** What the cluster has of a provider, on one line. */
    private static String sentence(CliContext context, ClusterProvider provider) {
        List<String> wrong = new ArrayList<>();
        provider.nodes()
                .forEach(
                        (node, problem) -> {
                            if (!problem.isEmpty()) {
                                wrong.add(name(context, node) + ": " + ShownText.of(problem));
                            }
                        });
        return "%s in the cluster: %s; parameters everywhere: %s"
                .formatted(
                        ShownText.of(provider.name()),
                        wrong.isEmpty() ? "valid" : "not valid, " + String.join("; ", wrong),
                        provider.parameters().isEmpty()
                                ? "none"
                                : ShownText.of(String.join(" ", provider.parameters())));
    }

    private static Map<String, Object> json(CliContext context, ClusterProvider provider) {
        Map<String, Object> nodes = new LinkedHashMap<>();
        provider.nodes().forEach((node, problem) -> nodes.put(name(context, node), problem));
        return Json.object(
                "name",
                provider.name(),
                "valid",
                provider.isValid(),
                "problems",
                nodes,
                "parameters",
                List.copyOf(provider.parameters()));
    }

    private static List<String> text(Provider provider, List<Provider> deciding) {
        List<String> text = new ArrayList<>();
        text.add(
                "%s: %s, %s"
                        .formatted(
                                ShownText.of(provider.name()),
                                state(provider, deciding),
                                ShownText.of(provider.directory().toString())));
        text.add("  scripts: " + String.join(" ", words(provider)));
        provider.parameters()
                .forEach(
                        each ->
                                text.add(
                                        "  parameter %s: %s"
                                                .formatted(
                                                        ShownText.of(each.name()),
                                                        ShownText.of(each.description()))));
        provider.problems().forEach(each -> text.add("  problem: " + ShownText.of(each)));
        return text;
    }

    private static List<String> words(Provider provider) {
        return provider.scripts().stream().map(Action::word).toList();
    }

    private static Map<String, Object> json(Provider provider, List<Provider> deciding) {
        return Json.object(
                "name", provider.name(),
                "path", provider.directory().toString(),
                "state", state(provider, deciding),
                "scripts", words(provider),
                "parameters", provider.parameters().stream().map(Parameter::name).toList(),
                "problems", provider.problems());
    }

    static Page diff(CliContext context, String name) {
        Parity parity = context.storage().parity();
        List<Drift> drift =
                parity.drift().stream()
                        .filter(each -> name.isEmpty() || each.provider().equals(name))
                        .toList();
        Table table = new Table("PROVIDER", "WHAT", "NODE", "SEEN");
        for (Drift each : drift) {
            each.seen()
                    .forEach(
                            (node, seen) ->
                                    table.row(
                                            ShownText.of(each.provider()),
                                            ShownText.of(each.subject()),
                                            name(context, node),
                                            ShownText.of(seen)));
        }
        List<String> silent = silent(context, parity);
        return new Page(
                drift.isEmpty() && silent.isEmpty() ? Exit.DONE : Exit.ANSWER_IS_NO,
                "ProviderDiff",
                Json.object(
                        "drift",
                        drift.stream().map(each -> json(context, each)).toList(),
                        "silent",
                        silent,
                        "nodes",
                        nodes(context, parity, name)),
                drift.isEmpty() ? List.of(same(context, parity)) : table.lines(),
                drift.stream().map(each -> ShownText.of(each.provider())).distinct().toList(),
                unheard(context, parity));
    }

    /** A warning where a node has told nothing. */
    private static List<String> unheard(CliContext context, Parity parity) {
        List<String> silent = silent(context, parity);
        return silent.isEmpty()
                ? List.of()
                : List.of(
                        "nothing is known of the providers of %s%s"
                                .formatted(
                                        String.join(", ", silent),
                                        parity.silence().isEmpty() ? "" : ": " + parity.silence()));
    }

    private static String same(CliContext context, Parity parity) {
        long count =
                parity.seen().values().stream()
                        .flatMap(each -> each.providers().stream())
                        .map(SeenProvider::name)
                        .distinct()
                        .count();
        return "%d providers, no differences on %s"
                .formatted(
                        count,
                        parity.seen().keySet().stream()
                                .map(node -> name(context, node))
                                .collect(Collectors.joining(", ")));
    }

    /** Nodes that have told nothing. */
    private static List<String> silent(CliContext context, Parity parity) {
        return context.settings().nodes().addresses().keySet().stream()
                .filter(node -> !parity.seen().containsKey(node))
                .map(node -> name(context, node))
                .toList();
    }

    private static String name(CliContext context, Pnn node) {
        return Picture.of(context).name(node);
    }

    private static Map<String, Object> json(CliContext context, Drift drift) {
        Map<String, Object> seen = new LinkedHashMap<>();
        drift.seen().forEach((node, words) -> seen.put(name(context, node), words));
        return Json.object("provider", drift.provider(), "subject", drift.subject(), "seen", seen);
    }

    private static Map<String, Object> nodes(CliContext context, Parity parity, String name) {
        Map<String, Object> nodes = new LinkedHashMap<>();
        parity.seen()
                .forEach(
                        (node, seen) ->
                                nodes.put(
                                        name(context, node),
                                        seen.providers().stream()
                                                .filter(
                                                        each ->
                                                                name.isEmpty()
                                                                        || each.name().equals(name))
                                                .map(ProviderPages::json)
                                                .toList()));
        return nodes;
    }

    private static Map<String, Object> json(SeenProvider provider) {
        return Json.object(
                "name", provider.name(),
                "path", provider.directory(),
                "valid", provider.isValid(),
                "problem", provider.problem(),
                "files",
                        provider.files().stream()
                                .map(
                                        file ->
                                                Json.object(
                                                        "path", file.path(),
                                                        "sha256", file.hash(),
                                                        "mode", file.mode(),
                                                        "owner", file.owner()))
                                .toList());
    }
}
