package dev.baton.agent.callout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.events.callout.Outcome;
import dev.baton.events.contract.ganeti.Action;
import dev.baton.events.contract.ganeti.Parameter;
import dev.baton.events.contract.ganeti.Provider;
import dev.baton.events.contract.ganeti.Words;
import dev.baton.events.process.ProgramFile;
import dev.baton.events.process.ScriptTrust;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The Ganeti ExtStorage providers of this node, as the search path has them at the moment of
 * asking.
 *
 * <p>Source: storage call-outs contract, sections 3.1 and 3.2.
 *
 * @param path searched in this order
 */
record ProviderDirectories(List<Path> path, ScriptTrust trust) {

    private static final String PARAMETERS = "parameters.list";
    private static final int MOST_BYTES = 1 << 20;

    ProviderDirectories {
        path = List.copyOf(path);
    }

    /** Every directory of the search path that could be a provider, by name, then by path. */
    List<Provider> all() {
        TreeMap<String, List<Provider>> found = new TreeMap<>();
        for (Path directory : path) {
            for (Path each : entries(directory)) {
                String name = String.valueOf(each.getFileName());
                found.computeIfAbsent(name, _ -> new ArrayList<>()).add(looked(name, each));
            }
        }
        return found.values().stream().flatMap(List::stream).toList();
    }

    /** The first directory of that name, complete or not. */
    Optional<Provider> find(String name) {
        return Words.provider(name).isPresent()
                ? Optional.empty()
                : path.stream()
                        .map(directory -> directory.resolve(name))
                        .filter(Files::isDirectory)
                        .findFirst()
                        .map(directory -> looked(name, directory));
    }

    private static List<Path> entries(Path directory) {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path each : entries) {
                boolean hidden = String.valueOf(each.getFileName()).startsWith(".");
                if (!hidden && Files.isDirectory(each)) {
                    all.add(each);
                }
            }
        } catch (IOException | DirectoryIteratorException missing) {
            // a directory of the search path need not be there
            return List.of();
        }
        all.sort(null);
        return all;
    }

    private Provider looked(String name, Path directory) {
        List<String> problems = new ArrayList<>();
        Words.provider(name).ifPresent(problems::add);
        TreeSet<Action> usable = new TreeSet<>();
        for (Action action : Action.values()) {
            Path script = directory.resolve(action.word());
            Optional<Outcome> objection = ProgramFile.objection(script, trust);
            if (objection.isEmpty()) {
                usable.add(action);
            } else if (action.isRequired() || Files.exists(script)) {
                problems.add("script %s %s".formatted(action.word(), objection.get().sentence()));
            }
        }
        return new Provider(name, directory, usable, parameters(directory, problems), problems);
    }

    private static List<Parameter> parameters(Path directory, List<String> problems) {
        Path file = directory.resolve(PARAMETERS);
        if (!Files.isRegularFile(file)) {
            problems.add("there is no file %s; it may be empty".formatted(file));
            return List.of();
        }
        try (var in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MOST_BYTES), UTF_8);
            return Parameter.read(text.lines().toList());
        } catch (IOException unreadable) {
            problems.add("cannot read %s: %s".formatted(file, unreadable.getMessage()));
            return List.of();
        }
    }
}
