package dev.baton.testcluster.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.baton.testcluster.netns.NetnsCluster;
import dev.baton.testcluster.operator.LocalDaemons.Typed;
import dev.baton.testcluster.operator.OperatorScript.Step;
import dev.baton.testcluster.operator.OperatorScript.Way;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * CTDB command contract, whole: the same lines typed against three nodes of Debian's ctdbd and
 * against three of Baton give the same, but for what the table of differences names. Standard
 * output and exit code are compared, of standard error whether there is any.
 */
@Tag("netns")
@Timeout(240)
@EnabledIf(
        value = "dev.baton.testcluster.netns.NetnsCluster#possible",
        disabledReason = "NO NAMESPACES HERE: the kernel or the user's rights forbid them")
@EnabledIfSystemProperty(
        named = "baton.long",
        matches = "true",
        disabledReason = "it takes a minute; run test-cluster/long packages")
class OperatorHabitsNetnsIT {

    private static final Path CTDBD = Path.of("/usr/sbin/ctdbd");
    private static final String HELPERS = "/usr/libexec/ctdb";
    private static final Path FUNCTIONS = Path.of("/etc/ctdb/functions");
    private static final Duration AWAIT_LIMIT = Duration.ofSeconds(60);
    private static final String CANCELLED = " got cancelled";
    private static final int MOST_CANCELLED = 50;
    private static final Typed UNSAID = new Typed(-1, "", "");
    private static final Path SAID = Path.of("target/operator");

    private final NetnsCluster namespaces = NetnsCluster.create(2);

    @AfterEach
    void close() {
        namespaces.close();
    }

    @Test
    void whatAnOperatorTypesGivesTheSameButForTheDifferencesOfTheTable() throws Exception {
        needCtdb();
        List<Step> script = OperatorScript.read();
        LocalDaemons ctdb =
                new LocalDaemons(
                        namespaces,
                        namespaces.nodeNamespace(0),
                        new LocalDaemons.Kind("ctdb", HELPERS, HELPERS));
        LocalDaemons baton =
                new LocalDaemons(namespaces, namespaces.nodeNamespace(1), BatonDaemons.kind());
        for (int node = 0; node < LocalDaemons.NODES; node++) {
            Files.createSymbolicLink(ctdb.base(node).resolve("functions"), FUNCTIONS);
        }

        Map<String, Typed> byCtdb;
        Map<String, Typed> byBaton;
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            Future<Map<String, Typed>> theirs = both.submit(() -> play(script, ctdb));
            Future<Map<String, Typed>> ours = both.submit(() -> play(script, baton));
            byCtdb = theirs.get();
            byBaton = ours.get();
        }

        SortedMap<String, String> found = new TreeMap<>();
        byCtdb.forEach(
                (name, typed) -> {
                    String what = difference(typed, byBaton.getOrDefault(name, UNSAID));
                    if (!what.isEmpty()) {
                        found.put(name, what);
                    }
                });
        compare(Differences.read().accepted(), found, byCtdb, byBaton);
    }

    /** Debian's package: as root it has to be there. */
    private static void needCtdb() {
        if (!Files.isExecutable(CTDBD) || !Files.exists(FUNCTIONS)) {
            String cure = CTDBD + " is missing: apt-get install --no-install-recommends ctdb";
            if (System.getProperty("user.name", "").equals("root")) {
                fail(cure);
            }
            System.err.println("SKIPPED: " + cure);
            abort(cure);
        }
    }

    private static Map<String, Typed> play(List<Step> script, LocalDaemons daemons)
            throws IOException {
        daemons.start();
        Map<String, Typed> answers = new LinkedHashMap<>();
        StringBuilder said = new StringBuilder();
        for (Step step : script) {
            if (step.awaited()) {
                daemons.await(step.node(), step.command(), AWAIT_LIMIT);
                continue;
            }
            Typed typed = Masks.masked(answer(step, daemons), daemons);
            answers.put(step.name(), typed);
            said.append("$ %s\n%s= %d\n".formatted(step.name(), words(typed), typed.exit()));
        }
        Files.createDirectories(SAID);
        Files.writeString(SAID.resolve(daemons.base(0).getFileName() + ".txt"), said);
        return answers;
    }

    /**
     * CTDB events contract, section 4: a daemon's own monitor run cancels one that an operator
     * asked for, and any other event makes it be refused. Such an answer says nothing about the
     * command, so the line is typed again, which cancels the daemon's monitor in turn.
     */
    private static Typed answer(Step step, LocalDaemons daemons) {
        Typed typed = daemons.type(step.node(), step.command());
        for (int more = MOST_CANCELLED;
                more > 0 && step.way() == Way.UNCANCELLED && typed.stdout().contains(CANCELLED);
                more--) {
            typed = daemons.type(step.node(), step.command());
        }
        return typed;
    }

    private static String words(Typed typed) {
        return typed.stdout() + (typed.stderr().isEmpty() ? "" : "! " + typed.stderr());
    }

    private static String difference(Typed theirs, Typed ours) {
        StringBuilder what = new StringBuilder();
        what.append(theirs.exit() == ours.exit() ? "" : "exit ");
        what.append(theirs.stdout().equals(ours.stdout()) ? "" : "stdout ");
        what.append(theirs.stderr().isEmpty() == ours.stderr().isEmpty() ? "" : "stderr ");
        return what.toString().strip();
    }

    private static void compare(
            SortedMap<String, String> accepted,
            SortedMap<String, String> found,
            Map<String, Typed> byCtdb,
            Map<String, Typed> byBaton) {
        StringBuilder wrong = new StringBuilder();
        found.forEach(
                (name, what) -> {
                    if (!what.equals(accepted.get(name))) {
                        wrong.append("  %s [%s]\n".formatted(name, what))
                                .append("CTDB  ")
                                .append(byCtdb.get(name))
                                .append("\nBaton ")
                                .append(byBaton.get(name))
                                .append('\n');
                    }
                });
        accepted.keySet().stream()
                .filter(name -> !found.containsKey(name))
                .forEach(name -> wrong.append("does not differ any more: " + name + "\n"));
        assertEquals("", wrong.toString(), "not as " + Differences.FILE + " has it");
    }
}
