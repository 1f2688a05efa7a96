package dev.baton.events.contract.opennebula;

import dev.baton.events.callout.Contract;
import dev.baton.events.callout.Decoded;
import dev.baton.events.callout.Encoded;
import dev.baton.events.callout.Outcome;
import dev.baton.events.callout.Sighting;
import dev.baton.events.callout.Truth;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Speaks with all drivers of a front-end, each in its dialect: a machine's disks may need several.
 *
 * <p>Source: storage call-outs contract, section 4.5.
 */
public final class DriversContract implements Contract<DriverCall, DriverResult> {

    private final DriverSettings settings;
    private final SortedMap<String, DriverContract> drivers = new TreeMap<>();

    /** For drivers as they were found just now. */
    public DriversContract(List<Driver> found, DriverSettings settings) {
        this.settings = settings;
        for (Driver each : found) {
            drivers.put(each.kind().word() + "/" + each.name(), new DriverContract(each, settings));
        }
    }

    @Override
    public DriverResult nothing() {
        return new DriverResult.Nothing();
    }

    @Override
    public DriverCall informed(DriverCall call, DriverResult earlier) {
        return call;
    }

    @Override
    public Encoded encode(DriverCall call) {
        return drivers.containsKey(call.provider())
                ? of(call).encode(call)
                : new Encoded.Refused(
                        "there is no driver %s; expected %s"
                                .formatted(
                                        call.provider(),
                                        settings.layout()
                                                .drivers(DriverKind.TRANSFER)
                                                .resolveSibling(call.provider())));
    }

    /** One that was removed meanwhile is spoken of as one of today. */
    private DriverContract of(DriverCall call) {
        return drivers.getOrDefault(
                call.provider(),
                new DriverContract(
                        new Driver(
                                DriverKind.TRANSFER,
                                call.provider(),
                                settings.layout().drivers(DriverKind.TRANSFER),
                                new TreeSet<>(),
                                Dialect.V6_8),
                        settings));
    }

    @Override
    public Decoded<DriverCall, DriverResult> decode(DriverCall call, Outcome outcome) {
        return of(call).decode(call, outcome);
    }

    @Override
    public Decoded<DriverCall, DriverResult> decode(
            DriverCall call, Outcome outcome, Sighting seen) {
        return of(call).decode(call, outcome, seen);
    }

    @Override
    public Decoded<DriverCall, DriverResult> decode(
            DriverCall call, Outcome outcome, Truth<DriverResult> told) {
        return of(call).decode(call, outcome, told);
    }
}
