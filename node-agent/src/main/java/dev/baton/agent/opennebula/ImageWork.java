package dev.baton.agent.opennebula;

import dev.baton.agent.callout.DriverRequest;
import dev.baton.agent.callout.Refusal;
import dev.baton.config.DatastoreOptions;
import dev.baton.config.Pnn;
import dev.baton.events.contract.opennebula.DatastoreAction;
import dev.baton.events.contract.opennebula.DatastoreCall;
import dev.baton.events.contract.opennebula.DriverCall;
import dev.baton.events.contract.opennebula.DriverResult;
import dev.baton.events.contract.opennebula.Image;
import dev.baton.events.contract.opennebula.ImageText;
import dev.baton.orchestrator.lifecycle.Change;
import dev.baton.orchestrator.operation.Operation;
import dev.baton.orchestrator.operation.Step;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** What an order about an image means: a call, a record, and what its end does to that record. */
final class ImageWork {

    private static final int MOST_TRIES = 100;
    private static final long HIGHEST_ID = 999_999_999;
    private static final Pattern TITLE =
            Pattern.compile("(?=.*[^0-9])[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    /**
     * An order that may be carried out.
     *
     * @param isNew whether the record is to be written down first
     * @param snapshot it is about; empty for all else
     */
    record Prepared(
            DatastoreAction action, ImageRecord record, boolean isNew, OptionalInt snapshot) {

        Prepared(DatastoreAction action, ImageRecord record, boolean isNew) {
            this(action, record, isNew, OptionalInt.empty());
        }

        DriverRequest request() {
            long datastore = record.datastore();
            long id = record.image().id();
            return snapshot.isPresent()
                    ? new DriverRequest.OfSnapshot(
                            action, datastore, id, record.title(), snapshot.getAsInt())
                    : new DriverRequest.OfImage(action, datastore, id, record.title());
        }
    }

    private final Pnn self;
    private final FrontEnd frontEnd;
    private final ImageBook book;
    private final InstantSource wall;

    ImageWork(Pnn self, FrontEnd frontEnd, ImageBook book, InstantSource wall) {
        this.self = self;
        this.frontEnd = frontEnd;
        this.book = book;
        this.wall = wall;
    }

    /** Judges an order as far as it can be judged before anything runs. */
    Prepared prepare(ImageOrder order) throws Refusal, IOException {
        return switch (order) {
            case ImageOrder.Create create -> {
                Image image =
                        fresh(create.title(), create.id(), create.attributes())
                                .with(ImageText.FORMAT, create.format())
                                .with(ImageText.SIZE, Long.toString(create.size()));
                yield made(
                        DatastoreAction.MKFS,
                        create.datastore(),
                        create.system()
                                .map(system -> image.with(ImageText.FS, system))
                                .orElse(image));
            }
            case ImageOrder.Register register ->
                    made(
                            DatastoreAction.CP,
                            register.datastore(),
                            fresh(register.title(), register.id(), register.attributes())
                                    .with(ImageText.FORMAT, register.format())
                                    .with(ImageText.PATH, register.path()));
            case ImageOrder.Clone(String word, String title, OptionalLong id) -> {
                ImageRecord origin = ready(word);
                Image image =
                        fresh(title, id, origin.image().template())
                                .with(ImageText.FORMAT, origin.image().text(ImageText.FORMAT))
                                .with(ImageText.FS, origin.image().text(ImageText.FS))
                                .with(ImageText.SIZE, origin.image().text(ImageText.SIZE))
                                .with(ImageText.PATH, origin.source());
                yield made(DatastoreAction.CLONE, origin.datastore(), image);
            }
            case ImageOrder.Snapshot(String word, DatastoreAction action, int number) ->
                    new Prepared(action, of(ready(word), number), false, OptionalInt.of(number));
            case ImageOrder.Delete(String word) -> deleted(book.known(word));
            case ImageOrder.DeleteSource(long datastore, long id, String source) -> {
                Image image = numbered(id).with(ImageText.SOURCE, source);
                yield new Prepared(
                        DatastoreAction.RM,
                        record(datastore, "source-" + id, image, ImageState.BROKEN),
                        true);
            }
        };
    }

    private static ImageRecord of(ImageRecord image, int snapshot) {
        return image.told(ImageText.TARGET_SNAPSHOT, Integer.toString(snapshot));
    }

    private static Prepared deleted(ImageRecord record) throws Refusal {
        if (record.state() == ImageState.CREATING) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "image %s is being made; see: baton job list --open".formatted(record.title()));
        }
        if (record.source().isEmpty()) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    ("nobody knows where image %1$s is, its driver did not say; look with: baton"
                                    + " datastore orphans %2$d, then: baton image forget %1$s")
                            .formatted(record.title(), record.datastore()));
        }
        return new Prepared(DatastoreAction.RM, record, false);
    }

    private ImageRecord ready(String word) throws Refusal, IOException {
        ImageRecord record = book.known(word);
        if (record.state() != ImageState.READY) {
            throw notReady(record);
        }
        return record;
    }

    private static Refusal notReady(ImageRecord record) {
        return new Refusal(
                Refusal.Kind.REFUSED,
                "image %s is %s, expected ready; see: baton image list"
                        .formatted(record.title(), record.state().word()));
    }

    private Prepared made(DatastoreAction action, long datastore, Image image) {
        String title = image.text(ImageText.NAME);
        return new Prepared(action, record(datastore, title, image, ImageState.CREATING), true);
    }

    private ImageRecord record(long datastore, String title, Image image, ImageState state) {
        return new ImageRecord(image, datastore, title, state, self.value(), wall.millis());
    }

    private Image fresh(String title, OptionalLong id, SortedMap<String, String> attributes)
            throws Refusal, IOException {
        if (!TITLE.matcher(title).matches()) {
            throw new Refusal(
                    Refusal.Kind.USAGE,
                    "an image is named by at most 63 letters, digits, '.', '_' and '-', not by"
                            + " digits"
                            + " alone, got \"%s\"".formatted(title.replaceAll("\\p{Cntrl}", "?")));
        }
        for (String name : attributes.keySet()) {
            if (!ATTRIBUTE.matcher(name).matches()) {
                throw new Refusal(
                        Refusal.Kind.USAGE,
                        "an attribute is named by letters, digits and '_', got \"%s\""
                                .formatted(name.replaceAll("\\p{Cntrl}", "?")));
            }
        }
        if (book.all().stream().anyMatch(each -> each.title().equals(title))) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "there is an image %s already; see: baton image list".formatted(title));
        }
        Image image = numbered(id.isPresent() ? id.getAsLong() : book.free());
        for (var each : attributes.entrySet()) {
            image = image.with(each.getKey(), each.getValue());
        }
        return image.with(ImageText.NAME, title);
    }

    private Image numbered(long id) throws Refusal, IOException {
        if (id < 0 || id > HIGHEST_ID) {
            throw new Refusal(
                    Refusal.Kind.USAGE, "the id of an image is a number from 0 to " + HIGHEST_ID);
        }
        if (book.find(id).isPresent()) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "there is an image with id %d already; see: baton image list".formatted(id));
        }
        return Image.of(id);
    }

    /** Writes down what an order adds; another node may have taken its id meanwhile. */
    Prepared reserve(ImageOrder order) throws Refusal, IOException {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Prepared prepared = prepare(order);
            if (!prepared.isNew() || book.add(prepared.record())) {
                return prepared;
            }
        }
        throw new Refusal(
                Refusal.Kind.REFUSED, "other nodes take ids of images all the time; try again");
    }

    /** The call of an order. */
    Operation<DriverCall> operation(DatastoreAction action, ImageRecord record)
            throws Refusal, IOException {
        DatastoreOptions datastore = frontEnd.datastore(Long.toString(record.datastore()));
        if (datastore.ofMachines()) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "datastore %s holds machines, no images; see: baton datastore list"
                            .formatted(datastore.name()));
        }
        List<Long> images =
                book.all().stream()
                        .filter(each -> each.datastore() == datastore.id())
                        .map(each -> each.image().id())
                        .toList();
        Image image =
                record.image()
                        .with(ImageText.DATASTORE_ID, Long.toString(datastore.id()))
                        .with(ImageText.DATASTORE, datastore.name());
        return Operation.of(
                Step.of(
                        self,
                        DatastoreCall.of(action, frontEnd.described(datastore, images), image)));
    }

    /** Which image is at a source; empty for one that is not written down. */
    Optional<Long> at(String source) throws IOException {
        return book.all().stream()
                .filter(each -> each.source().equals(source))
                .map(each -> each.image().id())
                .findFirst();
    }

    /** Refuses to have a disk written to an image that is being made, or is another one by now. */
    void checkWritable(Change change) throws Refusal {
        if (!(change instanceof Change.Save save)) {
            return;
        }
        Optional<ImageRecord> known;
        try {
            known = book.find(save.image());
        } catch (IOException unreadable) {
            throw DriverRoom.unreadable(unreadable);
        }
        if (known.isPresent() && known.get().state() != ImageState.READY) {
            throw notReady(known.get());
        }
        if (known.isPresent() && !known.get().source().equals(save.source())) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "image %s is at %s, not at %s; try again"
                            .formatted(known.get().title(), known.get().source(), save.source()));
        }
    }

    /** What describes an image for other datastores. */
    Operation<DriverCall> export(String word) throws Refusal, IOException {
        return operation(DatastoreAction.EXPORT, ready(word));
    }

    /** The call of a job, of what is written down. */
    Operation<DriverCall> operation(DriverRequest.OfImage request) throws Refusal, IOException {
        return operation(request.action(), written(request.image(), request.title()));
    }

    /** The same about a snapshot. */
    Operation<DriverCall> operation(DriverRequest.OfSnapshot request) throws Refusal, IOException {
        ImageRecord image = written(request.image(), request.title());
        return operation(request.action(), of(image, request.snapshot()));
    }

    private ImageRecord written(long id, String title) throws Refusal, IOException {
        return book.find(id)
                .orElseThrow(
                        () ->
                                new Refusal(
                                        Refusal.Kind.NOT_FOUND,
                                        "image %s is not written down any more".formatted(title)));
    }

    void succeeded(DriverRequest.OfImage request, DriverResult result) throws IOException {
        if (request.action() == DatastoreAction.RM) {
            book.remove(request.image());
            return;
        }
        var record = book.find(request.image());
        if (record.isPresent() && result instanceof DriverResult.Stored stored) {
            ImageRecord known = record.get().told(ImageText.SOURCE, stored.source());
            if (stored.size().isPresent()) {
                known = known.told(ImageText.SIZE, Long.toString(stored.size().getAsLong()));
            }
            if (stored.format().isPresent()) {
                known = known.told(ImageText.FORMAT, stored.format().get());
            }
            book.put(known.in(ImageState.READY));
        }
    }

    /** What has not been made is not written down any more; what nobody can tell is broken. */
    void failed(DriverRequest.OfImage request, boolean unknown) throws IOException {
        var record = book.find(request.image());
        if (record.isEmpty()) {
            return;
        }
        if (unknown) {
            book.put(record.get().in(ImageState.BROKEN));
        } else if (request.action() != DatastoreAction.RM) {
            book.remove(request.image());
        }
    }
}
