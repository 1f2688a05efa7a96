package dev.baton.agent.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.agent.control.Commands.Answer;
import dev.baton.agent.saved.BadFile;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;

@DisplayName("CTDB events contract, sections 11, 13 and 16 (5, 6), seen through the command line")
@Timeout(120)
class ViewedRunsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void whereAllIsWellTheStagesComeInTheirOrder() throws BadFile {
        ViewBench bench = ViewBench.of("three-nodes");

        Answer answer = bench.run("ctdb stop -n 2");

        assertEquals(0, answer.exitCode(), answer.stderr());
        assertEquals(
                """
                |Public IP|Node|
                |192.0.2.101|0|
                |192.0.2.102|1|
                |192.0.2.103|0|
                """,
                bench.said("ctdb -X ip all"));
        String all = bench.history();
        assertTrue(
                all.startsWith(
                        """
                        n1 takeover_run_started run=1.1 cause=node_changed moves=1
                        n1 event_ended event=startipreallocate status=ok
                        n2 event_ended event=startipreallocate status=ok
                        n3 flags_changed pnn=2 from=ok to=stopped cause=ctdb
                        n3 address_released ip=192.0.2.103 cause=ordered
                        n3 event_ended event=releaseip status=ok
                        n3 event_ended event=startipreallocate status=ok
                        n1 address_taken ip=192.0.2.103
                        n1 event_ended event=takeip status=ok
                        n1 event_ended event=ipreallocated status=ok
                        n2 event_ended event=ipreallocated status=ok
                        n3 event_ended event=ipreallocated status=ok
                        n1 takeover_run_finished run=1.1 ok=true moved=1 waiting=0 failed=0\
                         cause=node_changed
                        """),
                all);
    }

    @Test
    void anAddressThatIsNotReleasedIsTakenByNobodyAndTwoFailuresBan() throws BadFile {
        ViewBench bench = ViewBench.of("release-fails");

        Answer answer = bench.run("ctdb disable -n 1");

        assertEquals(1, answer.exitCode());
        assertEquals("IP reallocation failed: run 1.2: {1=10.interface exit 1}\n", answer.stderr());
        assertTrue(bench.said("ctdb -X ip").contains("|192.0.2.102|1|"));
        assertEquals(8 | 4, bench.run("ctdb nodestatus 1").exitCode());
        String all = bench.history();
        assertTrue(
                all.contains(
                        """
                        n1 ban_credit pnn=1 credits=3 cause="10.interface exit 1"
                        n1 takeover_run_finished run=1.1 ok=false moved=0 waiting=0 failed=1\
                         cause=node_changed
                        """),
                all);
        assertTrue(all.contains("ban_credit pnn=1 credits=6"), all);
        assertTrue(all.contains("flags_changed pnn=1 from=disabled to=disabled|banned"), all);
    }

    @Test
    void aFailedRunIsRepeatedASecondLater() throws BadFile {
        ViewBench bench = ViewBench.of("release-fails");
        bench.run("ctdb disable -n 1");
        long before = runs(bench);

        bench.pass(Duration.ofMillis(900));
        long early = runs(bench);
        bench.pass(Duration.ofMillis(101));

        assertEquals(before, early);
        assertTrue(runs(bench) > before, bench.said("run list"));
    }

    private static long runs(ViewBench bench) {
        return bench.said("run list").lines().count();
    }

    @Test
    void aTakeThatTimesOutIsBlamedAndTheNextRunTakesTheAddress() throws BadFile {
        ViewBench bench = ViewBench.of("take-times-out");

        Answer answer = bench.run("ctdb disable -n 1");

        assertEquals(0, answer.exitCode(), answer.stderr());
        assertTrue(bench.said("ctdb -X ip").contains("|192.0.2.102|0|"));
        String all = bench.history();
        assertTrue(
                all.contains(
                        """
                        n1 event_ended event=takeip status=timed_out detail="takeip timed out\
                         after 26 s"
                        """),
                all);
        assertTrue(all.contains("n1 ban_credit pnn=0 credits=3"), all);
        assertTrue(all.contains("run=1.2 ok=true moved=1"), all);
    }

    @Test
    void nobodyWaitsForWhatARunWaitsFor() throws BadFile {
        ViewBench bench = ViewBench.of("take-times-out");

        bench.run("ctdb disable -n 1");

        assertEquals(27, bench.ahead().toSeconds());
        assertTrue(bench.said("run list").contains("27.00 s"));
    }

    @Test
    void theTimeOfAnEventIsTheOneOfItsNode() throws BadFile {
        ViewBench bench = ViewBench.of("take-times-out");
        bench.said("ctdb setvar EventScriptTimeout 5");

        bench.run("ctdb disable -n 1");

        assertTrue(bench.history().contains("takeip timed out after 5 s"), bench.history());
    }

    @Test
    void oneNodeThatDoesNotAnswerDoesNotKeepTheOthersFromServing() throws BadFile {
        ViewBench bench = ViewBench.of("one-silent");

        Answer answer = bench.run("ctdb disable -n 1");

        assertEquals(1, answer.exitCode());
        assertTrue(answer.stderr().contains("run 1.2: {2=no answer}"), answer.stderr());
        assertTrue(bench.said("ctdb -X ip").contains("|192.0.2.102|0|"));
        String all = bench.history();
        assertTrue(all.contains("n1 ban_credit pnn=2 credits=6 cause=\"no answer\""), all);
        assertTrue(!all.contains("n3 event_ended"), all);
    }

    @Test
    void aBanEndsByItself() throws BadFile {
        ViewBench bench = ViewBench.of("three-nodes");
        bench.said("ctdb ban 10 -n 1");

        bench.pass(SECOND.multipliedBy(9));
        int during = bench.run("ctdb nodestatus 1").exitCode();
        bench.pass(SECOND.multipliedBy(2));

        assertEquals(8, during);
        assertEquals(0, bench.run("ctdb nodestatus 1").exitCode());
    }

    @Test
    void aMoveIsMadeByTheNextRun() throws BadFile {
        ViewBench bench = ViewBench.of("three-nodes");

        bench.said("ctdb setvar NoIPFailback 1");

        bench.said("ctdb moveip 192.0.2.101 1");
        bench.said("ip move 192.0.2.102 n3");

        assertEquals(
                """
                |Public IP|Node|
                |192.0.2.101|1|
                |192.0.2.102|2|
                |192.0.2.103|2|
                """,
                bench.said("ctdb -X ip all"));
    }

    @Test
    void aLeaderThatIsStoppedIsFollowedByTheNextNode() throws BadFile {
        ViewBench bench = ViewBench.of("three-nodes");

        bench.said("ctdb stop");

        assertEquals("1\n", bench.said("ctdb leader"));
        assertTrue(bench.history().contains("n2 event_ended event=startrecovery status=ok"));
    }

    @Test
    void aLinkThatGoesMovesItsAddresses() throws BadFile {
        ViewBench bench = ViewBench.of("three-nodes");

        bench.said("ctdb setifacelink eth1 down");
        bench.pass(SECOND);

        assertTrue(!bench.said("ctdb -X ip all").contains("|192.0.2.101|0|"));
        assertTrue(bench.said("ctdb -X ifaces").contains("|eth1|0|0|"));
    }

    @Test
    void theNodeOfTheViewEndsTheAgentWhenItIsShutDown() throws BadFile {
        ViewBench bench = ViewBench.of("three-nodes");
        bench.said("ctdb shutdown -n 2");
        assertTrue(bench.said("ctdb -X ip all").contains("|192.0.2.103|0|"));

        bench.run("shutdown --no-wait");

        assertEquals(1, bench.stops.size());
    }
}
