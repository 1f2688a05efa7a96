package dev.baton.agent.callout;

import dev.baton.events.contract.quantastor.Hook;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

/** The custom scripts of this node, as they are at the moment of asking. */
record HookDirectory(Path directory) {

    /** The files with a name that counts. */
    SortedSet<String> present() {
        SortedSet<String> found = new TreeSet<>();
        for (String name : Hook.fileNames()) {
            if (Files.exists(directory.resolve(name))) {
                found.add(name);
            }
        }
        return found;
    }
}
