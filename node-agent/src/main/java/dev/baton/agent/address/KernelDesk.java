package dev.baton.agent.address;

import dev.baton.agent.kernel.ClockSlew;
import dev.baton.agent.kernel.KernelAddress;
import dev.baton.agent.kernel.KernelAnswer;
import dev.baton.agent.kernel.KernelLink;
import dev.baton.config.ForeignAddress;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.events.process.Shortcut;
import dev.baton.orchestrator.exchange.AddressSeen;
import dev.baton.orchestrator.exchange.Effect;
import dev.baton.orchestrator.exchange.Input;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Does the jobs of the room, one kind at a time. Thread: the room's, except {@link #broken}. */
final class KernelDesk implements AutoCloseable {

    /** Clock rates beyond this are not trusted. Source: safety rule, section 2: 0.4 %. */
    private static final double MOST_SLEW = 4000;

    private static final Logger LOG = LoggerFactory.getLogger(KernelDesk.class);

    private final AddressWiring wiring;
    private final Consumer<Job> later;
    private final AddressKernel kernel;
    private final Links links;
    private final Renewals renewals;
    private final Notices notices;
    private final AddressRemoval removal;
    private final Probes probes;
    private final AddressShortcuts shortcuts;

    /** Addresses whose events are being ended, and by how many drops; none is renewed meanwhile. */
    private final Map<IpAddress, Integer> dropping = new TreeMap<>();

    private boolean slewed;

    KernelDesk(AddressKernel kernel, AddressWiring wiring, Consumer<Job> later) {
        this.kernel = kernel;
        this.wiring = wiring;
        this.later = later;
        links = new Links(wiring::interfaces);
        renewals = new Renewals(kernel, links, wiring.inbox(), wiring.renewed());
        probes =
                new Probes(
                        kernel, wiring.foreign() == ForeignAddress.REFUSE, wiring.inbox(), later);
        notices = new Notices(kernel, wiring, probes, later);
        removal = new AddressRemoval(kernel);
        shortcuts = new AddressShortcuts(kernel, links, removal);
    }

    /** Starts to listen; interfaces are made ready as far as they exist. */
    void open() {
        notices.open();
        makeReady(wiring.interfaces());
    }

    private void makeReady(Collection<InterfaceName> names) {
        if (wiring.untouched()) {
            return;
        }
        for (InterfaceName name : names) {
            if (links.find(name).isPresent()) {
                kernel.makeReady(name)
                        .forEach(wrong -> LOG.warn("interface_setting why=\"{}\"", wrong));
            }
        }
    }

    /** Thread: any. */
    SortedSet<IpAddress> hosted() {
        return notices.hosted();
    }

    void work(List<Job> run) {
        switch (run.getFirst()) {
            case Job.Renew _ -> renewals.write(renewable(run));
            case Job.Drop _ -> drop(run);
            case Job.Shorten _ -> run.forEach(job -> shorten(((Job.Shorten) job).shortcut()));
            case Job.FinishDrop _ -> finishDrops(run);
            case Job.Watch _ -> run.forEach(job -> watch(((Job.Watch) job).effect()));
            case Job.Claimed _ -> run.forEach(job -> claimed((Job.Claimed) job));
            case Job.EndProbe _ -> run.forEach(job -> endProbe((Job.EndProbe) job));
            case Job.Read _ -> read(run);
            case Job.Prepare _ -> run.forEach(job -> prepare(((Job.Prepare) job).effect()));
            case Job.Announce _ -> run.forEach(job -> announce(((Job.Announce) job).effect()));
            case Job.Afterwards _ -> run.forEach(job -> ((Job.Afterwards) job).what().run());
            case Job.LookAtLinks _ -> lookAtLinks();
            case Job.LookAtAddresses _ -> lookAtAddresses();
            case Job.LookAtClock _ -> lookAtClock();
        }
    }

    /** The kernel could not be read during this job: answers in the way that gives nothing back. */
    void failed(Job job) {
        String why = "the kernel could not be read";
        switch (job) {
            case Job.Renew(var effect) -> tell(new Input.RenewalFailed(effect.ip(), why));
            case Job.Prepare(var effect) -> tell(new Input.TakePrepared(effect.ip(), why));
            case Job.Watch(var effect) ->
                    tell(new Input.AddressesWatched(effect.generation(), why));
            case Job.Read(var ip) -> tell(new Input.AddressRead(ip, List.of()));
            case Job.Drop(var effect) -> tell(new Input.AddressDropped(effect.ip(), false));
            case Job.FinishDrop(var ip, _) -> {
                reopen(ip);
                tell(new Input.AddressDropped(ip, false));
            }
            case Job.Shorten(var shortcut) -> shortcut.end(new Shortcut.Answer.Declined());
            case Job.Announce _,
                    Job.Claimed _,
                    Job.EndProbe _,
                    Job.Afterwards _,
                    Job.LookAtLinks _,
                    Job.LookAtAddresses _,
                    Job.LookAtClock _ ->
                    LOG.debug("kernel_job_skipped job={}", job);
        }
    }

    void broken(Throwable why) {
        wiring.broken().stop(why);
    }

    @Override
    public void close() {
        kernel.close();
    }

    private List<Effect.RenewAddress> renewable(List<Job> run) {
        return run.stream()
                .map(job -> ((Job.Renew) job).effect())
                .filter(effect -> !dropping.containsKey(effect.ip()))
                .toList();
    }

