package dev.baton.orchestrator.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.config.Pnn;
import dev.baton.events.contract.ganeti.GanetiCall;
import dev.baton.events.contract.ganeti.Volume;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

@DisplayName("Storage call-outs contract, 3.7: what the framework calls, in order")
class VolumeOperationsGoldenTest {

    private static final Path FILE =
            Path.of("src", "test", "resources", "operation", "volume-operations.txt");
    private static final Pnn A = new Pnn(0);
    private static final Pnn B = new Pnn(1);
    private static final Volume VOLUME = Volume.of("p", "u", "web1", new TreeMap<>());

    private final StringBuilder page =
            new StringBuilder(
                    "# The calls of each operation, one a line: node, script, what undoes it."
                            + " A probe of a call is not among them.\n");

    @Test
    void everyOperationCallsItsScriptsInOrder() throws IOException {
        Optional<String> unknown = Optional.empty();
        Optional<String> device = Optional.of("/dev/x");
        print(
                "create two",
                VolumeOperations.create(
                        A,
                        List.of(
                                new NewVolume(VOLUME, 64),
                                new NewVolume(VOLUME.snapshot("other"), 64))));
        print("attach", VolumeOperations.attach(A, VOLUME));
        print("grow", VolumeOperations.grow(A, VOLUME, 64, 128));
        print("detach, device known", VolumeOperations.detach(A, VOLUME, device));
        print("detach, device unknown", VolumeOperations.detach(A, VOLUME, unknown));
        print("remove, device known", VolumeOperations.remove(A, VOLUME, device, false));
        print("remove, device unknown", VolumeOperations.remove(A, VOLUME, unknown, false));
        print("remove --force, device known", VolumeOperations.remove(A, VOLUME, device, true));
        print("remove --force, device unknown", VolumeOperations.remove(A, VOLUME, unknown, true));
        print("snapshot", VolumeOperations.snapshot(A, VOLUME, VOLUME.usualSnapshot(), 64));
        print("setinfo", VolumeOperations.setInfo(A, VOLUME, "originstname+web1"));
        print("verify", VolumeOperations.verify(A, VOLUME, List.of("size")));
        print("migrate 0 to 1", VolumeOperations.migrate(A, B, VOLUME, device));
        print("failover 0 to 1, device known", VolumeOperations.failover(A, B, VOLUME, device));
        print("failover 0 to 1, device unknown", VolumeOperations.failover(A, B, VOLUME, unknown));

        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(FILE, page);
        }
        assertEquals(Files.readString(FILE), page.toString(), "golden.update=true rewrites it");
    }

    private void print(String title, Operation<GanetiCall> operation) {
        page.append('\n').append(title).append('\n');
        for (Step<GanetiCall> step : operation.steps()) {
            String undo = step.inverse().stream().map(this::word).collect(Collectors.joining(", "));
            String weight = step.mayFail() ? "   its failure is a warning" : "";
            page.append(
                    "    %s %s%s%s%n".formatted(step.on(), word(step.call()), undo(undo), weight));
        }
    }

    private static String undo(String calls) {
        return calls.isEmpty() ? "" : "   undo: " + calls;
    }

    private String word(GanetiCall call) {
        return switch (call) {
            case GanetiCall.Open(var _, boolean exclusive) ->
                    "open " + (exclusive ? "exclusive" : "shared");
            case GanetiCall.Detach(var _, Optional<String> device) ->
                    "detach" + device.map(path -> " " + path).orElse("");
            case GanetiCall.Snapshot snapshot -> "snapshot " + snapshot.name();
            case GanetiCall.Create _,
                    GanetiCall.Attach _,
                    GanetiCall.Remove _,
                    GanetiCall.Grow _,
                    GanetiCall.SetInfo _,
                    GanetiCall.Verify _,
                    GanetiCall.Close _ ->
                    call.action();
        };
    }
}
