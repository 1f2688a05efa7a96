package dev.baton.agent.address;

import static dev.baton.monitoring.metrics.RenewalResult.LATE;
import static dev.baton.monitoring.metrics.RenewalResult.OK;
import static dev.baton.monitoring.metrics.RenewalResult.REFUSED;

import dev.baton.agent.kernel.AddressWrite;
import dev.baton.agent.kernel.KernelAnswer;
import dev.baton.agent.kernel.KernelLink;
import dev.baton.monitoring.metrics.RenewalResult;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Input;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes lifetimes, many addresses at once, with the clock checked right before and right after
 * each write. Late before is skipped, late after is deleted. Source: safety rule, section 3.
 */
final class Renewals {

    /** Addresses between two looks at the clock. */
    private static final int TOGETHER = 50;

    private record Due(Effect.RenewAddress effect, AddressWrite write) {

        boolean isLate() {
            return System.nanoTime() - effect.latest().nanos() > 0;
        }
    }

    private final AddressKernel kernel;
    private final Links links;
    private final Consumer<Input> inbox;
    private final Consumer<RenewalResult> results;

    Renewals(
            AddressKernel kernel,
            Links links,
            Consumer<Input> inbox,
            Consumer<RenewalResult> results) {
        this.kernel = kernel;
        this.links = links;
        this.inbox = inbox;
        this.results = results;
    }

    void write(List<Effect.RenewAddress> effects) {
        List<Due> due = new ArrayList<>();
        for (Effect.RenewAddress effect : effects) {
            Optional<KernelLink> link = links.find(effect.on());
            if (link.isPresent()) {
                due.add(new Due(effect, write(effect, link.get().index())));
            } else {
                fail(effect, REFUSED, "interface " + effect.on() + " is missing");
            }
        }
        for (int from = 0; from < due.size(); from += TOGETHER) {
            inTime(due.subList(from, Math.min(due.size(), from + TOGETHER)));
        }
    }

    private void inTime(List<Due> part) {
        List<Due> now = new ArrayList<>();
        for (Due due : part) {
            if (due.isLate()) {
                skip(due);
            } else {
                now.add(due);
            }
        }
        List<KernelAnswer> answers =
                now.isEmpty()
                        ? List.of()
                        : kernel.write(
                                now.stream().map(Due::write).toList(),
                                () -> now.stream().noneMatch(Due::isLate));
        for (int i = 0; i < now.size(); i++) {
            judge(now.get(i), answers.get(i));
        }
    }

    private void judge(Due due, KernelAnswer answer) {
        if (answer instanceof KernelAnswer.Withheld) {
            skip(due);
        } else if (due.isLate()) {
            delete(due);
            fail(due.effect(), LATE, "the write ended too late");
        } else if (answer.isDone()) {
            results.accept(OK);
        } else {
            delete(due);
            fail(due.effect(), REFUSED, "the kernel answered " + answer);
        }
    }

    private void skip(Due due) {
        results.accept(LATE);
        inbox.accept(new Input.RenewalSkipped(due.effect().ip()));
    }

    private void delete(Due due) {
        AddressWrite write = due.write();
        kernel.delete(write.ip(), write.prefixBits(), write.interfaceIndex());
    }

    private void fail(Effect.RenewAddress effect, RenewalResult result, String why) {
        results.accept(result);
        inbox.accept(new Input.RenewalFailed(effect.ip(), why));
    }

    private static AddressWrite write(Effect.RenewAddress effect, int index) {
        return new AddressWrite(effect.ip(), effect.maskBits(), index, effect.lifetimeSeconds());
    }
}
