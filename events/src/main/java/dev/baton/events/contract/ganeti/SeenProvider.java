package dev.baton.events.contract.ganeti;

import java.util.List;

/**
 * What a node has of a provider, for comparing it with what others have.
 *
 * @param directory it was found in
 * @param problem why it cannot be used; empty when it can
 * @param parameters names its list says
 * @param files in it and below, by their paths from there; scripts and what they read
 */
public record SeenProvider(
        String name,
        String directory,
        String problem,
        List<String> parameters,
        List<SeenFile> files) {

    /**
     * A file of a provider.
     *
     * @param hash of what is in it, the beginning of its SHA-256; empty for one that is too large
     * @param mode such as {@code 755}
     * @param owner such as {@code root:root}
     */
    public record SeenFile(String path, String hash, String mode, String owner) {

        String words() {
            return "%s %s %s".formatted(hash.isEmpty() ? "(too large)" : hash, mode, owner);
        }
    }

    public SeenProvider {
        parameters = List.copyOf(parameters);
        files = List.copyOf(files);
    }

    /** Whether volumes can be made with it there. */
    public boolean isValid() {
        return problem.isEmpty();
    }
}
