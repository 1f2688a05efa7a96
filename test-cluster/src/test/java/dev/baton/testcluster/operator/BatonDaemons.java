package dev.baton.testcluster.operator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The distribution under test as a kind of daemons. */
final class BatonDaemons {

    private static final Path DISTRIBUTION =
            Path.of(
                    Optional.ofNullable(System.getProperty("baton.distribution"))
                            .orElse("../node-agent/target/baton"));

    private BatonDaemons() {}

    static LocalDaemons.Kind kind() {
        Path compat = DISTRIBUTION.toAbsolutePath().normalize().resolve("compat");
        if (!Files.isExecutable(compat.resolve("ctdbd"))) {
            throw new IllegalStateException(
                    "no distribution with " + compat + "; run mvn -pl node-agent -am package");
        }
        return new LocalDaemons.Kind("baton", compat.toString(), "");
    }
}
