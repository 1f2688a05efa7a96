package dev.baton.agent.callout;

import dev.baton.events.callout.Sighting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** Looks at what is at a path of this node: a block device is measured in the kernel's tables. */
final class DeviceSight {

    private static final int KIND = 0170000;
    private static final int BLOCK_DEVICE = 0060000;
    private static final int BYTES_OF_A_SECTOR = 512;
    private static final int BITS_OF_MINOR = 8;
    private static final Path DEVICES = Path.of("/sys/dev/block");

    private DeviceSight() {}

    static Sighting of(String text) {
        try {
            Path path = Path.of(text);
            Map<String, Object> facts = Files.readAttributes(path, "unix:mode,rdev");
            int mode = (Integer) facts.getOrDefault("mode", 0);
            if ((mode & KIND) != BLOCK_DEVICE) {
                return new Sighting.Other(Files.isDirectory(path) ? "a directory" : "a file");
            }
            return new Sighting.Device(bytes((Long) facts.getOrDefault("rdev", 0L)));
        } catch (IOException | InvalidPathException missing) {
            return new Sighting.Missing();
        }
    }

    /** 0 for a device whose driver does not know it any more. */
    private static long bytes(long device) throws IOException {
        Path size = DEVICES.resolve(major(device) + ":" + minor(device)).resolve("size");
        return Files.exists(size)
                ? Long.parseLong(Files.readString(size).strip()) * BYTES_OF_A_SECTOR
                : 0;
    }

    /** Source: sysmacros.h of glibc. */
    private static long major(long device) {
        return ((device >> BITS_OF_MINOR) & 0xfff) | ((device >> 32) & ~0xfffL);
    }

    private static long minor(long device) {
        return (device & 0xff) | ((device >> 12) & ~0xffL);
    }
}