    /** What is new and in the kernel already is told right after the answer. */
    private void watch(Effect.WatchAddresses effect) {
        TreeSet<InterfaceName> before = new TreeSet<>(wiring.interfaces());
        Optional<String> problem = wiring.addresses().change(effect.addresses());
        tell(new Input.AddressesWatched(effect.generation(), problem.orElse("")));
        if (problem.isEmpty()) {
            TreeSet<InterfaceName> more = new TreeSet<>(wiring.interfaces());
            more.removeAll(before);
            lookAtLinks();
            makeReady(more);
            lookAtAddresses();
        }
    }

    private void prepare(Effect.PrepareTake effect) {
        String obstacle = obstacle(effect);
        if (obstacle.isEmpty() && effect.probe()) {
            probes.begin(effect.ip(), links.find(effect.on()).orElseThrow());
        } else {
            tell(new Input.TakePrepared(effect.ip(), obstacle));
        }
    }

    private void claimed(Job.Claimed claim) {
        probes.claimed(claim.ip(), claim.mac());
    }

    private void endProbe(Job.EndProbe end) {
        probes.end(end.ip(), end.question());
    }

    private String obstacle(Effect.PrepareTake effect) {
        Optional<KernelLink> link = links.find(effect.on());
        if (link.isEmpty()) {
            return "interface " + effect.on() + " does not exist on this node";
        }
        if (!link.get().up()) {
            return "interface " + effect.on() + " is down; set it up with ip link set";
        }
        removal.destroySockets(effect.ip());
        return String.join("; ", kernel.makeReady(effect.on()));
    }

    private void shorten(AddressShortcut shortcut) {
        if (shortcut.begin()) {
            shortcut.end(shortcuts.take(shortcut.effect(), dropping.keySet()));
        }
    }

    private void drop(List<Job> run) {
        List<Effect.DropAddress> effects =
                run.stream().map(job -> ((Job.Drop) job).effect()).toList();
        List<IpAddress> withProcesses =
                effects.stream()
                        .filter(Effect.DropAddress::killEvents)
                        .map(Effect.DropAddress::ip)
                        .filter(wiring.mayHaveProcesses())
                        .toList();
        effects.forEach(effect -> removal.destroySockets(effect.ip()));
        List<KernelAddress> left =
                removal.deleteAll(effects.stream().map(Effect.DropAddress::ip).toList());
        for (Effect.DropAddress effect : effects) {
            if (withProcesses.contains(effect.ip())) {
                dropping.merge(effect.ip(), 1, Integer::sum);
                Thread.ofVirtual().name("end-" + effect.ip()).start(() -> end(effect.ip()));
            } else {
                tell(
                        new Input.AddressDropped(
                                effect.ip(), AddressRemoval.isAbsent(effect.ip(), left)));
            }
        }
    }

    /** Bounded by {@link AddressWiring#endEvents}; away from the room's thread for that reason. */
    private void end(IpAddress ip) {
        try {
            boolean none = wiring.endEvents().test(ip);
            later.accept(new Job.FinishDrop(ip, none));
        } catch (RuntimeException broken) {
            wiring.broken().stop(broken);
        }
    }

    private void finishDrops(List<Job> run) {
        List<Job.FinishDrop> drops = run.stream().map(job -> (Job.FinishDrop) job).toList();
        List<KernelAddress> left =
                removal.deleteAll(drops.stream().map(Job.FinishDrop::ip).toList());
        for (Job.FinishDrop drop : drops) {
            reopen(drop.ip());
            boolean clean = drop.noProcessLeft() && AddressRemoval.isAbsent(drop.ip(), left);
            tell(new Input.AddressDropped(drop.ip(), clean));
        }
    }

    private void reopen(IpAddress ip) {
        dropping.computeIfPresent(ip, (_, count) -> count > 1 ? count - 1 : null);
    }

    private void read(List<Job> run) {
        TreeMap<IpAddress, List<AddressSeen>> seen = new TreeMap<>();
        for (AddressSeen each : notices.seen(kernel.addresses())) {
            seen.computeIfAbsent(each.ip(), _ -> new ArrayList<>()).add(each);
        }
        for (Job job : run) {
            IpAddress ip = ((Job.Read) job).ip();
            tell(new Input.AddressRead(ip, seen.getOrDefault(ip, List.of())));
        }
    }

    private void announce(Effect.Announce effect) {
        Optional<KernelLink> link = links.find(effect.on());
        if (link.isPresent() && System.nanoTime() - effect.until().nanos() < 0) {
            KernelAnswer answer = kernel.announce(effect.ip(), link.get());
            if (answer.isDone()) {
                wiring.announced().accept(effect.ip());
            } else {
                LOG.warn(
                        "announce_failed ip={} on={} why=\"{}\"", effect.ip(), effect.on(), answer);
            }
        }
    }

    private void lookAtLinks() {
        links.read(kernel);
        tell(new Input.LinksObserved(links.up()));
        notices.listenOn(links.ethernet());
    }

    /** Once a second, so that a link that was renamed is not known by its old name for longer. */
    private void lookAtAddresses() {
        links.read(kernel);
        tell(new Input.AddressesObserved(notices.seen(kernel.addresses())));
    }

    private void lookAtClock() {
        boolean now = ClockSlew.read().exceeds(MOST_SLEW);
        if (now != slewed) {
            slewed = now;
            tell(new Input.ClockSlewed(now));
        }
    }

    private void tell(Input input) {
        wiring.inbox().accept(input);
    }
}
