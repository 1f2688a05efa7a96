package dev.baton.agent.callout;

import dev.baton.config.HookOptions;
import dev.baton.events.callout.CallRun;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.quantastor.BootMarker;
import dev.baton.events.contract.quantastor.Hook;
import dev.baton.events.contract.quantastor.HookCall;
import dev.baton.events.contract.quantastor.HookContract;
import dev.baton.events.contract.quantastor.HookEnd;
import dev.baton.events.contract.quantastor.HookVerdict;
import dev.baton.orchestrator.exchange.Fact;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;

/**
 * Calls QuantaStor's custom scripts of the system: once in each boot when the node has started, and
 * before an operator's shutdown.
 *
 * <p>Thread: any; blocks as long as a script may take. Source: storage call-outs contract, sections
 * 2.1 to 2.4.
 */
final class HookDesk {

    private static final Logger LOG = LoggerFactory.getLogger("baton.storage");

    private final HookOptions options;
    private final String node;
    private final CallDesk desk;
    private final HookDirectory directory;
    private final Path bootId;
    private final Consumer<Fact> facts;

    /**
     * For the scripts of this node.
     *
     * @param bootId the kernel's file with the id of this boot
     * @param facts hears of hooks that failed
     */
    HookDesk(HookOptions options, String node, CallDesk desk, Path bootId, Consumer<Fact> facts) {
        this.options = options;
        this.node = node;
        this.desk = desk;
        this.directory = new HookDirectory(options.directory());
        this.bootId = bootId;
        this.facts = facts;
    }

    /** A sentence when the node is unhealthy because of it; empty when all is well. */
    Optional<String> started() {
        SortedSet<String> present = directory.present();
        boolean isThere =
                present.contains(Hook.SYSTEM_POSTSTART.fileName(false))
                        || present.contains(Hook.SYSTEM_POSTSTART.fileName(true));
        if (!isThere) {
            return Optional.empty();
        }
        try {
            String boot = Files.readString(bootId).strip();
            if (!BootMarker.isDue(stored(), boot)) {
                return Optional.empty();
            }
            mark(boot);
        } catch (IOException unwritable) {
            LOG.error(
                    "boot_marker_not_written file={} why=\"{}\"",
                    options.bootMarker(),
                    unwritable.getMessage());
        }
        return call(Hook.SYSTEM_POSTSTART, HookVerdict.NODE_UNHEALTHY);
    }

    /** A sentence when the shutdown is refused because of it; empty when it may go on. */
    Optional<String> stopping() {
        return call(Hook.SYSTEM_PRESTOP, HookVerdict.STOP_REFUSED);
    }

    private Optional<String> stored() throws IOException {
        return Files.exists(options.bootMarker())
                ? Optional.of(Files.readString(options.bootMarker()))
                : Optional.empty();
    }

    /** Before the script starts: it may delete the file to be called at every start. */
    private void mark(String boot) throws IOException {
        Files.createDirectories(options.bootMarker().toAbsolutePath().getParent());
        Files.writeString(options.bootMarker(), boot + "\n");
    }

    /** Both variants where both are there, the one that is waited for first. */
    private Optional<String> call(Hook hook, HookVerdict consequence) {
        Truth<HookEnd> end = run(hook, false);
        Truth<HookEnd> started = run(hook, true);
        if (!(started instanceof Truth.Done<HookEnd>)) {
            facts.accept(new Fact.HookFailed(hook.word() + "-async", line(started)));
        }
        if (!(end instanceof Truth.Done<HookEnd>)) {
            facts.accept(new Fact.HookFailed(hook.word(), line(end)));
        }
        return HookVerdict.of(options, hook, end) == consequence
                ? Optional.of(line(end))
                : Optional.empty();
    }

    private static String line(Truth<HookEnd> end) {
        return end.sentence().replaceAll("\\p{Cntrl}", " ");
    }

    private Truth<HookEnd> run(Hook hook, boolean async) {
        return desk.follow(
                CallDesk.Purpose.NONE,
                new CallRun<>(
                        new HookContract(options, directory.present()),
                        HookCall.ofSystem(hook, async, node)));
    }
}
