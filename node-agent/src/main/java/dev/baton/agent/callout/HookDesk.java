package dev.baton.agent.callout;

import dev.baton.config.HookOptions;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.quantastor.BootMarker;
import dev.baton.events.contract.quantastor.Hook;
import dev.baton.events.contract.quantastor.HookCall;
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
    private final HookDirectory directory;
    private final Path bootId;
    private final HookCaller caller;

    /**
     * For the scripts of this node.
     *
     * @param bootId the kernel's file with the id of this boot
     * @param facts hears of hooks that failed
     */
    HookDesk(HookOptions options, String node, CallDesk desk, Path bootId, Consumer<Fact> facts) {
        this.options = options;
        this.node = node;
        this.directory = new HookDirectory(options.directory());
        this.bootId = bootId;
        this.caller = new HookCaller(options, desk, directory, facts);
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

    private Optional<String> call(Hook hook, HookVerdict consequence) {
        Truth<HookEnd> end =
                caller.call(CallDesk.Purpose.NONE, HookCall.ofSystem(hook, false, node), () -> {});
        return HookVerdict.of(options, hook, end) == consequence
                ? Optional.of(HookCaller.line(end.sentence()))
                : Optional.empty();
    }
}
