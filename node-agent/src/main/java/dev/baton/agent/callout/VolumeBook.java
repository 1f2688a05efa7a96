package dev.baton.agent.callout;

import dev.baton.config.Pnn;
import dev.baton.events.contract.ganeti.Attachment;
import dev.baton.events.contract.ganeti.GanetiCall;
import dev.baton.events.contract.ganeti.Volume;
import dev.baton.orchestrator.operation.Ending;
import dev.baton.orchestrator.operation.NewVolume;
import dev.baton.orchestrator.operation.Operation;
import dev.baton.orchestrator.operation.Step;
import dev.baton.orchestrator.operation.VolumeOperations;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Which volumes this node has, what a request means for them, and what its end does to them. */
final class VolumeBook {

    private static final int BITS_OF_A_MIB = 20;

    private final Pnn self;
    private final VolumeFiles files;
    private final InstantSource wall;

    VolumeBook(Pnn self, VolumeFiles files, InstantSource wall) {
        this.self = self;
        this.files = files;
        this.wall = wall;
    }

    /** The volumes that a request would add, as they would be called. */
    List<VolumeRecord> fresh(VolumeRequest request, SortedMap<String, String> parameters)
            throws Refusal {
        return switch (request) {
            case VolumeRequest.Create(String provider, List<String> titles, long size) ->
                    titles.stream().map(title -> fresh(provider, title, size, parameters)).toList();
            case VolumeRequest.Snapshot(String of, String name) -> {
                VolumeRecord origin = known(of);
                Volume snapshot = origin.volume().snapshot(snapshotName(origin, name));
                Volume titled =
                        new Volume(
                                snapshot.provider(),
                                snapshot.name(),
                                snapshot.uuid(),
                                name,
                                snapshot.parameters());
                yield List.of(
                        new VolumeRecord(
                                titled, origin.size(), VolumeState.CREATING, "", wall.millis()));
            }
            case VolumeRequest.Driven _,
                    VolumeRequest.Round _,
                    VolumeRequest.RemoveSnapshot _,
                    VolumeRequest.Attach _,
                    VolumeRequest.Detach _,
                    VolumeRequest.Grow _,
                    VolumeRequest.Remove _,
                    VolumeRequest.SetInfo _,
                    VolumeRequest.Verify _,
                    VolumeRequest.Migrate _,
                    VolumeRequest.Failover _,
                    VolumeRequest.Adopt _,
                    VolumeRequest.Forget _,
                    VolumeRequest.Part _ ->
                    List.of();
        };
    }

    private VolumeRecord fresh(
            String provider, String title, long size, SortedMap<String, String> parameters) {
        String uuid = UUID.randomUUID().toString();
        return new VolumeRecord(
                Volume.of(provider, uuid, title, parameters),
                size,
                VolumeState.CREATING,
                "",
                wall.millis());
    }

    /** The provider's name of a snapshot: the usual one for the usual title. */
    private static String snapshotName(VolumeRecord origin, String title) {
        return title.equals(origin.volume().title() + ".snap")
                ? origin.volume().usualSnapshot()
                : origin.volume().name() + "." + title;
    }

    VolumeRecord known(String title) throws Refusal {
        return files.find(title)
                .orElseThrow(
                        () ->
                                new Refusal(
                                        Refusal.Kind.NOT_FOUND,
                                        "this node has no volume \"%s\"; see: baton volume list"
                                                .formatted(title.replaceAll("\\p{Cntrl}", "?"))));
    }

    Optional<VolumeRecord> find(String title) {
        return files.find(title);
    }

    boolean has(String title) {
        return files.find(title).isPresent();
    }

