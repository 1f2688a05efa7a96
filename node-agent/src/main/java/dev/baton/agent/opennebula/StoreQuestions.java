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
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

    Optional<Truth<DriverResult>> monitor(String datastore, Duration patience) throws Refusal {
        return questions.ask(frontEnd.datastore(datastore).id(), room(datastore), patience);
    }

    Optional<Truth<DriverResult>> stat(String datastore, String path, Duration patience)
            throws Refusal {
        return questions.ask(frontEnd.datastore(datastore).id(), size(datastore, path), patience);
    }

    Optional<Truth<DriverResult>> export(String image, Duration patience) throws Refusal {
        return questions.ask(home(image), offer(image), patience);
    }

    DriverPlan planMonitor(String datastore) throws Refusal {
        return frontEnd.plan("datastore monitor " + datastore, room(datastore));
    }

    DriverPlan planStat(String datastore, String path) throws Refusal {
        return frontEnd.plan("image stat " + path, size(datastore, path));
    }

    DriverPlan planExport(String image) throws Refusal {
        return frontEnd.plan("image export " + image, offer(image));
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
