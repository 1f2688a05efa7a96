package dev.baton.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import dev.baton.agent.lsm.Answer;
import dev.baton.agent.lsm.LsmSession;
import dev.baton.events.contract.lsm.LsmClass;
import dev.baton.events.contract.lsm.LsmMethod;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Objects by id or name: asks the system for a list, and takes the one that is meant. */
record LsmNames(LsmSession session, String uri) implements LsmWords.Finder {

    private static final String ID = "id";

    @Override
    public JsonNode find(LsmClass type, String word, SortedMap<String, JsonNode> others) {
        LsmMethod method = lister(type);
        SortedMap<String, JsonNode> given = new TreeMap<>();
        if (type == LsmClass.FS_SNAPSHOT) {
            given.put("fs", others.getOrDefault("fs", others.getOrDefault("src_fs", missing())));
        }
        JsonNode all =
                switch (session.call(method, given)) {
                    case Answer.Done(JsonNode value) -> value;
                    case Answer.Refused(var error) -> throw LsmCures.complaint(uri, error);
                    case Answer.Unknown(var error) -> throw LsmCures.complaint(uri, error);
                };
        return chosen(type, word, all);
    }

    private static JsonNode missing() {
        return MissingNode.getInstance();
    }

    private static JsonNode chosen(LsmClass type, String word, JsonNode all) {
        List<JsonNode> byId = new ArrayList<>();
        List<JsonNode> byName = new ArrayList<>();
        List<String> known = new ArrayList<>();
        for (JsonNode each : all) {
            String id = each.path(ID).asText();
            String name = each.path("name").asText(each.path("export_path").asText());
            known.add(name.equals(id) ? id : id + " (" + name + ")");
            if (id.equals(word)) {
                byId.add(each);
            }
            if (name.equals(word) || word.isEmpty()) {
                byName.add(each);
            }
        }
        List<JsonNode> found = byId.isEmpty() ? byName : byId;
        if (found.size() == 1) {
            return found.getFirst();
        }
        String list = known.isEmpty() ? "none" : ShownText.of(String.join(", ", known));
        String what = type.word() + (word.isEmpty() ? "" : " \"" + ShownText.of(word) + "\"");
        throw found.isEmpty()
                ? Complaint.notFound("there is no " + what + "; known: " + list)
                : Complaint.usage(
                        found.size() + " are meant by " + what + "; name one by id: " + list);
    }

    private static LsmMethod lister(LsmClass type) {
        return switch (type) {
            case SYSTEM -> LsmMethod.SYSTEMS;
            case POOL -> LsmMethod.POOLS;
            case VOLUME -> LsmMethod.VOLUMES;
            case DISK -> LsmMethod.DISKS;
            case FILE_SYSTEM -> LsmMethod.FS;
            case FS_SNAPSHOT -> LsmMethod.FS_SNAPSHOTS;
            case NFS_EXPORT -> LsmMethod.EXPORTS;
            case ACCESS_GROUP -> LsmMethod.ACCESS_GROUPS;
            case TARGET_PORT -> LsmMethod.TARGET_PORTS;
            case BATTERY -> LsmMethod.BATTERIES;
            case BLOCK_RANGE, CAPABILITIES ->
                    throw Complaint.usage(
                            "an object of class " + type.word() + " has no name; give it as JSON");
        };
    }
}
