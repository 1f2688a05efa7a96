package dev.baton.testcluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.testcluster.netns.ShellCommand.Outcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Fencing numbers let a resource refuse a holder that is late (safety rule, clause 7). */
@NeedsNamespaces
class FencingNetnsIT {
    private static final String KEEPER =
            """
            #!/bin/sh
            # A resource that keeps the highest number it has seen. usage: keeper FILE WORD
            highest=$(cat "$1.fence" 2>/dev/null || echo 0)
            if [ "$BATON_FENCE" -lt "$highest" ]; then
                echo "stale: $BATON_FENCE, seen $highest"
                exit 1
            fi
            echo "$BATON_FENCE" >"$1.fence"
            echo "$2" >>"$1"
            """;

    private static final String LATE =
            """
            #!/bin/sh
            # A writer that outlived its section. usage: late DIRECTORY
            until [ -e "$1/go" ]; do sleep 0.05; done
            sh "$1/keeper" "$1/data" late >"$1/late.said"
            echo $? >"$1/late.exit"
            """;

    private final AgentCluster cluster = AgentCluster.of(2);
    private final Path shared = cluster.namespaces().directory();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    @DisplayName("A stale fencing number is refused by a script that checks it")
    void aWriterThatOutlivedItsSectionIsRefusedByItsNumber() throws IOException {
        Files.writeString(shared.resolve("keeper"), KEEPER);
        Files.writeString(shared.resolve("late"), LATE);
        cluster.start();

        section(0, "setsid sh late . >/dev/null 2>&1 & sh keeper data first");
        section(1, "sh keeper data second");
        Files.createFile(shared.resolve("go"));
        cluster.await(
                "the late writer's end",
                Duration.ofSeconds(10),
                () -> Files.exists(shared.resolve("late.exit")));

        assertEquals("1", Files.readString(shared.resolve("late.exit")).strip());
        assertTrue(Files.readString(shared.resolve("late.said")).startsWith("stale: "));
        assertEquals(List.of("first", "second"), Files.readAllLines(shared.resolve("data")));
    }

    private void section(int node, String command) {
        String inShared = "cd " + shared + " && { " + command + "; }";
        Outcome outcome =
                cluster.agent(node)
                        .attempt(
                                "lock", "run", "data", "--scope", "cluster", "--", "sh", "-c",
                                inShared);
        assertEquals(0, outcome.status(), outcome.output());
    }
}