    /** The calls of a request; {@code fresh} are the volumes it adds. */
    Operation<GanetiCall> operation(VolumeRequest request, List<VolumeRecord> fresh)
            throws Refusal {
        return switch (request) {
            case VolumeRequest.Create create ->
                    VolumeOperations.create(
                            self,
                            fresh.stream()
                                    .map(each -> new NewVolume(each.volume(), create.size()))
                                    .toList());
            case VolumeRequest.Driven driven ->
                    throw new Refusal(
                            Refusal.Kind.REFUSED, driven.word() + " is no call of a provider");
            case VolumeRequest.Round round ->
                    throw new Refusal(
                            Refusal.Kind.REFUSED,
                            "a round of %s is no call of a provider".formatted(round.schedule()));
            case VolumeRequest.RemoveSnapshot removal ->
                    throw new Refusal(
                            Refusal.Kind.REFUSED,
                            "%s is no volume; remove it with: baton snapshot remove %s %s"
                                    .formatted(
                                            removal.snapshot(),
                                            removal.schedule(),
                                            removal.snapshot()));
            case VolumeRequest.Attach(String title) ->
                    VolumeOperations.attach(self, known(title).volume());
            case VolumeRequest.Detach(String title) -> {
                VolumeRecord volume = known(title);
                yield VolumeOperations.detach(self, volume.volume(), volume.attached());
            }
            case VolumeRequest.Grow(String title, long size) -> {
                VolumeRecord volume = known(title);
                yield VolumeOperations.grow(self, volume.volume(), volume.size(), size);
            }
            case VolumeRequest.Remove(String title, boolean force) -> {
                VolumeRecord volume = known(title);
                yield VolumeOperations.remove(self, volume.volume(), volume.attached(), force);
            }
            case VolumeRequest.Snapshot(String title, String _) -> {
                VolumeRecord volume = known(title);
                String name = fresh.getFirst().volume().name();
                yield VolumeOperations.snapshot(self, volume.volume(), name, volume.size());
            }
            case VolumeRequest.SetInfo(String title, String text) ->
                    VolumeOperations.setInfo(self, known(title).volume(), text);
            case VolumeRequest.Verify(String title, List<String> checks) ->
                    VolumeOperations.verify(self, known(title).volume(), checks);
            case VolumeRequest.Migrate(String title, Pnn to) -> {
                VolumeRecord volume = known(title);
                yield VolumeOperations.migrate(self, to, volume.volume(), volume.attached());
            }
            case VolumeRequest.Failover(String title, Pnn to) -> {
                VolumeRecord volume = known(title);
                yield VolumeOperations.failover(self, to, volume.volume(), volume.attached());
            }
            case VolumeRequest.Adopt(String title) ->
                    VolumeOperations.adopt(self, known(title).volume());
            case VolumeRequest.Forget(String title) -> {
                known(title);
                yield new Operation<>(List.of());
            }
            case VolumeRequest.Part part -> {
                VolumeRecord volume = known(part.volume());
                GanetiCall call = part.call().call(volume.volume(), volume.attached());
                yield Operation.of(Step.of(self, call));
            }
        };
    }

    /** The calls of a request whose volumes are reserved already. */
    Operation<GanetiCall> operation(VolumeRequest request) throws Refusal {
        List<VolumeRecord> reserved = new ArrayList<>();
        for (String title : added(request)) {
            reserved.add(known(title));
        }
        return operation(request, reserved);
    }

    private static List<String> added(VolumeRequest request) {
        return switch (request) {
            case VolumeRequest.Create create -> create.volumes();
            case VolumeRequest.Snapshot snapshot -> List.of(snapshot.name());
            case VolumeRequest.Driven _,
                    VolumeRequest.Round _,
                    VolumeRequest.RemoveSnapshot _,
                    VolumeRequest.Attach _,
                    VolumeRequest.Detach _,
                    VolumeRequest.Grow _,
                    VolumeRequest.Remove _,
                    VolumeRequest.SetInfo _,
                    VolumeRequest.Verify _,
                    VolumeRequest.Migrate _,
                    VolumeRequest.Failover _,
                    VolumeRequest.Adopt _,
                    VolumeRequest.Forget _,
                    VolumeRequest.Part _ ->
                    List.of();
        };
    }

