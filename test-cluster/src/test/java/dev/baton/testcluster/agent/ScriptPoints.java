package dev.baton.testcluster.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Points in the events of real nodes: before and after the script of the interfaces. Each is noted
 * when an event comes by; at the one that is wanted the event waits until it is let go.
 */
final class ScriptPoints {

    /** Where in an event: no address is touched before the one, all are behind the other. */
    enum Place {
        BEFORE("05.before"),
        BEHIND("20.behind");

        private final String script;

        Place(String script) {
            this.script = script;
        }
    }

    /** One point of one node. */
    record Visit(String node, String event, Place place) implements Comparable<Visit> {

        static Visit parse(String line) {
            String[] words = line.split(" ", -1);
            return new Visit(words[0], words[1], Place.valueOf(words[2]));
        }

        @Override
        public int compareTo(Visit other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return node + " " + event + " " + place;
        }
    }

    private final Path folder;

    /** Writes the scripts of agents that are not started yet. */
    ScriptPoints(AgentCluster cluster) {
        folder = cluster.namespaces().directory().resolve("points");
        make(folder);
        for (AgentNode agent : cluster.agents()) {
            for (Place place : Place.values()) {
                agent.script(place.script, script(agent.name(), place));
            }
        }
    }

    /** Waits for at most 5 s, which is less than any event may take. */
    private String script(String node, Place place) {
        return """
        #!/bin/sh
        cd "%s" && [ "$1" != monitor ] || exit 0
        visit="%s $1 %s"
        echo "$visit" >>seen
        [ "$visit" = "$(cat wanted 2>/dev/null)" ] || exit 0
        mkdir reached 2>/dev/null || exit 0
        tries=500
        while [ ! -e go ] && [ "$tries" -gt 0 ]; do
            sleep 0.01
            tries=$((tries - 1))
        done
        exit 0
        """
                .formatted(folder, node, place);
    }

    private static void make(Path folder) {
        try {
            Files.createDirectory(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
    }

    /** From now on nothing was seen, and an event waits where this one is. */
    void want(Visit visit) {
        clear();
        write("wanted", visit.toString());
    }

    /** From now on nothing was seen, and no event waits. */
    void clear() {
        for (String file : List.of("wanted", "seen", "reached", "go")) {
            try {
                Files.deleteIfExists(folder.resolve(file));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot remove " + file, e);
            }
        }
    }

    boolean isReached() {
        return Files.exists(folder.resolve("reached"));
    }

    /** Lets the event go on that waits. */
    void letGo() {
        write("go", "");
    }

    private void write(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Where events came by, each once. */
    SortedSet<Visit> seen() {
        TreeSet<Visit> visits = new TreeSet<>();
        try {
            if (Files.exists(folder.resolve("seen"))) {
                Files.readString(folder.resolve("seen"))
                        .lines()
                        .map(Visit::parse)
                        .forEach(visits::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read seen", e);
        }
        return visits;
    }
}
