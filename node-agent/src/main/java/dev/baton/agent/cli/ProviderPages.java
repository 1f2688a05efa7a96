package dev.baton.agent.cli;

import dev.baton.events.contract.ganeti.Action;
import dev.baton.events.contract.ganeti.Parameter;
import dev.baton.events.contract.ganeti.Provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

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
        List<Provider> all =
                known.stream().filter(each -> name.isEmpty() || each.name().equals(name)).toList();
        if (all.isEmpty() && !name.isEmpty()) {
            throw Complaint.notFound(
                    "there is no provider \"%s\" in %s; see: baton provider list"
                            .formatted(
                                    ShownText.of(name), context.settings().storage().providers()));
        }
        List<Provider> deciding = deciding(known);
        List<String> text = new ArrayList<>();
        all.forEach(each -> text.addAll(text(each, deciding)));
        boolean valid = all.stream().filter(deciding::contains).allMatch(Provider::isValid);
        return new Page(
                valid ? Exit.DONE : Exit.ANSWER_IS_NO,
                "ProviderDiagnosis",
                Json.object(
                        "node",
                        context.settings().name().toString(),
                        "providers",
                        all.stream().map(each -> json(each, deciding)).toList()),
                text.isEmpty() ? none(context) : text,
                all.stream().map(each -> ShownText.of(each.name())).toList());
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
}
