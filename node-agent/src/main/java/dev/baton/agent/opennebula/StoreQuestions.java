package dev.baton.agent.opennebula;

import dev.baton.agent.callout.Refusal;
import dev.baton.config.ClusterSettings;
import dev.baton.config.DatastoreOptions;
import dev.baton.events.callout.Truth;
import dev.baton.events.contract.opennebula.DatastoreAction;
import dev.baton.events.contract.opennebula.DatastoreCall;
import dev.baton.events.contract.opennebula.DriverCall;
import dev.baton.events.contract.opennebula.DriverResult;
import dev.baton.events.contract.opennebula.Image;
import dev.baton.events.contract.opennebula.ImageText;
import dev.baton.events.contract.opennebula.TransferCall;
import dev.baton.orchestrator.operation.Operation;
import dev.baton.orchestrator.operation.Step;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What can be asked about a datastore and its images without changing them. Thread: any. */
final class StoreQuestions {

    private final ClusterSettings settings;
    private final FrontEnd frontEnd;
    private final ImageWork images;
    private final ImageBook book;
    private final Questions questions;

    StoreQuestions(
            ClusterSettings settings,
            FrontEnd frontEnd,
            ImageWork images,
            ImageBook book,
            Questions questions) {
        this.settings = settings;
        this.frontEnd = frontEnd;
        this.images = images;
        this.book = book;
        this.questions = questions;
    }

    private Operation<DriverCall> room(String word) throws Refusal {
        DatastoreOptions datastore = frontEnd.datastore(word);
        var described = frontEnd.described(datastore, List.of());
        return Operation.of(
                Step.of(
                        settings.pnn(),
                        datastore.ofMachines()
                                ? new TransferCall.Monitor(described)
                                : DatastoreCall.monitor(described)));
    }

    private Operation<DriverCall> size(String word, String path) throws Refusal {
        DatastoreOptions datastore = frontEnd.datastore(word);
        Image image = Image.of(0).with(ImageText.PATH, path);
        return Operation.of(
                Step.of(
                        settings.pnn(),
                        DatastoreCall.of(
                                DatastoreAction.STAT,
                                frontEnd.described(datastore, List.of()),
                                image)));
    }

    private Operation<DriverCall> offer(String image) throws Refusal {
        try {
            return images.export(image);
        } catch (IOException unreadable) {
            throw DriverRoom.unreadable(unreadable);
        }
    }

    private long home(String image) throws Refusal {
        try {
            return book.known(image).datastore();
        } catch (IOException unreadable) {
            throw DriverRoom.unreadable(unreadable);
        }
    }

    private long home(StoreQuestion question) throws Refusal {
        return switch (question) {
            case StoreQuestion.Room(String datastore) -> frontEnd.datastore(datastore).id();
            case StoreQuestion.Size(String datastore, String _) ->
                    frontEnd.datastore(datastore).id();
            case StoreQuestion.Offer(String image) -> home(image);
        };
    }

    private Operation<DriverCall> operation(StoreQuestion question) throws Refusal {
        return switch (question) {
            case StoreQuestion.Room(String datastore) -> room(datastore);
            case StoreQuestion.Size(String datastore, String path) -> size(datastore, path);
            case StoreQuestion.Offer(String image) -> offer(image);
        };
    }

    private static String words(StoreQuestion question) {
        return switch (question) {
            case StoreQuestion.Room(String datastore) -> "datastore monitor " + datastore;
            case StoreQuestion.Size(String _, String path) -> "image stat " + path;
            case StoreQuestion.Offer(String image) -> "image export " + image;
        };
    }

    /** Has its driver asked. */
    CompletableFuture<Truth<DriverResult>> begin(StoreQuestion question) throws Refusal {
        return questions.begin(home(question), operation(question));
    }

    /** What would be called. */
    DriverPlan plan(StoreQuestion question) throws Refusal {
        return frontEnd.plan(words(question), operation(question));
    }

    DriverAccess.Orphans orphans(String word, List<ImageRecord> known) throws Refusal {
        DatastoreOptions datastore = frontEnd.datastore(word);
        Optional<Path> directory = frontEnd.directory(datastore);
        if (directory.isEmpty() || datastore.ofMachines()) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "datastore %s %s; orphans are looked for where images are files"
                            .formatted(
                                    word,
                                    datastore.ofMachines()
                                            ? "holds machines"
                                            : "is no directory, and no driver can list one"));
        }
        boolean isShared = settings.storage().drivers().imageRecords().isPresent();
        boolean isAlone = settings.nodes().addresses().size() == 1;
        try {
            return StoreListing.compare(
                    directory.get(),
                    known.stream().filter(it -> it.datastore() == datastore.id()).toList(),
                    isShared || isAlone
                            ? ""
                            : "images that other nodes made are not known here; set [opennebula]"
                                    + " image records to a directory all nodes share");
        } catch (IOException unreadable) {
            throw new Refusal(
                    Refusal.Kind.REFUSED, "cannot list " + directory.get() + ": " + unreadable);
        }
    }
}
