package dev.baton.agent.voters;

import dev.baton.config.ConfigProblem;
import dev.baton.config.NodesFile;
import dev.baton.config.Parsed;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Input;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Stores who votes and reads the nodes again, one after another on a thread of its own: a slow disk
 * keeps nobody else waiting.
 */
public final class VoterRoom {

    private final VoterFile file;
    private final Supplier<Parsed<Optional<NodesFile>>> nodes;
    private final Consumer<Input> inbox;
    private final ExecutorService disk =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("voters").daemon().factory());

    /**
     * @param nodes reads who the nodes are
     */
    public VoterRoom(
            VoterFile file, Supplier<Parsed<Optional<NodesFile>>> nodes, Consumer<Input> inbox) {
        this.file = file;
        this.nodes = nodes;
        this.inbox = inbox;
    }

    /** Thread: the core's. */
    public void store(Effect.StoreVoters order) {
        disk.execute(() -> inbox.accept(new Input.VotersStored(order.voters(), problemOf(order))));
    }

    private String problemOf(Effect.StoreVoters order) {
        try {
            file.write(order.voters());
            return "";
        } catch (IOException failed) {
            return "cannot be written: " + failed;
        }
    }

    /** Thread: the core's. */
    public void read(Effect.ReadNodes order) {
        disk.execute(() -> inbox.accept(answer(order)));
    }

    private Input answer(Effect.ReadNodes order) {
        Parsed<Optional<NodesFile>> read = nodes.get();
        Optional<NodesFile> sound = read.hasErrors() ? Optional.empty() : read.value();
        String problem =
                read.problems().stream()
                        .filter(ConfigProblem::isError)
                        .map(ConfigProblem::toString)
                        .findFirst()
                        .orElse("");
        return new Input.NodesRead(order.asker(), order.id(), sound, problem);
    }

    public void close() {
        disk.shutdown();
    }
}
