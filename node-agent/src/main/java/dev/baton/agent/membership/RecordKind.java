package dev.baton.agent.membership;

/** The kinds of records the nodes share. Each key has one writer: the node that its key names. */
public enum RecordKind {
    /** What a node is: its name, version, address, and when it said so. */
    NODES("node-records", 5000),
    /** Takeover runs that ended. */
    RUNS("runs", 1000),
    /** The last facts of each node. */
    FACTS("facts", 5000),
    /** The storage providers of each node. */
    PROVIDERS("providers", 1000),
    /** The storage jobs and volumes of each node. */
    STORAGE("storage", 1000);

    private final String mapName;
    private final int entries;

    RecordKind(String mapName, int entries) {
        this.mapName = mapName;
        this.entries = entries;
    }

    String mapName() {
        return mapName;
    }

    /** About how many entries one node keeps; beyond it the least recently used go. */
    int entries() {
        return entries;
    }
}
