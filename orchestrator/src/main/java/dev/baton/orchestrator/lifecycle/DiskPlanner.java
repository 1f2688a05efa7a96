package dev.baton.orchestrator.lifecycle;

import dev.baton.events.contract.opennebula.Place;
import dev.baton.events.contract.opennebula.Transfer;
import dev.baton.events.contract.opennebula.TransferCall;
import dev.baton.events.contract.opennebula.TransferCall.Snapshot.Deed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns a machine's disks into the ordered list of transfer calls for a change.
 *
 * <p>Two calls are needed for a disk that goes or moves: common drivers do nothing for the disk and
 * act on the directory that follows. Source: storage call-outs contract, sections 4.4, 4.5 and 4.9.
 */
public final class DiskPlanner {

    private final Machine machine;
    private final String frontEnd;

    /**
     * For one machine.
     *
     * @param frontEnd the host that machines which are put aside are kept on
     */
    public DiskPlanner(Machine machine, String frontEnd) {
        this.machine = machine;
        this.frontEnd = frontEnd;
    }

    /** All calls of a change. */
    public DiskPlan plan(Change change) {
        return new DiskPlan(
                switch (change) {
                    case Change.Create(String host) -> create(machine.on(host));
                    case Change.Stop(String host) -> move(machine.on(host), machine.on(frontEnd));
                    case Change.Resume(String host) -> move(machine.on(frontEnd), machine.on(host));
                    case Change.Migrate(String from, String to) ->
                            move(machine.on(from), machine.on(to));
                    case Change.Shutdown(String host) -> end(machine.on(host), true);
                    case Change.Delete(String host) -> end(machine.on(host), false);
                    case Change.Live(String from, String to, var moment) ->
                            alone(
                                    new TransferCall.Migration(
                                            machine.byHome(),
                                            moment,
                                            from,
                                            to,
                                            machine.on(from).path()),
                                    "");
                    case Change.Snapshot snapshot -> List.of(snapshot(snapshot));
                    case Change.Save save ->
                            alone(copy(save), held(save.source(), copy(save).from()));
                    case Change.Resize(String host, int number, long size) -> {
                        Place disk = machine.on(host).disk(number);
                        yield alone(
                                new TransferCall.Resize(by(number), disk, size),
                                "%s has %d MiB".formatted(disk, size));
                    }
                });
    }

    /** Why a change cannot be planned for this machine; a sentence, empty where it can. */
    public Optional<String> objection(Change change) {
        return switch (change) {
            case Change.Snapshot snapshot -> objection(snapshot.disk());
            case Change.Save save -> objection(save.disk());
            case Change.Resize resize -> objection(resize.disk());
            case Change.Create _,
                    Change.Stop _,
                    Change.Resume _,
                    Change.Migrate _,
                    Change.Live _,
                    Change.Shutdown _,
                    Change.Delete _ ->
                    Optional.empty();
        };
    }

    private Optional<String> objection(int number) {
        boolean isSwap = disk(number).filter(Disk.Swap.class::isInstance).isPresent();
        if (disk(number).isPresent() && !isSwap) {
            return Optional.empty();
        }
        return Optional.of(
                isSwap
                        ? "disk %d of machine %d is to swap on: it has no snapshots, keeps its size and becomes no image"
                                .formatted(number, machine.id())
                        : "machine %d has no disk %d with data; its description has %s"
                                .formatted(
                                        machine.id(),
                                        number,
                                        machine.disks().stream().map(Disk::number).toList()));
    }

    private Optional<Disk> disk(int number) {
        return machine.disks().stream().filter(each -> each.number() == number).findFirst();
    }

    private Transfer by(int number) {
        return disk(number)
                .filter(Disk.OfImage.class::isInstance)
                .map(Disk.OfImage.class::cast)
                .map(image -> machine.by(image.driver()))
                .orElseGet(machine::byHome);
    }

    private TransferCall.SaveCopy copy(Change.Save save) {
        return new TransferCall.SaveCopy(
                by(save.disk()),
                machine.on(save.host()).disk(save.disk()),
                save.source(),
                save.snapshot());
    }

    private static String held(String image, Place disk) {
        return "image %s holds what %s held".formatted(image, disk);
    }

    private static List<PlannedCall> alone(TransferCall call, String left) {
        return List.of(new PlannedCall(call, List.of(), false, left));
    }

