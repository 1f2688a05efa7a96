package dev.baton.events.contract.quantastor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.HookOptions;
import dev.baton.events.callout.CallRun;
import dev.baton.events.callout.Encoded;
import dev.baton.events.callout.Invocation;
import dev.baton.events.callout.Outcome;
import dev.baton.events.callout.Printed;
import dev.baton.events.callout.Truth;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

@DisplayName("Storage call-outs contract, section 2: QuantaStor's custom scripts")
class HookContractTest {

    private static final HookContract ALL =
            new HookContract(HookOptions.DEFAULT, new TreeSet<>(Hook.fileNames()));

    private static HookCall call(Hook hook, boolean async) {
        return switch (hook.about()) {
            case NODE -> HookCall.ofSystem(hook, async, "n1");
            case POOL -> HookCall.ofPool(hook, async, "8a-1", "n1");
            case SCHEDULE ->
                    HookCall.ofSchedule(
                            hook,
                            async,
                            "every night",
                            "77-b",
                            new TreeMap<>(Map.of("CALLOUT_ROUND", "5")));
        };
    }

    private static Invocation invocation(HookCall call) {
        return assertInstanceOf(Encoded.Ready.class, ALL.encode(call)).invocation();
    }

    @Test
    @DisplayName("2.1: exactly these names, each with its arguments; 2.2: 300 s, async without")
    void everyHookHasItsFileArgumentsAndLimit() {
        String table =
                List.of(Hook.values()).stream()
                        .flatMap(hook -> List.of(call(hook, false), call(hook, true)).stream())
                        .map(call -> line(invocation(call)))
                        .collect(Collectors.joining("\n"));

        assertEquals(
                """
                system-poststart.sh [] 300
                system-poststart-async.sh [] -
                system-prestop.sh [] 300
                system-prestop-async.sh [] -
                pool-poststart.sh [--pool=8a-1] 300
                pool-poststart-async.sh [--pool=8a-1] -
                pool-prestop.sh [--pool=8a-1] 300
                pool-prestop-async.sh [--pool=8a-1] -
                schedule-prestart.sh [--name=every night, --id=77-b] 300
                schedule-prestart-async.sh [--name=every night, --id=77-b] -
                schedule-presnap.sh [--name=every night, --id=77-b] 300
                schedule-presnap-async.sh [--name=every night, --id=77-b] -
                schedule-postsnap.sh [--name=every night, --id=77-b] 300
                schedule-postsnap-async.sh [--name=every night, --id=77-b] -\
                """,
                table);
    }

    private static String line(Invocation call) {
        return call.program().getFileName()
                + " "
                + call.arguments()
                + " "
                + call.limit().map(time -> "" + time.toSeconds()).orElse("-");
    }

    @Test
    @DisplayName("2.7: cwd is /, the environment is ours and the context's")
    void theEnvironmentIsClean() {
        Invocation postsnap = invocation(call(Hook.SCHEDULE_POSTSNAP, false));

        assertEquals(Path.of("/"), postsnap.directory());
        assertEquals(
                "{CALLOUT_ROUND=5, HOME=/root, LANG=C.UTF-8,"
                        + " PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}",
                postsnap.environment().toString());
    }

    @Test
    @DisplayName("2.1: an absent name is a silent success")
    void anAbsentHookIsASuccess() {
        HookContract none = new HookContract(HookOptions.DEFAULT, new TreeSet<>());

        for (Hook hook : Hook.values()) {
            var run = new CallRun<>(none, call(hook, false));

            assertEquals(
                    new CallRun.Next.Over<>(new Truth.Done<>(HookEnd.OK)), run.next(), hook.word());
        }
    }

