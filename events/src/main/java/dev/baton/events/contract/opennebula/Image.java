package dev.baton.events.contract.opennebula;

import dev.baton.events.callout.Secrets;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An image of a datastore, as its driver is told of it.
 *
 * <p>Source: storage call-outs contract, section 4.3.
 *
 * @param id unique among images
 * @param texts by the names of the description's elements; what is not known is empty there
 * @param template free attributes
 */
public record Image(
        long id, SortedMap<ImageText, String> texts, SortedMap<String, String> template) {

    public Image {
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
        template = Collections.unmodifiableSortedMap(new TreeMap<>(template));
    }

    /** One of which nothing more is known. */
    public static Image of(long id) {
        return new Image(id, new TreeMap<>(), new TreeMap<>());
    }

    /** The same with this told too. */
    public Image with(ImageText name, String value) {
        SortedMap<ImageText, String> more = new TreeMap<>(texts);
        more.put(name, value);
        return new Image(id, more, template);
    }

    /** What is told; empty where nothing is. */
    public String text(ImageText name) {
        return texts.getOrDefault(name, "");
    }

    /** Whether only a name is wanted, for a disk that is saved later. */
    boolean isReserved() {
        return text(ImageText.FORMAT).equals("save_as");
    }

    /** The same with another free attribute. */
    public Image with(String attribute, String value) {
        SortedMap<String, String> more = new TreeMap<>(template);
        more.put(attribute, value);
        return new Image(id, texts, more);
    }

    /** The same with the values of secret attributes masked. */
    Image without(Secrets secrets) {
        return new Image(id, texts, secrets.masked(template));
    }
}
