package dev.baton.agent.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.saved.BadFile;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.exchange.RunRecord;
import dev.baton.orchestrator.takeover.Plan;
import dev.baton.orchestrator.takeover.Planner;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Saved runs of {@code src/test/resources/runs}: each gives the plan it was stored with. A report
 * of a wrong plan is such a file; put it here once the plan is right.
 *
 * <p>After a wanted change {@code -Dgolden.update=true} rewrites the plans; read the difference
 * before you commit it.
 */
@DisplayName("Architecture, section 5: a saved run gives its plan again")
class SavedRunsGoldenTest {

    private static final Path FILES = Path.of("src", "test", "resources", "runs");
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");

    @TestFactory
    Stream<DynamicTest> savedRunsGiveTheirPlans() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(FILES)) {
            files = found.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
        assertTrue(files.size() >= 8, "expected the saved runs, found " + files);
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName() + "", () -> check(file)));
    }

    private static void check(Path file) throws IOException, BadFile {
        StoredRun stored = RunReader.read(file);
        RunRecord run = stored.run();
        Plan plan = Planner.plan(run.input());
        if (UPDATE) {
            rewrite(file, stored, plan);
        } else {
            assertEquals(run.plan().text(), plan.text(), "golden.update=true rewrites " + file);
            assertEquals(run.plan().moves(), plan.moves());
        }
    }

    private static void rewrite(Path file, StoredRun stored, Plan plan) throws IOException {
        RunRecord run = stored.run();
        Incarnation leader = run.leader();
        RunRecord now =
                new RunRecord(
                        run.run(),
                        leader,
                        run.begunMillis(),
                        run.cause(),
                        run.input(),
                        plan,
                        run.ending());
        try (OutputStream out = Files.newOutputStream(file)) {
            RunWriter.write(new StoredRun(now, stored.writtenBy()), out);
        }
    }
}
