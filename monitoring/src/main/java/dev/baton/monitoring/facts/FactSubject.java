package dev.baton.monitoring.facts;

import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.Fact;

import java.util.Optional;

/**
 * What a fact is about.
 *
 * @param node another or the same node; empty: the node that tells it
 * @param ip the public address, if it is about one
 */
public record FactSubject(Optional<Pnn> node, Optional<IpAddress> ip) {

    private static final FactSubject TELLER = new FactSubject(Optional.empty(), Optional.empty());

    /** Reads it off a fact. */
    public static FactSubject of(Fact fact) {
        return switch (fact) {
            case Fact.FlagsChanged changed -> node(changed.pnn());
            case Fact.PeerConnected peer -> node(peer.pnn());
            case Fact.PeerDisconnected peer -> node(peer.pnn());
            case Fact.BanCredit credit -> node(credit.pnn());
            case Fact.VotersDiffer differ -> node(differ.pnn());
            case Fact.LockNotCoherent lock -> node(lock.pnn());
            case Fact.RightGranted granted -> right(granted.right());
            case Fact.RightLost lost -> right(lost.right());
            case Fact.AddressTaken taken -> address(taken.ip());
            case Fact.AddressReleased released -> address(released.ip());
            case Fact.AddressMissing missing -> address(missing.ip());
            case Fact.AddressRemoved removed -> address(removed.ip());
            case Fact.TakeFailed failed -> address(failed.ip());
            case Fact.ForeignClaim claim -> address(claim.ip());
            case Fact.ForeignMachine foreign -> address(foreign.ip());
            case Fact.ConnectionsFull full -> address(full.ip());
            case Fact.ReleaseTold release -> address(release.ip());
            case Fact.ClientsTickled tickled -> address(tickled.ip());
            case Fact.EventEnded ended -> event(ended.arguments());
            case Fact.RunstateChanged _,
                    Fact.MajorityChanged _,
                    Fact.LeaderChanged _,
                    Fact.InterfaceChanged _,
                    Fact.TakeoverRunStarted _,
                    Fact.TakeoverRunFinished _,
                    Fact.RunNotStored _,
                    Fact.OrderRefused _,
                    Fact.Stalled _,
                    Fact.Paused _,
                    Fact.OperatorActed _,
                    Fact.OperatorCalled _,
                    Fact.VotersChanged _,
                    Fact.VotersNotStored _,
                    Fact.LockChanged _,
                    Fact.SharedTunablesChanged _,
                    Fact.ProvidersDiffer _,
                    Fact.StorageJobTroubled _,
                    Fact.HookFailed _,
                    Fact.SnapshotRoundEnded _,
                    Fact.SnapshotRoundMissed _,
                    Fact.NodeThawed _,
                    Fact.FreezeAlarm _,
                    Fact.AgentStopping _ ->
                    TELLER;
        };
    }

    private static FactSubject node(Pnn pnn) {
        return new FactSubject(Optional.of(pnn), Optional.empty());
    }

    private static FactSubject address(IpAddress ip) {
        return new FactSubject(Optional.empty(), Optional.of(ip));
    }

    private static FactSubject right(Right right) {
        return right instanceof Right.Serving(IpAddress ip) ? address(ip) : TELLER;
    }

    /** Events of an address name it among their arguments. */
    private static FactSubject event(String arguments) {
        for (String word : arguments.split(" ", -1)) {
            Optional<IpAddress> ip = IpAddress.parse(word);
            if (ip.isPresent()) {
                return new FactSubject(Optional.empty(), ip);
            }
        }
        return TELLER;
    }
}
