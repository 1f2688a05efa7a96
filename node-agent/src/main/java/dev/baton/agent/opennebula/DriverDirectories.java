package dev.baton.agent.opennebula;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.baton.agent.callout.Refusal;
import dev.baton.config.DriverOptions;
import dev.baton.events.callout.Account;
import dev.baton.events.callout.Outcome;
import dev.baton.events.contract.opennebula.Dialect;
import dev.baton.events.contract.opennebula.DialectSigns;
import dev.baton.events.contract.opennebula.Driver;
import dev.baton.events.contract.opennebula.DriverKind;
import dev.baton.events.contract.opennebula.DriverLayout;
import dev.baton.events.process.ProgramFile;
import dev.baton.events.process.ScriptTrust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The drivers of this node, as their directories have them at the moment of asking.
 *
 * <p>Bounds: {@value #MOST_FILES} files of one, {@value #MOST_BYTES} bytes of each are looked at.
 * Source: storage call-outs contract, sections 1 (rule 5), 4.1 and 4.9.
 */
record DriverDirectories(DriverLayout layout, DriverOptions options, ScriptTrust trust) {

    private static final int MOST_FILES = 256;
    private static final int MOST_BYTES = 1 << 20;

    /** Others are parts that scripts source, or leftovers of editors. */
    private static final Pattern ACTION = Pattern.compile("[a-z][a-z_]*(\\.[A-Za-z0-9_-]+)?");

    private static final Pattern SOURCED = Pattern.compile(".*\\.(sh|rb|py|conf|md|txt)");

    /** A driver that can be called. */
    Driver usable(DriverKind kind, String name, Optional<Account> user) throws Refusal {
        FoundDriver found = look(kind, name, user);
        if (found.actions().isEmpty()) {
            throw new Refusal(
                    Files.isDirectory(found.directory())
                            ? Refusal.Kind.REFUSED
                            : Refusal.Kind.NOT_FOUND,
                    "driver %s cannot be used: %s"
                            .formatted(found.word(), String.join("; ", found.problems())));
        }
        Dialect dialect =
                found.dialect()
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                Refusal.Kind.REFUSED,
                                                String.join("; ", found.problems())));
        return new Driver(kind, name, found.directory(), found.actions(), dialect, found.tied());
    }

    /** What there is of it, usable or not. */
    FoundDriver look(DriverKind kind, String name, Optional<Account> user) {
        Path directory = layout.driver(kind, name);
        List<String> problems = new ArrayList<>();
        TreeSet<String> actions = new TreeSet<>();
        SortedMap<String, String> texts = new TreeMap<>();
        ScriptTrust trusted = user.map(trust::of).orElse(trust);
        for (Path file : files(directory, problems)) {
            String action = String.valueOf(file.getFileName());
            texts.put(action, text(file));
            if (ACTION.matcher(action).matches() && !SOURCED.matcher(action).matches()) {
                Optional<Outcome> objection = ProgramFile.objection(file, trusted);
                if (objection.isEmpty()) {
                    actions.add(action);
                } else {
                    problems.add("script %s %s".formatted(action, objection.get().sentence()));
                }
            }
        }
        Optional<Dialect> dialect = dialect(kind, name, texts);
        if (dialect.isEmpty() && !actions.isEmpty()) {
            problems.add(
                    "driver %1$s/%2$s does not show in which dialect it is called; say it with:"
                                    .formatted(kind.word(), name)
                            + " [opennebula] dialects = %s/%s=6.8".formatted(kind.word(), name));
        }
        boolean tied = texts.values().stream().anyMatch(each -> each.contains(Driver.TIED));
        return new FoundDriver(kind, name, directory, actions, dialect, tied, problems);
    }

    private static List<Path> files(Path directory, List<String> problems) {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path each : entries) {
                if (Files.isRegularFile(each) && all.size() < MOST_FILES) {
                    all.add(each);
                }
            }
        } catch (IOException missing) {
            problems.add(
                    Files.exists(directory)
                            ? "cannot read %s: %s".formatted(directory, missing)
                            : "there is no directory %s; install the driver there, or set [opennebula]"
                                            .formatted(directory)
                                    + " one location");
            return List.of();
        }
        if (all.isEmpty()) {
            problems.add("there are no scripts in " + directory);
        }
        all.sort(null);
        return all;
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), ISO_8859_1);
        } catch (IOException unreadable) {
            // without its text it is no sign of a dialect; whether it can be run is judged apart
            return "";
        }
    }

    private Optional<Dialect> dialect(
            DriverKind kind, String name, SortedMap<String, String> texts) {
        return Optional.ofNullable(options.dialects().get(kind.word() + "/" + name))
                .or(options::dialect)
                .flatMap(Dialect::of)
                .or(() -> kind == DriverKind.DATASTORE ? DialectSigns.of(texts) : Optional.empty());
    }
}
