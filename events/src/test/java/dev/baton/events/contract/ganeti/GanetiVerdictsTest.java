package dev.baton.events.contract.ganeti;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.config.StorageOptions;
import dev.baton.events.callout.CallRun;
import dev.baton.events.callout.CallRun.Next;
import dev.baton.events.callout.Outcome;
import dev.baton.events.callout.Printed;
import dev.baton.events.callout.Sighting;
import dev.baton.events.callout.Truth;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A row is a conversation: the call, the answers of the world in their order, what was asked of it,
 * and the truth. Answers: {@code 0:TEXT} and {@code 3:TEXT} are exits, {@code late}, {@code killed}
 * and {@code lost}, {@code dev:MIB} and {@code file} and {@code -} what is at a path.
 */
@DisplayName("Storage call-outs contract, sections 3.4 to 3.8: no exit status is believed")
class GanetiVerdictsTest {

    private static final Volume VOLUME = Volume.of("p", "u", "web1", new TreeMap<>());
    private static final GanetiContract CONTRACT =
            new GanetiContract(
                    new Provider(
                            "p",
                            Path.of("/x/p"),
                            new TreeSet<>(List.of(Action.values())),
                            List.of(),
                            List.of()),
                    StorageOptions.DEFAULT);

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    attach   | 0:/dev/x, dev:64               | attach /dev/x                  | done
                    attach   | 0:/dev/x+kvm:rbd:a/b, dev:64   | attach /dev/x                  | done
                    attach   | 0:+kvm:rbd:a/b                 | attach                         | done
                    attach   | 0:                             | attach                         | not
                    attach   | 0:+                            | attach                         | not
                    attach   | 0:dev/x                        | attach                         | not
                    attach   | 0:/dev/x, -                    | attach /dev/x                  | not
                    attach   | 0:/dev/x, file                 | attach /dev/x                  | not
                    attach   | 0:/dev/x, dev:0                | attach /dev/x                  | not
                    attach   | 1:none                         | attach                         | not
                    attach   | 126:                           | attach                         | not
                    attach   | late, 0:/dev/x, dev:64         | attach attach /dev/x           | done
                    attach   | late, late, late, late         | attach attach attach attach    | unknown
                    create   | 0:, 0:/dev/x, dev:64           | create attach /dev/x           | done
                    create   | 0:, 0:/dev/x, dev:63           | create attach /dev/x           | not
                    create   | 0:, 0:/dev/x, -                | create attach /dev/x           | not
                    create   | 0:, 1:no such volume           | create attach                  | not
                    create   | 0:, 0:+kvm:uri                 | create attach                  | done
                    create   | 5:no space                     | create                         | not
                    create   | nostart                        | create                         | not
                    create   | late, 0:/dev/x, dev:64         | create attach /dev/x           | done
                    create   | late, 1:none                   | create attach                  | not
                    create   | lost, 0:/dev/x, dev:32         | create attach /dev/x           | not
                    create   | killed, late, late, late       | create attach attach attach    | unknown
                    create   | killed, nostart                | create attach                  | unknown
                    grow     | 0:, dev:128                    | grow /dev/x                    | done
                    grow     | 0:, dev:64, 0:/dev/x, dev:128  | grow /dev/x attach /dev/x      | done
                    grow     | 0:, dev:64, 0:/dev/x, dev:64   | grow /dev/x attach /dev/x      | not
                    grow     | 0:, dev:64, 1:gone             | grow /dev/x attach             | not
                    grow     | 2:no space                     | grow                           | not
                    grow     | late, 0:/dev/x, dev:128        | grow attach /dev/x             | done
                    detach   | 0:, -                          | detach /dev/x                  | done
                    detach   | 0:, dev:0                      | detach /dev/x                  | done
                    detach   | 0:, dev:64                     | detach /dev/x                  | warned
                    detach   | 1:busy                         | detach                         | not
                    detach   | killed, 0:, -                  | detach detach /dev/x           | done
                    remove   | 0:, 1:no such volume           | remove attach                  | done
                    remove   | 0:, 0:/dev/x, -                | remove attach /dev/x           | done
                    remove   | 0:, 0:/dev/x, dev:64           | remove attach /dev/x           | not
                    remove   | 0:, nostart                    | remove attach                  | unknown
                    remove   | lost, 1:no such volume         | remove attach                  | done
                    remove   | lost, 0:/dev/x, dev:64         | remove attach /dev/x           | not
                    grow     | 0:, dev:64, 0:+kvm:uri         | grow /dev/x attach             | done
                    grow     | late, 0:+kvm:uri               | grow attach                    | unknown
                    snapshot | 0:, 0:/dev/s, dev:64           | snapshot attach /dev/s         | done
                    snapshot | 0:, 0:+kvm:uri                 | snapshot attach                | done
                    snapshot | 0:, 1:no such volume           | snapshot attach                | not
                    snapshot | 0:, 0:/dev/s, -                | snapshot attach /dev/s         | not
                    snapshot | 0:, nostart                    | snapshot attach                | unknown
                    snapshot | 4:unsupported                  | snapshot                       | not
                    snapshot | late, 0:/dev/s, dev:64         | snapshot attach /dev/s         | done
                    snapshot | late, 1:none                   | snapshot attach                | not
                    setinfo  | 0:                             | setinfo                        | done
                    setinfo  | killed, 0:                     | setinfo setinfo                | done
                    verify   | 1:vg is missing                | verify                         | not
                    open     | 0:                             | open                           | done
                    close    | late, 1:in use                 | close close                    | not
                    """)
    void theTruthIsFoundByAsking(String call, String answers, String asked, String truth) {
        Deque<String> left = new ArrayDeque<>(List.of(answers.split(", ")));
        StringBuilder seen = new StringBuilder();
        CallRun<GanetiCall, Attachment> run = new CallRun<>(CONTRACT, call(call));

        while (!(run.next() instanceof Next.Over<GanetiCall, Attachment>)) {
            String answer = left.isEmpty() ? "late" : left.remove();
            switch (run.next()) {
                case Next.Run<GanetiCall, Attachment>(GanetiCall now, var _) -> {
                    seen.append(now.action()).append(' ');
                    run.ended(outcome(answer));
                }
                case Next.Look<GanetiCall, Attachment>(String path) -> {
                    seen.append(path).append(' ');
                    run.seen(sighting(answer));
                }
                case Next.Over<GanetiCall, Attachment> _ -> throw new IllegalStateException();
            }
        }

        Next.Over<GanetiCall, Attachment> over = (Next.Over<GanetiCall, Attachment>) run.next();
        assertEquals(asked, seen.toString().strip());
        assertEquals(truth, word(over.truth()), () -> over.truth().sentence());
    }

    private static GanetiCall call(String word) {
        Optional<String> device = Optional.of("/dev/x");
        return switch (Action.of(word).orElseThrow()) {
            case CREATE -> new GanetiCall.Create(VOLUME, 64);
            case ATTACH -> new GanetiCall.Attach(VOLUME);
            case DETACH -> new GanetiCall.Detach(VOLUME, device);
            case REMOVE -> new GanetiCall.Remove(VOLUME);
            case GROW -> new GanetiCall.Grow(VOLUME, 64, 128, device);
            case SETINFO -> new GanetiCall.SetInfo(VOLUME, "x");
            case VERIFY -> new GanetiCall.Verify(VOLUME, List.of());
            case SNAPSHOT -> new GanetiCall.Snapshot(VOLUME, "s", 64);
            case OPEN -> new GanetiCall.Open(VOLUME, true);
            case CLOSE -> new GanetiCall.Close(VOLUME);
        };
    }

    private static Outcome outcome(String answer) {
        return switch (answer) {
            case "late" -> new Outcome.TimedOut(Duration.ofMinutes(15), Printed.NOTHING);
            case "killed" -> new Outcome.Killed("a signal", Printed.NOTHING);
            case "lost" -> new Outcome.Lost("n0");
            case "nostart" -> new Outcome.NotStarted("no such file");
            default -> {
                int code = Integer.parseInt(answer.substring(0, answer.indexOf(':')));
                String text = answer.substring(answer.indexOf(':') + 1).replace('+', '\n');
                Printed printed = new Printed(text, "");
                yield code == 0 ? new Outcome.Ok(printed) : new Outcome.Failed(code, printed);
            }
        };
    }

    private static Sighting sighting(String answer) {
        return switch (answer) {
            case "-" -> new Sighting.Missing();
            case "file" -> new Sighting.Other("a file");
            default -> new Sighting.Device(Long.parseLong(answer.substring(4)) << 20);
        };
    }

    private static String word(Truth<Attachment> truth) {
        return switch (truth) {
            case Truth.Done<Attachment>(var _, List<String> warnings) ->
                    warnings.isEmpty() ? "done" : "warned";
            case Truth.NotDone<Attachment> _ -> "not";
            case Truth.Unknown<Attachment> _ -> "unknown";
        };
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /dev/x           | /dev/x |
                    /dev/x+          | /dev/x |
                    /dev/x++         | /dev/x |
                    /dev/x+kvm:a     | /dev/x | a
                    /dev/x+XEN:b+KVM:a+kvm:c | /dev/x | a
                    +kvm:rbd:p/v+    |        | rbd:p/v
                    """)
    @DisplayName("3.5: the first line is the device, further lines are addresses")
    void attachIsReadLineByLine(String printed, String device, String uri) {
        Attachment found = Attachment.read(printed.replace('+', '\n')).orElseThrow();

        assertEquals(Optional.ofNullable(device), found.device());
        assertEquals(Optional.ofNullable(uri), found.uri("kvm"));
    }
}
