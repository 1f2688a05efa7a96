package dev.baton.orchestrator.node;

import dev.baton.config.InterfaceName;
import dev.baton.config.PublicAddress;
import dev.baton.events.sequence.Ticket;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.Connection;
import dev.baton.orchestrator.cluster.Moment;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.exchange.AddressSeen;
import dev.baton.orchestrator.exchange.Outcome;

import java.util.List;
import java.util.Optional;

/**
 * Where this node stands with one of its public addresses. Changed only by the parts of {@link
 * HostedAddresses}.
 */
final class HostedAddress {

    final Right right;

    private final Tally tally;

    // What a report tells of it; each change is tallied.

    private PublicAddress address;
    private AddressPhase phase = AddressPhase.ABSENT;
    private Optional<InterfaceName> on = Optional.empty();
    private long number;
    private boolean leaving;
    private String foreign = "";

    // When something is due; each change is tallied.

    private Moment askAt = Moment.NEVER;
    private Moment grewAt = Moment.PAST;
    private Moment nextAnnounce = Moment.NEVER;
    private Moment retryDrop = Moment.NEVER;

    /** The event of this address that runs or waits. */
    Optional<Ticket> ticket = Optional.empty();

    /** The lifetime the scripts of that event were given, in seconds; 0 for none. */
    long granted;

    /** What comes in its place when it has gone. */
    Optional<PublicAddress> successor = Optional.empty();

    /** Where the kernel carries it while its event still runs. */
    Optional<AddressSeen> appeared = Optional.empty();

    /** The order that waits for what is going on. */
    Optional<OrderPart> order = Optional.empty();

    /** Why it is being released. */
    String cause = "";

    Moment since = Moment.PAST;

    /** The interface that the last preparation of a take was for, and what came of it. */
    Optional<InterfaceName> preparedOn = Optional.empty();

    Optional<String> prepared = Optional.empty();

    /** Whether any node was seen to carry it: then nobody else is looked for before a take. */
    boolean wasCarried;

    /** Preparations that are not answered yet; they are answered in order. */
    int preparing;

    /** The lease end that was last looked at for a renewal. */
    Moment renewedFor = Moment.PAST;

    /** Until when the kernel carries it by the last write that was ordered. */
    Moment writtenUntil = Moment.PAST;

    /** Connections of clients to an earlier holder, told with the announcements of a take. */
    List<Connection> tickled = List.of();

    int announcementsLeft;

    /** Drops asked for and not answered yet, and whether the last of them ends the release. */
    int dropsPending;

    boolean finalDrop;

    Moment repairedAt = Moment.PAST;
    boolean reading;

    HostedAddress(PublicAddress address, Tally tally) {
        this.address = address;
        this.tally = tally;
        this.right = new Right.Serving(address.ip());
    }

    /** Its line in the configuration. */
    PublicAddress address() {
        return address;
    }

    /** Its interfaces may change while it is carried, its prefix length only while it is not. */
    void line(PublicAddress now) {
        address = now;
        tally.changed();
    }

    AddressPhase phase() {
        return phase;
    }

    void enter(AddressPhase next) {
        phase = next;
        tally.changed();
        tally.rescheduled();
    }

    /** The interface that carries it, or is to. */
    Optional<InterfaceName> on() {
        return on;
    }

    void put(Optional<InterfaceName> now) {
        on = now;
        tally.moved();
    }

    /** The number of the hold, kept until the right is given back; else 0. */
    long number() {
        return number;
    }

    void numbered(long now) {
        number = now;
        tally.changed();
    }

    /** Whether an operator deleted it: it goes as soon as it is not carried any more. */
    boolean isLeaving() {
        return leaving;
    }

    void leaves(boolean now) {
        leaving = now;
        tally.changed();
    }

    /** The machine outside the cluster that answered for it while it was prepared, if one did. */
    String foreign() {
        return foreign;
    }

    void foundAt(String mac) {
        foreign = mac;
        tally.changed();
    }

    /** When a right that was denied is asked for again. */
    Moment askAt() {
        return askAt;
    }

    void askAgainAt(Moment at) {
        askAt = at;
        tally.rescheduled();
    }

    /** When the lease last grew; a hold that has not grown for L/2 is given up. */
    Moment grewAt() {
        return grewAt;
    }

    void grew(Moment at) {
        grewAt = at;
        tally.rescheduled();
    }

    Moment nextAnnounce() {
        return nextAnnounce;
    }

    void announceAt(Moment at) {
        nextAnnounce = at;
        tally.rescheduled();
    }

    /** When a drop that did not leave the kernel clean is tried again. */
    Moment retryDrop() {
        return retryDrop;
    }

    void dropAgainAt(Moment at) {
        retryDrop = at;
        tally.rescheduled();
    }

    /** Another node carries it: what this one found before it tried is of the past. */
    void isCarriedElsewhere() {
        wasCarried = true;
        if (phase == AddressPhase.ABSENT && !foreign.isEmpty()) {
            foundAt("");
        }
    }

    /** Whether the kernel may carry it by this node's doing. */
    boolean mayBeCarried() {
        return phase != AddressPhase.ABSENT && phase != AddressPhase.ASKING;
    }

    /** Whether the right is held and nothing is known against serving it. */
    boolean isServedOrWillBe() {
        return switch (phase) {
            case TAKING, SERVING, UPDATING -> true;
            case ABSENT, ASKING, RELEASING -> false;
        };
    }

    /** Whether what the kernel may carry of it now is what this line says. */
    boolean fits(PublicAddress line) {
        boolean sameMask = line.maskBits() == address.maskBits();
        return isGone() || (sameMask && on.filter(line.interfaces()::contains).isPresent());
    }

    /** Whether nothing of it is left that an answer of the shell could still be about. */
    boolean isGone() {
        return phase == AddressPhase.ABSENT && dropsPending == 0 && preparing == 0;
    }

    boolean isOn(InterfaceName name) {
        return on.equals(Optional.of(name));
    }

    /** Answers the order that waits for what is going on, if one does. */
    void answer(Work work, Outcomes outcomes, Outcome outcome) {
        Optional<OrderPart> waiting = order;
        order = Optional.empty();
        waiting.ifPresent(part -> outcomes.report(work, part, outcome));
    }
}