    @Test
    void wordsThatAreNoIdsAreRefused() {
        for (String bad : List.of("", "a b", "../x", "a\nb", "-rf", "a;b")) {
            assertInstanceOf(
                    Encoded.Refused.class,
                    ALL.encode(HookCall.ofPool(Hook.POOL_PRESTOP, false, bad, "n1")),
                    bad);
        }
        assertInstanceOf(
                Encoded.Refused.class,
                ALL.encode(
                        HookCall.ofSchedule(
                                Hook.SCHEDULE_PRESNAP, false, "a\nb", "1", new TreeMap<>())));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "system-poststart, 0, GO_ON, GO_ON",
        "system-poststart, 1, GO_ON, NODE_UNHEALTHY",
        "system-poststart, late, GO_ON, NODE_UNHEALTHY",
        "system-prestop, 0, GO_ON, GO_ON",
        "system-prestop, 1, GO_ON, STOP_REFUSED",
        "pool-poststart, 1, GO_ON, NODE_UNHEALTHY",
        "pool-prestop, late, GO_ON, STOP_REFUSED",
        "schedule-prestart, 1, ROUND_SKIPPED, ROUND_SKIPPED",
        "schedule-prestart, 75, ROUND_SKIPPED, ROUND_SKIPPED",
        "schedule-presnap, 1, NO_SNAPSHOT, NO_SNAPSHOT",
        "schedule-presnap, 75, NO_SNAPSHOT, NO_SNAPSHOT",
        "schedule-presnap, 0, GO_ON, GO_ON",
        "schedule-postsnap, 0, GO_ON, GO_ON",
        "schedule-postsnap, 75, THAW_AGAIN, THAW_AGAIN",
        "schedule-postsnap, late, THAW_AGAIN, THAW_AGAIN"
    })
    @DisplayName("2.4: what a failure leads to, as it is and where required and veto are set")
    void aFailureHasItsConsequence(
            String word, String ending, HookVerdict usual, HookVerdict strict) {
        Hook hook = Hook.of(word).orElseThrow();
        List<String> every = List.of(Hook.values()).stream().map(Hook::word).toList();
        HookOptions set =
                new HookOptions(
                        Path.of("/x"),
                        Path.of("/y"),
                        Duration.ofMinutes(5),
                        every,
                        every,
                        Optional.empty(),
                        Optional.empty());

        Truth<HookEnd> end = end(hook, ending);

        assertEquals(usual, HookVerdict.of(HookOptions.DEFAULT, hook, end));
        assertEquals(strict, HookVerdict.of(set, hook, end));
    }

    private static Truth<HookEnd> end(Hook hook, String ending) {
        CallRun<HookCall, HookEnd> run = new CallRun<>(ALL, call(hook, false));
        run.ended(
                switch (ending) {
                    case "late" -> new Outcome.TimedOut(Duration.ofMinutes(5), Printed.NOTHING);
                    case "0" -> new Outcome.Ok(Printed.NOTHING);
                    default -> new Outcome.Failed(Integer.parseInt(ending), Printed.NOTHING);
                });
        return run.next() instanceof CallRun.Next.Over<HookCall, HookEnd>(Truth<HookEnd> truth)
                ? truth
                : new Truth.Unknown<>("it is not over");
    }

    @Test
    @DisplayName("2.6: one call for each pool and schedule; hooks of the system exclude the node")
    void everyHookHasASubject() {
        assertEquals("node", call(Hook.SYSTEM_PRESTOP, false).subject());
        assertEquals("pool:8a-1", call(Hook.POOL_PRESTOP, true).subject());
        assertEquals("schedule:77-b", call(Hook.SCHEDULE_PRESTART, false).subject());
    }

    @Test
    @DisplayName("2.3: once for each boot, by the kernel's id; again when the file was deleted")
    void thePoststartIsDueOncePerBoot() {
        assertTrue(BootMarker.isDue(Optional.empty(), "b1"));
        assertTrue(BootMarker.isDue(Optional.of("b0\n"), "b1"));
        assertFalse(BootMarker.isDue(Optional.of("b1\n"), "b1"));
    }
}
