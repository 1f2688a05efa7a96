package dev.baton.testcluster.demo;

import dev.baton.testcluster.client.OutsideClient.Reads;
import dev.baton.testcluster.observer.AddressFigures;

import java.util.OptionalDouble;

/**
 * What one window did to one address; times in seconds.
 *
 * @param window the step's name, or that with {@code /healed} for its undoing
 * @param victim name of the node
 * @param moved whether another node than before answers
 */
record Row(
        String window,
        String victim,
        String address,
        boolean moved,
        OptionalDouble takenAfter,
        OptionalDouble clientSilence,
        double onNoNode,
        double onTwoNodes,
        double configuredOnTwo,
        long wrongReads) {

    static Row of(String window, String victim, String ip, AddressFigures seen, Reads reads) {
        boolean moved = seen.takenAfter().isPresent();
        return new Row(
                window,
                victim,
                ip,
                moved,
                seen.takenAfter(),
                moved ? OptionalDouble.of(reads.longestSilence()) : OptionalDouble.empty(),
                seen.onNoNode(),
                seen.answeredByTwo(),
                seen.configuredOnTwo(),
                reads.wrong());
    }
}
