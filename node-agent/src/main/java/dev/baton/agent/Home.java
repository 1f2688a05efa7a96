package dev.baton.agent;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Finds the distribution this JVM was started from: the directory with bin, lib and libexec. */
final class Home {

    private Home() {}

    /** As the launcher said, else above the directory of this jar. */
    static Path find() {
        String told = System.getProperty("baton.home", "");
        if (!told.isEmpty()) {
            return Path.of(told).toAbsolutePath().normalize();
        }
        try {
            Path jar =
                    Path.of(Home.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return jar.resolve("../..").toAbsolutePath().normalize();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("expected a jar on the file system", impossible);
        }
    }
}
