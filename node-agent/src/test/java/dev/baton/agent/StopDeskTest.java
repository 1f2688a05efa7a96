package dev.baton.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.baton.config.Pnn;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

@DisplayName("Storage call-outs contract, 2.4: what vetoes a stop")
class StopDeskTest {

    private final List<String> asked = new ArrayList<>();

    private OperatorReply ask(OperatorCommand command, Optional<String> veto) {
        return new StopDesk(
                        passed -> {
                            asked.add(passed.getClass().getSimpleName());
                            return CompletableFuture.completedFuture(new OperatorReply.Done(""));
                        },
                        new Pnn(0),
                        () -> {
                            asked.add("prestop");
                            return veto;
                        })
                .ask(command)
                .join();
    }

    @Test
    void theHookComesBeforeTheShutdownOfThisNodeAndNothingElse() {
        ask(new OperatorCommand.Shutdown(new Pnn(0)), Optional.empty());
        ask(new OperatorCommand.Shutdown(new Pnn(1)), Optional.of("no"));
        ask(new OperatorCommand.Recover(), Optional.of("no"));

        assertEquals(List.of("prestop", "Shutdown", "Shutdown", "Recover"), asked);
    }

    @Test
    void aVetoRefusesTheShutdown() {
        OperatorReply reply =
                ask(new OperatorCommand.Shutdown(new Pnn(0)), Optional.of("prestop exited with 1"));

        assertEquals(List.of("prestop"), asked);
        assertInstanceOf(OperatorReply.Refused.class, reply);
    }
}
