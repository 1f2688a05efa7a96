package dev.baton.events.contract.ganeti;

import java.util.List;

/**
 * All providers of a node that decide, each the first of its name.
 *
 * @param cut whether there were more than could be told
 */
public record SeenProviders(List<SeenProvider> providers, boolean cut) {

    public SeenProviders {
        providers = List.copyOf(providers);
    }
}
