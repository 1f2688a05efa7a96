package dev.baton.agent.kernel;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Collects the kernel's answers to a row of requests of which only the last asked for one.
 *
 * <p>The kernel works through the row in order and reports every refusal, so the last one's answer
 * says that those not refused were done. Without it nothing is known about any.
 */
final class Acknowledgements {

    private final int first;
    private final KernelAnswer[] answers;
    private boolean complete;

    Acknowledgements(int first, int count) {
        this.first = first;
        answers = new KernelAnswer[count];
        Arrays.fill(answers, new KernelAnswer.Done());
    }

    void accept(NetlinkMessage message) {
        // The number wraps at 2^31; those of earlier rows fall outside.
        int place = message.sequence() - first & Integer.MAX_VALUE;
        if (message.type() == NetlinkMessage.ERROR && place < answers.length) {
            answers[place] = KernelAnswer.of(message.error());
            complete |= place == answers.length - 1;
        }
    }

    boolean complete() {
        return complete;
    }

    List<KernelAnswer> answers() {
        return complete
                ? List.of(answers)
                : Collections.nCopies(answers.length, new KernelAnswer.Unanswered());
    }
}
