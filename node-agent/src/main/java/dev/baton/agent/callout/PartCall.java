package dev.baton.agent.callout;

import dev.baton.events.contract.ganeti.GanetiCall;
import dev.baton.events.contract.ganeti.Volume;

import java.util.Locale;
import java.util.Optional;

/** What a node may be asked to call for another node's job. */
public enum PartCall {
    ATTACH,
    OPEN_SHARED,
    OPEN_EXCLUSIVE,
    CLOSE,
    DETACH;

    /** The one for a call of an operation over nodes. */
    static PartCall of(GanetiCall call) {
        return switch (call) {
            case GanetiCall.Attach _ -> ATTACH;
            case GanetiCall.Open(Volume _, boolean exclusive) ->
                    exclusive ? OPEN_EXCLUSIVE : OPEN_SHARED;
            case GanetiCall.Close _ -> CLOSE;
            case GanetiCall.Detach _ -> DETACH;
            case GanetiCall.Create _,
                    GanetiCall.Remove _,
                    GanetiCall.Grow _,
                    GanetiCall.SetInfo _,
                    GanetiCall.Verify _,
                    GanetiCall.Snapshot _ ->
                    throw new IllegalArgumentException(
                            call.action() + " is not asked of another node");
        };
    }

    /** The call itself. */
    GanetiCall call(Volume volume, Optional<String> device) {
        return switch (this) {
            case ATTACH -> new GanetiCall.Attach(volume);
            case OPEN_SHARED -> new GanetiCall.Open(volume, false);
            case OPEN_EXCLUSIVE -> new GanetiCall.Open(volume, true);
            case CLOSE -> new GanetiCall.Close(volume);
            case DETACH -> new GanetiCall.Detach(volume, device);
        };
    }

    /** For lists and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
