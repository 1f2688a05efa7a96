package dev.baton.monitoring.facts;

import dev.baton.events.SequenceResult;
import dev.baton.events.SequenceStatus;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.Fact;

import org.slf4j.event.Level;

import java.util.List;

/**
 * How loudly a fact is told: {@code error} someone must act, {@code warn} degraded but handled,
 * {@code info} what an operator asked about, {@code debug} the rest. A healthy idle cluster has no
 * fact at info.
 */
public final class FactLevels {

    /** Verdicts nobody has to look into. */
    private static final List<String> GOOD_ROUNDS = List.of("consistent", "skipped");

    private FactLevels() {}

    /** Whether a healthy idle cluster tells such facts all the time. */
    public static boolean isRoutine(Fact fact) {
        return of(fact) == Level.DEBUG;
    }

    static Level of(Fact fact) {
        return switch (fact) {
            case Fact.ForeignClaim _, Fact.ForeignMachine _ -> Level.ERROR;
            case Fact.MajorityChanged(boolean majority) -> majority ? Level.INFO : Level.ERROR;
            case Fact.FlagsChanged changed -> ofFlags(changed.from(), changed.to());
            case Fact.EventEnded ended -> ofEvent(ended.event(), ended.result());
            case Fact.InterfaceChanged(_, boolean up) -> up ? Level.INFO : Level.WARN;
            case Fact.ReleaseTold release -> release.told() ? Level.DEBUG : Level.WARN;
            case Fact.TakeoverRunFinished run -> run.ok() ? Level.INFO : Level.WARN;
            case Fact.RightGranted granted ->
                    switch (granted.right()) {
                        case Right.Serving _, Right.Changing _ -> Level.DEBUG;
                        case Right.Leading _, Right.Section _ -> Level.INFO;
                    };
            case Fact.PeerDisconnected _,
                    Fact.RightLost _,
                    Fact.AddressMissing _,
                    Fact.AddressRemoved _,
                    Fact.TakeFailed _,
                    Fact.ConnectionsFull _,
                    Fact.OrderRefused _,
                    Fact.BanCredit _,
                    Fact.VotersDiffer _,
                    Fact.RunNotStored _,
                    Fact.StorageJobTroubled _,
                    Fact.HookFailed _,
                    Fact.SnapshotRoundMissed _,
                    Fact.Stalled _ ->
                    Level.WARN;
            case Fact.FreezeAlarm _,
                    Fact.VotersNotStored _,
                    Fact.LockNotCoherent _,
                    Fact.Paused _ ->
                    Level.ERROR;
            case Fact.ProvidersDiffer(int providers, _) -> providers == 0 ? Level.INFO : Level.WARN;
            case Fact.SnapshotRoundEnded round ->
                    GOOD_ROUNDS.contains(round.result()) ? Level.INFO : Level.WARN;
            case Fact.LockChanged(boolean held, _) -> held ? Level.INFO : Level.WARN;
            case Fact.RunstateChanged _,
                    Fact.PeerConnected _,
                    Fact.LeaderChanged _,
                    Fact.AddressTaken _,
                    Fact.ClientsTickled _,
                    Fact.AddressReleased _,
                    Fact.TakeoverRunStarted _,
                    Fact.OperatorActed _,
                    Fact.OperatorCalled _,
                    Fact.VotersChanged _,
                    Fact.SharedTunablesChanged _,
                    Fact.NodeThawed _,
                    Fact.AgentStopping _ ->
                    Level.INFO;
        };
    }

    private static Level ofFlags(int from, int to) {
        int gained = to & ~from;
        if (NodeFlag.BANNED.in(gained)) {
            return Level.ERROR;
        }
        return NodeFlag.UNHEALTHY.in(gained) || NodeFlag.DISCONNECTED.in(gained)
                ? Level.WARN
                : Level.INFO;
    }

    private static Level ofEvent(String event, SequenceResult result) {
        if (!result.ok() && result.status() != SequenceStatus.CANCELLED) {
            return Level.WARN;
        }
        return event.equals("monitor") ? Level.DEBUG : Level.INFO;
    }
}
