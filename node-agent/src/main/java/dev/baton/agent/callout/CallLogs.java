package dev.baton.agent.callout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.events.callout.Printed;
import dev.baton.events.contract.ganeti.Action;
import dev.baton.events.contract.ganeti.GanetiCall;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What scripts of providers printed, one file for each call: standard output, then standard error,
 * without secrets.
 *
 * <p>A file that cannot be written is told and nothing else: no call fails for want of it. Bounds:
 * the newest {@value #MOST} files; of a call as much as its runner keeps. Thread: any. Source:
 * storage call-outs contract, section 3.8.
 */
final class CallLogs {

    static final int MOST = 1000;
    private static final Logger LOG = LoggerFactory.getLogger("baton.storage");
    private static final Pattern OURS = Pattern.compile("[a-z]+-.+-\\d{8}T\\d{9}Z-\\d+\\.log");
    private static final DateTimeFormatter BEGUN =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final int most;
    private final Deque<Path> kept = new ArrayDeque<>();

    private CallLogs(Path folder, int most) {
        this.folder = folder;
        this.most = most;
    }

    /** With the files of earlier lives; those beyond the bound go with the next call. */
    static CallLogs open(Path folder) {
        return open(folder, MOST);
    }

    /** The same with another bound. */
    static CallLogs open(Path folder, int most) {
        CallLogs logs = new CallLogs(folder, most);
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, CallLogs::isOurs)) {
                all.forEach(found::add);
            } catch (IOException unreadable) {
                LOG.warn("call_logs_not_read folder={} why=\"{}\"", folder, unreadable.toString());
            }
        }
        found.sort(Comparator.comparing(CallLogs::time).thenComparing(Path::toString));
        logs.kept.addAll(found);
        return logs;
    }

    private static boolean isOurs(Path file) {
        return OURS.matcher(String.valueOf(file.getFileName())).matches();
    }

    private static String time(Path file) {
        String name = String.valueOf(file.getFileName());
        int last = name.lastIndexOf('-');
        return name.substring(name.lastIndexOf('-', last - 1) + 1, last);
    }

    /** The file of a call; empty for one whose output is not kept in a file. */
    Optional<Path> file(Entry.CallBegun begun) {
        boolean isLogged =
                begun.contract().equals(GanetiCall.CONTRACT)
                        && Action.of(begun.action()).filter(Action::isLogged).isPresent();
        return isLogged
                ? Optional.of(
                        folder.resolve(
                                "%s-%s-%s-%s-%d.log"
                                        .formatted(
                                                begun.action(),
                                                begun.provider(),
                                                begun.subject().replaceFirst("^volume:", ""),
                                                BEGUN.format(Instant.ofEpochMilli(begun.at())),
                                                begun.call())))
                : Optional.empty();
    }

    /** A call has ended; secrets are masked in what it printed. */
    void write(Entry.CallBegun begun, Printed printed) {
        Optional<Path> file = file(begun);
        if (file.isPresent()) {
            try {
                write(file.get(), printed.out() + printed.err());
            } catch (IOException full) {
                LOG.warn("call_log_not_written file={} why=\"{}\"", file.get(), full.toString());
            }
        }
    }

    private synchronized void write(Path file, String text) throws IOException {
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        kept.add(file);
        while (kept.size() > most) {
            Files.deleteIfExists(kept.remove());
        }
        try (FileChannel out =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            out.write(UTF_8.encode(text));
        }
    }
}
