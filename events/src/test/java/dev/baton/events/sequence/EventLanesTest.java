package dev.baton.events.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.events.Event;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** CTDB events contract, section 4, with the parallel address events of section 16, number 1. */
@DisplayName("Lanes of events (contract, sections 4 and 16)")
class EventLanesTest {

    private static final InterfaceName ETH0 = new InterfaceName("eth0");

    @Test
    void eventsOfDifferentAddressesRunSideBySideUpToTheBound() {
        play(
                2,
                """
                1 take A    -> start 1
                2 release B -> start 2
                3 update C  ->
                end 2       -> start 3
                """);
    }

    @Test
    void eventsOfOneAddressKeepTheirOrderWhileOthersOvertake() {
        play(
                4,
                """
                1 take A    -> start 1
                2 release A ->
                3 take A    ->
                4 take B    -> start 4
                end 1       -> start 2
                end 4       ->
                end 2       -> start 3
                """);
    }

    @Test
    void anyOtherEventIsABarrierThatNothingOvertakes() {
        play(
                4,
                """
                1 take A            -> start 1
                2 ipreallocated     ->
                3 take B            ->
                4 take C            ->
                end 1               -> start 2
                end 2               -> start 3, start 4
                5 startipreallocate ->
                end 4               ->
                end 3               -> start 5
                """);
    }

    @Test
    void aRunningMonitorYieldsToAnyEventAndKeepsItsLaneUntilItHasEnded() {
        play(
                4,
                """
                1 monitor -> start 1
                2 take A  -> cancel 1
                3 take B  ->
                end 1     -> start 2, start 3
                """);
    }

    @Test
    void aRunningMonitorYieldsToAnotherMonitor() {
        play(
                4,
                """
                1 monitor -> start 1
                2 monitor -> cancel 1
                end 1     -> start 2
                """);
    }

    @Test
    void aMonitorThatStillWaitsForACancelledOneIsRefusedWhenAnythingElseComes() {
        play(
                4,
                """
                1 monitor -> start 1
                2 monitor -> cancel 1
                3 monitor -> refuse 2
                4 startup -> refuse 3
                end 1     -> start 4
                """);
    }

    @Test
    void aMonitorIsRefusedWhileANonMonitorRunsOrWaits() {
        play(
                4,
                """
                1 monitor       -> start 1
                2 startup       -> cancel 1
                3 monitor       -> refuse 3
                end 1           -> start 2
                4 monitor       -> refuse 4
                end 2           ->
                5 monitor       -> start 5
                """);
    }

    @Test
    void aBoundOfOneRunsEverythingInTheOrderOfSubmission() {
        play(
                1,
                """
                1 take A  -> start 1
                2 take B  ->
                3 startup ->
                end 1     -> start 2
                end 2     -> start 3
                """);
    }

    @Test
    void lanesAreIdleOnceEverythingHasEnded() {
        EventLanes lanes = new EventLanes(2);

        lanes.submit(new Ticket(1), new Event.Startup());
        assertFalse(lanes.idle());
        lanes.finished(new Ticket(1));

        assertTrue(lanes.idle());
    }

    @Test
    void anEventBeyondTheRoomForWaitingOnesIsRefused() {
        EventLanes lanes = new EventLanes(1);
        lanes.submit(new Ticket(0), new Event.Startup());
        for (int i = 1; i <= EventLanes.MAX_WAITING; i++) {
            assertEquals(List.of(), lanes.submit(new Ticket(i), new Event.Startup()));
        }

        List<LaneDecision> decisions = lanes.submit(new Ticket(99_999), new Event.Startup());

        assertEquals(
                List.of(new LaneDecision.Refuse(new Ticket(99_999), new Event.Startup())),
                decisions);
    }

    @Test
    void theEndOfAnEventThatDoesNotRunIsABrokenInvariant() {
        EventLanes lanes = new EventLanes(1);

        assertThrows(IllegalStateException.class, () -> lanes.finished(new Ticket(7)));
    }

    /** Each line: what happens, an arrow, what the lanes decide. */
    private static void play(int bound, String table) {
        EventLanes lanes = new EventLanes(bound);
        List<String> expected = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (String line : table.lines().toList()) {
            String[] sides = line.split("\\s*->\\s*", -1);
            expected.add(sides[0] + " -> " + sides[1].strip());
            seen.add(sides[0] + " -> " + text(happen(lanes, sides[0].split(" ", -1))));
        }
        assertEquals(String.join("\n", expected), String.join("\n", seen));
    }

    private static List<LaneDecision> happen(EventLanes lanes, String[] words) {
        return words[0].equals("end")
                ? lanes.finished(new Ticket(Long.parseLong(words[1])))
                : lanes.submit(new Ticket(Long.parseLong(words[0])), event(words));
    }

    private static Event event(String[] words) {
        return switch (words[1]) {
            case "take" -> new Event.TakeIp(ETH0, address(words[2]), 24);
            case "release" -> new Event.ReleaseIp(Optional.of(ETH0), address(words[2]), 24);
            case "update" -> new Event.UpdateIp(Optional.of(ETH0), ETH0, address(words[2]), 24);
            case "monitor" -> new Event.Monitor();
            case "startup" -> new Event.Startup();
            case "ipreallocated" -> new Event.IpReallocated();
            case "startipreallocate" -> new Event.StartIpReallocate();
            default -> throw new IllegalArgumentException("no such event: " + words[1]);
        };
    }

    private static IpAddress address(String letter) {
        return IpAddress.of("10.0.0." + (letter.charAt(0) - 'A' + 1));
    }

    private static String text(List<LaneDecision> decisions) {
        return String.join(
                ", ",
                decisions.stream()
                        .map(
                                decision ->
                                        switch (decision) {
                                            case LaneDecision.Start start ->
                                                    "start " + start.ticket();
                                            case LaneDecision.Cancel cancel ->
                                                    "cancel " + cancel.ticket();
                                            case LaneDecision.Refuse refuse ->
                                                    "refuse " + refuse.ticket();
                                        })
                        .toList());
    }
}
