package dev.baton.events.contract.opennebula;

/**
 * Whether something is there on a host: asked by ssh, because exit statuses of some drivers say
 * nothing.
 *
 * <p>Source: storage call-outs contract, section 4.6.
 */
public record PresenceCall(Transfer transfer, Place place) implements DriverCall {

    @Override
    public String provider() {
        return DriverKind.TRANSFER.word() + "/" + transfer.driver();
    }

    @Override
    public String action() {
        return "look";
    }

    @Override
    public String subject() {
        return transfer.subject();
    }
}
