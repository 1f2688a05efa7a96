package dev.baton.agent.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One command of the tree: its words, its arguments, and how a parsed line becomes an action.
 *
 * <p>Built by hand and not by annotations, because the tree is then data, and reading it needs no
 * reflection.
 */
final class Leaf {

    private final CommandSpec spec;

    private Leaf(CommandSpec spec) {
        this.spec = spec;
    }

    /** A command that answers. */
    static Leaf reading(String name, String description, String example) {
        Leaf leaf = new Leaf(described(name, description, example));
        leaf.exitCodes(
                Map.of(
                        "0", "done, and the answer is good",
                        "1", "done, and the answer is no",
                        "2", "wrong usage",
                        "4", "no such object",
                        "5", "no agent answers",
                        "6", "not permitted",
                        "70", "a bug of ours"));
        leaf.outputOptions();
        return leaf;
    }

    /** A command that changes something and waits for the effect. */
    static Leaf changing(String name, String description, String example) {
        Leaf leaf = new Leaf(described(name, description, example));
        leaf.exitCodes(
                Map.of(
                        "0", "done",
                        "2", "wrong usage",
                        "3", "refused, nothing changed",
                        "4", "no such object",
                        "5", "no agent answers",
                        "6", "not permitted",
                        "7", "not seen within --wait; the work goes on",
                        "8", "failed, or done in part",
                        "70", "a bug of ours"));
        leaf.outputOptions();
        leaf.option("--wait", "SPAN", "Wait so long for the effect (default 30s).");
        leaf.flag("--no-wait", "Return once the change is accepted.");
        return leaf;
    }

    /** A command that asks no agent. */
    static Leaf offline(
            String name, String description, String example, Map<String, String> exitCodes) {
        Leaf leaf = new Leaf(described(name, description, example));
        leaf.exitCodes(exitCodes);
        leaf.outputOptions();
        return leaf;
    }

    static CommandSpec described(String name, String description, String example) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(new Doing()).name(name);
        spec.usageMessage()
                .description(description)
                .abbreviateSynopsis(true)
                .footerHeading("%nExample:%n")
                .footer("  " + example);
        spec.addOption(
                OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        return spec;
    }

    Leaf option(String name, String label, String description) {
        spec.addOption(
                OptionSpec.builder(name)
                        .arity("1")
                        .type(String.class)
                        .paramLabel(label)
                        .description(description)
                        .build());
        return this;
    }

    /** An option that may be given more than once. */
    Leaf options(String name, String label, String description) {
        spec.addOption(
                OptionSpec.builder(name)
                        .arity("1")
                        .type(String[].class)
                        .paramLabel(label)
                        .description(description)
                        .build());
        return this;
    }

    Leaf flag(String name, String description) {
        return flag(new String[] {name}, description);
    }

    private Leaf flag(String[] names, String description) {
        spec.addOption(
                OptionSpec.builder(names)
                        .arity("0")
                        .type(boolean.class)
                        .description(description)
                        .build());
        return this;
    }

    Leaf parameter(String label, String arity, String description) {
        int index = spec.positionalParameters().size();
        spec.addPositional(
                PositionalParamSpec.builder()
                        .index(index + (arity.endsWith("*") ? "..*" : ""))
                        .arity(arity)
                        .required(!arity.startsWith("0"))
                        .type(arity.endsWith("*") ? String[].class : String.class)
                        .paramLabel(label)
                        .description(description)
                        .build());
        return this;
    }

    CommandSpec doing(Function<ParseResult, Action> action) {
        ((Doing) spec.userObject()).action = Optional.of(action);
        return spec;
    }

    /** What picocli carries for us; a noun has no action. */
    static final class Doing {
        private Optional<Function<ParseResult, Action>> action = Optional.empty();

        Optional<Action> read(ParseResult line) {
            return action.map(reading -> reading.apply(line));
        }
    }

    private void outputOptions() {
        spec.addOption(
                OptionSpec.builder("-o", "--output")
                        .arity("1")
                        .type(String.class)
                        .paramLabel("FORM")
                        .description("table, wide, json or name (default table).")
                        .build());
        flag(new String[] {"-q", "--quiet"}, "Print nothing but errors.");
        flag(new String[] {"-v", "--verbose"}, "Say which agent answered, and how fast.");
    }

    private void exitCodes(Map<String, String> meanings) {
        Map<String, String> ordered = new LinkedHashMap<>();
        meanings.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparingInt(Integer::parseInt)))
                .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(ordered);
    }
}
