package dev.baton.agent.opennebula;

import java.util.Locale;

/** Where an image is. */
public enum ImageState {
    /** Its name is taken; its driver has not said that it is there. */
    CREATING,
    /** Its driver made it. */
    READY,
    /** Nobody can tell what is there. */
    BROKEN;

    /** For lists and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
