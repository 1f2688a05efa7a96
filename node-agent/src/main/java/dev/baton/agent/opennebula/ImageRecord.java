package dev.baton.agent.opennebula;

import dev.baton.events.contract.opennebula.Image;
import dev.baton.events.contract.opennebula.ImageText;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An image that was made here, as its driver is told of it.
 *
 * @param datastore it is in
 * @param title what people call it
 * @param node that wrote it down
 * @param at when it was written down first; milliseconds since 1970
 */
public record ImageRecord(
        Image image, long datastore, String title, ImageState state, int node, long at) {

    /** Where it is, in its driver's words; empty while that is not known. */
    public String source() {
        return image.text(ImageText.SOURCE);
    }

    /** The same for people and other nodes: values of attributes are their drivers' only. */
    ImageRecord shown() {
        SortedMap<String, String> names = new TreeMap<>(image.template());
        names.replaceAll((_, _) -> "");
        return new ImageRecord(
                new Image(image.id(), image.texts(), names), datastore, title, state, node, at);
    }

    ImageRecord in(ImageState other) {
        return new ImageRecord(image, datastore, title, other, node, at);
    }

    ImageRecord told(ImageText name, String value) {
        return new ImageRecord(image.with(name, value), datastore, title, state, node, at);
    }
}
