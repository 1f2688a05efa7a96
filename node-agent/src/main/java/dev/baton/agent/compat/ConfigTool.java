package dev.baton.agent.compat;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.control.Commands.Invocation;
import dev.baton.agent.control.Program;
import dev.baton.config.ClusterSettings;
import dev.baton.config.ConfigProblem;
import dev.baton.config.CtdbOptions;
import dev.baton.config.Layout;
import dev.baton.config.Loaded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code ctdb-config}: reads the files at each call, so that it says what a restart would find.
 * Thread: any. Source: CTDB command contract, section 6.4.
 */
public final class ConfigTool implements Program {

    private static final int NO_ENTRY = 2;
    private static final int INVALID = 22;
    private static final String CTDB_BASE = "CTDB_BASE";
    private static final String USAGE =
            """
            Usage: ctdb-config COMMAND [ARGUMENT...]
              dump               all options; a # stands before what no file sets
              get SECTION KEY    the value of one option
              validate           whether the files are acceptable
            """;

    private final Layout own;
    private final Map<String, String> environment;
    private final Function<Map<String, String>, Loaded> loader;

    /**
     * A tool over the files of this node.
     *
     * @param own without what an environment changes
     * @param environment of this process; that of a call goes before it
     * @param loader reads all settings as an agent with this environment would
     */
    public ConfigTool(
            Layout own,
            Map<String, String> environment,
            Function<Map<String, String>, Loaded> loader) {
        this.own = own;
        this.environment = Map.copyOf(environment);
        this.loader = loader;
    }

    @Override
    public Answer run(Invocation call) {
        List<String> words = withoutDebugLevel(call.arguments());
        Map<String, String> variables = variables(call.environment());
        String command = words.isEmpty() ? "" : words.getFirst();
        List<String> arguments = words.isEmpty() ? words : words.subList(1, words.size());
        return switch (command) {
            case "get" -> arguments.size() == 2 ? get(variables, arguments) : usage(INVALID);
            case "dump" -> arguments.isEmpty() ? dump(variables) : usage(INVALID);
            case "validate" -> arguments.isEmpty() ? validate(variables) : usage(INVALID);
            case "--help", "-h", "-?" -> usage(0);
            default -> usage(ToolFailure.GENERIC);
        };
    }

    private static Answer usage(int exitCode) {
        return new Answer(exitCode, USAGE, "");
    }

    /** The level says how much CTDB's own tool logs; this one logs nothing. */
    private static List<String> withoutDebugLevel(List<String> words) {
        List<String> rest = new ArrayList<>(words);
        int at = Stream.of("-d", "--debug").mapToInt(rest::indexOf).max().orElse(-1);
        if (at >= 0 && at + 1 < rest.size()) {
            rest.subList(at, at + 2).clear();
        }
        rest.removeIf(word -> word.startsWith("--debug="));
        return rest;
    }

    /** A script's CTDB_BASE that is only this node's own directory changes nothing. */
    private Map<String, String> variables(Map<String, String> ofCall) {
        String asked = ofCall.getOrDefault(CTDB_BASE, "");
        Path here = own.withEnvironment(environment).etc();
        return asked.isEmpty() || Path.of(asked).equals(here) ? environment : ofCall;
    }

    private CtdbOptions options(Map<String, String> variables) {
        boolean ctdbBase = !variables.getOrDefault(CTDB_BASE, "").isEmpty();
        return CtdbOptions.read(own.withEnvironment(variables), ctdbBase);
    }

    /** Scripts that look after databases mean those of a ctdbd beside. */
    private CtdbOptions ofDatabases(Map<String, String> variables) {
        return loader.apply(variables)
                .settings()
                .flatMap(ClusterSettings::databases)
                .map(daemon -> CtdbOptions.read(daemon.layout(), true))
                .orElseGet(() -> options(variables));
    }

    private Answer get(Map<String, String> variables, List<String> names) {
        CtdbOptions options =
                names.get(0).equals("database") ? ofDatabases(variables) : options(variables);
        Optional<String> value = options.value(names.get(0), names.get(1));
        if (!options.wrongValues().isEmpty()) {
            return refused(options.wrongValues());
        }
        return value.map(text -> ToolCall.print(text + "\n"))
                .orElseGet(
                        () ->
                                ToolFailure.of(
                                                NO_ENTRY,
                                                "Configuration option [%s] -> \"%s\" not defined"
                                                        .formatted(names.get(0), names.get(1)))
                                        .answer());
    }

    private Answer dump(Map<String, String> variables) {
        CtdbOptions options = options(variables);
        return options.wrongValues().isEmpty()
                ? ToolCall.print(options.dump())
                : refused(options.wrongValues());
    }

    private Answer validate(Map<String, String> variables) {
        CtdbOptions options = options(variables);
        if (options.files().isEmpty()) {
            return ToolFailure.of(NO_ENTRY, "ctdb-config: there is no " + options.file()).answer();
        }
        List<String> files = options.files().stream().map(Path::toString).toList();
        List<ConfigProblem> errors =
                Stream.concat(
                                options.errors().stream(),
                                loader.apply(variables).problems().stream()
                                        .filter(ConfigProblem::isError)
                                        .filter(problem -> files.contains(problem.file())))
                        .sorted()
                        .distinct()
                        .toList();
        return errors.isEmpty() ? ToolCall.done() : refused(errors);
    }

    private static Answer refused(List<ConfigProblem> problems) {
        return ToolFailure.of(
                        INVALID,
                        problems.stream()
                                .map(problem -> "ctdb-config: " + problem)
                                .collect(Collectors.joining("\n")))
                .answer();
    }
}
