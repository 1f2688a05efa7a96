package dev.baton.events.contract.opennebula;

import java.util.Optional;

/**
 * One action of a datastore's driver.
 *
 * <p>Source: storage call-outs contract, sections 4.3 and 4.9.
 *
 * @param image it is about; none for {@code monitor}, which is about the datastore
 */
public record DatastoreCall(DatastoreAction script, Datastore datastore, Optional<Image> image)
        implements DriverCall {

    public DatastoreCall {
        if (image.isEmpty() != (script == DatastoreAction.MONITOR)) {
            throw new IllegalArgumentException("expected an image for all but monitor: " + script);
        }
    }

    /** About an image. */
    public static DatastoreCall of(DatastoreAction script, Datastore datastore, Image image) {
        return new DatastoreCall(script, datastore, Optional.of(image));
    }

    /** How much room there is. */
    public static DatastoreCall monitor(Datastore datastore) {
        return new DatastoreCall(DatastoreAction.MONITOR, datastore, Optional.empty());
    }

    /** The last argument: what it is about. */
    long id() {
        return image.map(Image::id).orElse(datastore.id());
    }

    String text(ImageText name) {
        return image.map(known -> known.text(name)).orElse("");
    }

    @Override
    public String provider() {
        return DriverKind.DATASTORE.word() + "/" + datastore.driver();
    }

    @Override
    public String action() {
        return script.word();
    }

    /** One call of an image at a time: two in one second would give it one name. */
    @Override
    public String subject() {
        return image.map(known -> "image:" + known.id()).orElse("datastore:" + datastore.id());
    }
}
