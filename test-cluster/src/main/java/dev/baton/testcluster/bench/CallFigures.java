package dev.baton.testcluster.bench;

import dev.baton.events.callout.Invocation;
import dev.baton.events.callout.Outcome;
import dev.baton.events.process.CallRunner;
import dev.baton.events.process.Launchers;
import dev.baton.events.process.ProcessScopes;
import dev.baton.events.process.ScriptTrust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a call of a storage script costs above a bare fork and exec of the same script: trust check,
 * launcher, output files, the way to its end. Measured in turns, so that both see the same machine.
 */
final class CallFigures {

    private static final int WARM_UP = 40;
    private static final int CALLS = 200;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final double MILLIS = 1e6;

    private final Path distribution;

    CallFigures(Path distribution) {
        this.distribution = distribution;
    }

    List<Figure> measure() throws IOException {
        Path folder = Files.createTempDirectory("baton-bench").toRealPath();
        Path script = folder.resolve("script");
        Files.writeString(script, "#!/bin/sh\necho /dev/null\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (ProcessScopes scopes = ProcessScopes.detect("bench/" + ProcessHandle.current().pid());
                Launchers launchers =
                        new Launchers(distribution.resolve("libexec/event-launcher"), scopes)) {
            CallRunner runner =
                    new CallRunner(folder, ScriptTrust.ofThisProcess(folder), scopes, launchers);
            return measure(runner, script);
        } finally {
            Trees.remove(folder);
        }
    }

    private static List<Figure> measure(CallRunner runner, Path script) throws IOException {
        List<Double> bare = new ArrayList<>();
        List<Double> called = new ArrayList<>();
        List<Double> above = new ArrayList<>();
        for (int run = -WARM_UP; run < CALLS; run++) {
            double without = bare(script);
            double with = called(runner, run + WARM_UP + 1L, script);
            if (run >= 0) {
                bare.add(without);
                called.add(with);
                above.add(with - without);
            }
        }
        double median = new Figure("storage_call_bare", "ms", bare, Double.MAX_VALUE).median();
        List<Double> ratio = called.stream().map(each -> each / median).toList();
        return List.of(
                new Figure("storage_call_above_fork_exec", "ms", above, 5),
                new Figure("storage_call_to_fork_exec", "ratio", ratio, 1 + 5 / median));
    }

    private static double bare(Path script) throws IOException {
        long start = System.nanoTime();
        Process process =
                new ProcessBuilder(script.toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("expected the script to end well: " + script);
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IOException("told to end", told);
        }
        return (System.nanoTime() - start) / MILLIS;
    }

    private static double called(CallRunner runner, long number, Path script) throws IOException {
        SortedMap<String, String> environment = new TreeMap<>();
        environment.put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        Path folder = Optional.ofNullable(script.getParent()).orElse(script);
        long start = System.nanoTime();
        Outcome outcome =
                runner.prepare(
                                number,
                                new Invocation(
                                        script, List.of(), environment, folder, Optional.of(LIMIT)))
                        .run();
        double took = (System.nanoTime() - start) / MILLIS;
        if (!(outcome instanceof Outcome.Ok)) {
            throw new IOException("expected a call that is well, got " + outcome.sentence());
        }
        return took;
    }
}