    /** One that was taken can be deleted; what was deleted or gone back from is lost. */
    private PlannedCall snapshot(Change.Snapshot asked) {
        Place disk = machine.on(asked.host()).disk(asked.disk());
        TransferCall call =
                new TransferCall.Snapshot(by(asked.disk()), asked.deed(), disk, asked.number());
        return switch (asked.deed()) {
            case TAKE, TAKE_LIVE ->
                    new PlannedCall(
                            call,
                            List.of(
                                    new TransferCall.Snapshot(
                                            by(asked.disk()), Deed.DELETE, disk, asked.number())),
                            false,
                            "");
            case DELETE ->
                    new PlannedCall(
                            call,
                            List.of(),
                            false,
                            "snapshot %d of %s is deleted".formatted(asked.number(), disk));
            case REVERT ->
                    new PlannedCall(
                            call,
                            List.of(),
                            false,
                            "%s holds what snapshot %d held".formatted(disk, asked.number()));
        };
    }

    /** The directory is the first to be there, and the last to be deleted. */
    private List<PlannedCall> create(Place directory) {
        TransferCall all = new TransferCall.Delete(machine.byHome(), directory);
        List<PlannedCall> calls = new ArrayList<>();
        for (Disk disk : machine.disks()) {
            Place to = directory.disk(disk.number());
            List<TransferCall> inverse = new ArrayList<>();
            if (disk instanceof Disk.OfImage image) {
                inverse.add(new TransferCall.Delete(machine.by(image.driver()), to));
            }
            add(calls, make(disk, to), inverse, all);
        }
        machine.context()
                .ifPresent(
                        context ->
                                add(
                                        calls,
                                        new TransferCall.Context(
                                                machine.byHome(),
                                                context.files(),
                                                directory.disk(context.number())),
                                        new ArrayList<>(),
                                        all));
        return calls;
    }

    private static void add(
            List<PlannedCall> calls,
            TransferCall call,
            List<TransferCall> inverse,
            TransferCall all) {
        if (calls.isEmpty()) {
            inverse.add(all);
        }
        calls.add(new PlannedCall(call, inverse, true, ""));
    }

    private TransferCall make(Disk disk, Place to) {
        return switch (disk) {
            case Disk.OfImage image ->
                    new TransferCall.Fetch(
                            machine.by(image.driver()),
                            !image.cloned(),
                            image.source(),
                            to,
                            image.size());
            case Disk.Swap swap -> new TransferCall.MakeSwap(machine.byHome(), swap.size(), to);
            case Disk.Volatile empty ->
                    new TransferCall.MakeImage(machine.byHome(), empty.size(), empty.format(), to);
        };
    }

    /** Disks that were made for the machine come with its directory. */
    private List<PlannedCall> move(Place from, Place to) {
        List<PlannedCall> calls = new ArrayList<>();
        for (Disk disk : machine.disks()) {
            if (disk instanceof Disk.OfImage image) {
                calls.add(
                        moved(image.driver(), from.disk(image.number()), to.disk(image.number())));
            }
        }
        calls.add(moved(machine.home().driver(), from, to));
        return calls;
    }

    private PlannedCall moved(String driver, Place from, Place to) {
        return new PlannedCall(
                new TransferCall.Move(machine.by(driver), from, to),
                List.of(new TransferCall.Move(machine.by(driver), to, from)),
                false,
                "");
    }

    /** Nothing brings back what was deleted, or what an image was before. */
    private List<PlannedCall> end(Place directory, boolean mayBeSaved) {
        List<PlannedCall> calls = new ArrayList<>();
        for (Disk disk : machine.disks()) {
            if (disk instanceof Disk.OfImage image) {
                Place from = directory.disk(image.number());
                calls.add(mayBeSaved && image.saved() ? save(image, from) : delete(image, from));
            }
        }
        calls.add(
                new PlannedCall(
                        new TransferCall.Delete(machine.byHome(), directory),
                        List.of(),
                        false,
                        directory + " is deleted"));
        return calls;
    }

    private PlannedCall save(Disk.OfImage image, Place from) {
        return new PlannedCall(
                new TransferCall.Save(machine.by(image.driver()), from, image.source()),
                List.of(),
                false,
                held(image.source(), from));
    }

    private PlannedCall delete(Disk.OfImage image, Place from) {
        return new PlannedCall(
                new TransferCall.Delete(machine.by(image.driver()), from),
                List.of(),
                false,
                from + " is deleted");
    }
}