    /**
     * Another node hands this volume over, or takes it back.
     *
     * @return whether it was not known before
     * @throws Refusal when the name is another volume's here
     */
    boolean arrives(VolumeRecord handed, PartCall call) throws Refusal, IOException {
        String title = handed.volume().title();
        Optional<VolumeRecord> here = files.find(title);
        boolean isSame = here.filter(each -> each.volume().equals(handed.volume())).isPresent();
        boolean isArriving = here.filter(each -> each.state() == VolumeState.ARRIVING).isPresent();
        if (here.isEmpty()) {
            files.put(handed.in(VolumeState.ARRIVING).attachedAs(Optional.empty()));
        } else if (!isSame || (call == PartCall.ATTACH && !isArriving)) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "node %s has a volume %s of its own; remove it there, or make the other one by"
                                    .formatted(self, title)
                            + " another name");
        }
        return here.isEmpty();
    }

    /** Nothing was done here for the hand-over of this volume, and nothing will be. */
    void departs(String title) throws IOException {
        boolean isArriving =
                files.find(title).filter(each -> each.state() == VolumeState.ARRIVING).isPresent();
        if (isArriving) {
            files.remove(title);
        }
    }

    /** From now on these names are taken. */
    void reserve(List<VolumeRecord> fresh) throws IOException {
        for (VolumeRecord volume : fresh) {
            files.put(volume);
        }
    }

    /** Nothing has been done for these. */
    void release(List<VolumeRecord> fresh) throws IOException {
        for (VolumeRecord volume : fresh) {
            files.remove(volume.volume().title());
        }
    }

    /** Gives back the names that a request has taken before any call of it began. */
    void release(VolumeRequest request) throws IOException {
        for (String title : added(request)) {
            files.remove(title);
        }
    }

    /** Names that were taken for a job that was never accepted, because the agent died. */
    void releaseAllBut(List<VolumeRequest> open) throws IOException {
        List<String> wanted = open.stream().flatMap(each -> added(each).stream()).toList();
        for (VolumeRecord volume : files.all()) {
            String title = volume.volume().title();
            if (volume.state() == VolumeState.CREATING && !wanted.contains(title)) {
                files.remove(title);
            }
        }
    }

    /** What has happened to the volumes of a request. */
    void succeeded(VolumeRequest request, Ending.Succeeded<Attachment> ending) throws IOException {
        List<Attachment> results = ending.results();
        switch (request) {
            case VolumeRequest.Create create -> {
                for (int i = 0; i < create.volumes().size(); i++) {
                    made(create.volumes().get(i), results.get(i));
                }
            }
            case VolumeRequest.Snapshot snapshot -> made(snapshot.name(), results.getFirst());
            case VolumeRequest.Attach(String title) ->
                    change(title, record -> attached(record, results.getFirst()));
            case VolumeRequest.Detach(String title) ->
                    change(title, record -> record.attachedAs(Optional.empty()));
            case VolumeRequest.Grow(String title, long size) ->
                    change(
                            title,
                            record ->
                                    (results.getFirst().device().isPresent()
                                                    ? record.attachedAs(results.getFirst().device())
                                                    : record)
                                            .ofSize(size));
            case VolumeRequest.Remove(String title, boolean _) -> files.remove(title);
            case VolumeRequest.Migrate(String title, Pnn _) -> files.remove(title);
            case VolumeRequest.Failover(String title, Pnn _) -> files.remove(title);
            case VolumeRequest.Adopt(String title) -> made(title, results.getFirst());
            case VolumeRequest.Forget(String title) -> files.remove(title);
            case VolumeRequest.Part part -> parted(part, results.getFirst());
            case VolumeRequest.Driven _,
                    VolumeRequest.Round _,
                    VolumeRequest.RemoveSnapshot _,
                    VolumeRequest.SetInfo _,
                    VolumeRequest.Verify _ -> {
                // nothing that is remembered here has changed
            }
        }
    }

    /** What is open to this node alone has arrived; what another node takes back is gone. */
    private void parted(VolumeRequest.Part part, Attachment seen) throws IOException {
        switch (part.call()) {
            case ATTACH -> change(part.volume(), record -> record.attachedAs(seen.device()));
            case OPEN_EXCLUSIVE -> change(part.volume(), record -> record.in(VolumeState.READY));
            case DETACH -> files.remove(part.volume());
            case OPEN_SHARED, CLOSE -> {
                // it is on its way
            }
        }
    }

    /** A volume that is seen to be as large as it should be is no longer broken. */
    private static VolumeRecord attached(VolumeRecord record, Attachment seen) {
        boolean whole = seen.bytes() >= record.size() << BITS_OF_A_MIB;
        return (whole ? record.in(VolumeState.READY) : record).attachedAs(seen.device());
    }

    private void made(String title, Attachment attachment) throws IOException {
        change(title, record -> record.in(VolumeState.READY).attachedAs(attachment.device()));
    }

    /**
     * What is left of the volumes of a request that has not happened.
     *
     * @param failed which step, from 0
     * @param nothingDone whether that step is known to have done nothing
     * @param undone whether all before it was undone
     * @param unknown whether nobody can tell
     */
    void failed(
            VolumeRequest request, int failed, boolean nothingDone, boolean undone, boolean unknown)
            throws IOException {
        switch (request) {
            case VolumeRequest.Create create -> {
                for (int i = 0; i < create.volumes().size(); i++) {
                    boolean gone = i > failed || (i == failed ? nothingDone : undone);
                    forgetOrBreak(create.volumes().get(i), gone);
                }
            }
            case VolumeRequest.Snapshot snapshot ->
                    forgetOrBreak(snapshot.name(), nothingDone || !unknown);
            case VolumeRequest.Remove remove when failed > 0 ->
                    change(remove.volume(), record -> record.attachedAs(Optional.empty()));
            case VolumeRequest.Failover failover when failed > 0 ->
                    change(failover.volume(), record -> record.attachedAs(Optional.empty()));
            case VolumeRequest.Driven _,
                    VolumeRequest.Round _,
                    VolumeRequest.RemoveSnapshot _,
                    VolumeRequest.Attach _,
                    VolumeRequest.Detach _,
                    VolumeRequest.Grow _,
                    VolumeRequest.Remove _,
                    VolumeRequest.SetInfo _,
                    VolumeRequest.Verify _,
                    VolumeRequest.Migrate _,
                    VolumeRequest.Failover _,
                    VolumeRequest.Adopt _,
                    VolumeRequest.Forget _,
                    VolumeRequest.Part _ -> {
                // what was true before is true still
            }
        }
        if (unknown && !(request instanceof VolumeRequest.Part)) {
            for (String title : request.about()) {
                change(title, record -> record.in(VolumeState.BROKEN));
            }
        }
    }

    private void forgetOrBreak(String title, boolean gone) throws IOException {
        if (gone) {
            files.remove(title);
        } else {
            change(title, record -> record.in(VolumeState.BROKEN));
        }
    }

    private void change(String title, UnaryOperator<VolumeRecord> to) throws IOException {
        Optional<VolumeRecord> record = files.find(title);
        if (record.isPresent()) {
            files.put(to.apply(record.get()));
        }
    }

    List<VolumeRecord> all() {
        return files.all();
    }
}
