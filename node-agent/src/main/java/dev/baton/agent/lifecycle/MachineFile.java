package dev.baton.agent.lifecycle;

import dev.baton.agent.saved.BadFile;
import dev.baton.agent.saved.Field;
import dev.baton.agent.saved.SavedFile;
import dev.baton.orchestrator.lifecycle.Disk;
import dev.baton.orchestrator.lifecycle.Machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Reads a virtual machine's description: JSON with the fields of {@link Machine}. A mistake is
 * named with its place, and so is a field nobody knows.
 *
 * <pre>{@code
 * {"id": 42,
 *  "system": {"datastore": 0, "location": "/var/lib/one/datastores", "driver": "ssh"},
 *  "disks": [
 *   {"number": 0, "type": "image", "driver": "shared", "source": "/ds/1/ab", "clone": true},
 *   {"number": 1, "type": "swap", "size": 1024},
 *   {"number": 2, "type": "volatile", "size": 2048, "format": "ext4"}],
 *  "context": {"number": 3, "files": ["/srv/context.sh"]}}
 * }</pre>
 *
 * <p>Bounds: {@value #MOST_BYTES} bytes, {@value #MOST_DISKS} disks.
 */
public final class MachineFile {

    private static final int MOST_BYTES = 1024 * 1024;
    private static final int MOST_DISKS = 1000;
    private static final int HIGHEST_NUMBER = 999_999;

    /** A disk of more is a slip of the keyboard; in MiB. */
    private static final long MOST_MIB = 1L << 34;

    private enum Type {
        IMAGE,
        SWAP,
        VOLATILE
    }

    private final TreeSet<Long> numbers = new TreeSet<>();

    private MachineFile() {}

    /** Reads a file. */
    public static Machine read(Path file) throws BadFile {
        return new MachineFile().machine(SavedFile.read(file, MOST_BYTES));
    }

    /** Reads a text; the name is what messages call it. */
    public static Machine parse(String name, String text) throws BadFile {
        return new MachineFile().machine(SavedFile.parse(name, text));
    }

    private Machine machine(Field whole) throws BadFile {
        whole.object(List.of("id", "system", "disks", "context"));
        Field system = whole.at("system").object(List.of("datastore", "location", "driver"));
        List<Disk> disks = new ArrayList<>();
        List<Field> listed = whole.at("disks").list();
        if (listed.size() > MOST_DISKS) {
            throw whole.at("disks").bad("at most " + MOST_DISKS + " disks");
        }
        for (Field each : listed) {
            disks.add(disk(each));
        }
        return new Machine(
                whole.at("id").number(0, Integer.MAX_VALUE),
                new Machine.Home(
                        system.at("datastore").number(0, Integer.MAX_VALUE),
                        system.at("location").text(),
                        system.at("driver").text()),
                disks,
                context(whole.at("context")));
    }

    private Disk disk(Field each) throws BadFile {
        each.object(
                List.of("number", "type", "driver", "source", "clone", "save", "size", "format"));
        int number = number(each);
        return switch (each.at("type").word(Type.class)) {
            case IMAGE ->
                    new Disk.OfImage(
                            number,
                            each.at("driver").text(),
                            each.at("source").text(),
                            each.at("clone").truthOr(true),
                            each.at("save").truthOr(false),
                            each.at("size").isThere()
                                    ? OptionalLong.of(size(each))
                                    : OptionalLong.empty());
            case SWAP -> new Disk.Swap(number, size(each));
            case VOLATILE -> new Disk.Volatile(number, size(each), each.at("format").text());
        };
    }

    private static long size(Field disk) throws BadFile {
        return disk.at("size").number(1, MOST_MIB);
    }

    private int number(Field disk) throws BadFile {
        long number = disk.at("number").number(0, HIGHEST_NUMBER);
        if (!numbers.add(number)) {
            throw disk.at("number").bad("a number no other disk has");
        }
        return (int) number;
    }

    private Optional<Machine.Context> context(Field context) throws BadFile {
        if (!context.isThere()) {
            return Optional.empty();
        }
        context.object(List.of("number", "files"));
        List<String> files = new ArrayList<>();
        for (Field each : context.at("files").list()) {
            files.add(each.text());
        }
        if (files.isEmpty()) {
            throw context.at("files").bad("at least one file");
        }
        return Optional.of(new Machine.Context(number(context), files));
    }
}
