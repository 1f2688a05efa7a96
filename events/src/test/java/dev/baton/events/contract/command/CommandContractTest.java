package dev.baton.events.contract.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.baton.events.callout.CallRun;
import dev.baton.events.callout.CallRun.Next;
import dev.baton.events.callout.Encoded;
import dev.baton.events.callout.Invocation;
import dev.baton.events.callout.Outcome;
import dev.baton.events.callout.Printed;
import dev.baton.events.callout.Truth;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

@DisplayName("Storage call-outs contract, section 1: a command of the settings")
class CommandContractTest {

    private static final CommandCall CALL =
            new CommandCall(
                    "pool-start",
                    "pool:8a",
                    Path.of("/usr/sbin/start"),
                    List.of("--pool=8a"),
                    "n1",
                    Duration.ofMinutes(5));

    private static Truth<String> end(Outcome outcome) {
        CallRun<CommandCall, String> run = new CallRun<>(new CommandContract(), CALL);
        run.ended(outcome);
        return run.next() instanceof Next.Over<CommandCall, String>(Truth<String> truth)
                ? truth
                : new Truth.Unknown<>("it is not over");
    }

    @Test
    void itGetsItsWordsAndACleanEnvironment() {
        Invocation invocation =
                assertInstanceOf(Encoded.Ready.class, new CommandContract().encode(CALL))
                        .invocation();

        assertEquals(Path.of("/usr/sbin/start"), invocation.program());
        assertEquals(List.of("--pool=8a"), invocation.arguments());
        assertEquals(
                "[CALLOUT_NODE, HOME, LANG, PATH]", invocation.environment().keySet().toString());
        assertEquals(Path.of("/"), invocation.directory());
        assertEquals(Optional.of(Duration.ofMinutes(5)), invocation.limit());
    }

    @Test
    void itsExitStatusIsAllThereIsToKnow() {
        assertEquals(new Truth.Done<>("up\n"), end(new Outcome.Ok(new Printed("up\n", ""))));
        assertEquals(
                new Truth.NotDone<>("pool-start exited with 3: no disk"),
                end(new Outcome.Failed(3, new Printed("", "no disk"))));
        assertEquals(
                new Truth.Unknown<>("pool-start was ended after 300 s"),
                end(new Outcome.TimedOut(Duration.ofMinutes(5), Printed.NOTHING)));
    }
}
