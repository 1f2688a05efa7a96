package dev.baton.agent.voters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Ballot;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.VoterSet;
import dev.baton.orchestrator.cluster.Voters;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

@DisplayName("docs/safety.md, Voters: what a node goes by outlives it")
class VoterFileTest {

    private static final VoterSet SET =
            VoterSet.of(
                    NodesFile.parse("nodes", List.of("10.9.0.1", "#10.9.0.2", "fd00::3")).value());

    @TempDir Path directory;

    private Path path = Path.of("voters");
    private VoterFile file = new VoterFile(path);

    @BeforeEach
    void place() {
        path = directory.resolve("voters");
        file = new VoterFile(path);
    }

    @Test
    void whatWasWrittenIsRead() throws IOException {
        Voters founded = Voters.founded(SET);
        Voters joint = founded.proposing(SET, new Ballot(7, new Incarnation(new Pnn(2), 8)));

        assertEquals(Optional.empty(), file.read());
        file.write(founded);
        assertEquals(Optional.of(founded), file.read());
        file.write(joint);
        assertEquals(Optional.of(joint), file.read());
    }

    @Test
    void aHalfWrittenFileBesideItCountsForNothing() throws IOException {
        file.write(Voters.founded(SET));
        Files.writeString(directory.resolve("voters.new"), "{\"format\":");

        assertEquals(Optional.of(Voters.founded(SET)), file.read());
        file.write(Voters.founded(SET).givenBackToAll());
        assertEquals(101, file.read().orElseThrow().generation());
    }

    @Test
    void garbageIsNamedWithItsCure() throws IOException {
        Files.writeString(path, "{\"format\":3,\"voters\":{\"generation\":-");

        IOException refusal = assertThrows(IOException.class, file::read);
        String sentence = String.valueOf(refusal.getMessage());

        assertTrue(sentence.startsWith(path + ": expected the voters"), sentence);
        assertTrue(sentence.contains("Remove it while the other nodes run"), sentence);
    }

    @Test
    void anotherFormatIsRefused() throws IOException {
        file.write(Voters.founded(SET));
        Files.writeString(path, Files.readString(path).replace("\"format\" : 3", "\"format\" : 9"));

        String sentence = String.valueOf(assertThrows(IOException.class, file::read).getMessage());

        assertTrue(sentence.contains("found format 9"), sentence);
    }
}
