package dev.baton.agent.callout;

import dev.baton.events.contract.ganeti.Parameter;
import dev.baton.events.contract.ganeti.Provider;
import dev.baton.events.contract.ganeti.SeenProvider;
import dev.baton.events.contract.ganeti.SeenProvider.SeenFile;
import dev.baton.events.contract.ganeti.SeenProviders;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Looks at the providers of this node as files. A file is read again only when its kernel entry has
 * changed.
 *
 * <p>Bounds: {@value #MOST_PROVIDERS} providers, {@value #MOST_FILES} files of each, {@value
 * #DEPTH} directories deep, files up to {@value #MOST_BYTES} bytes. Thread: one at a time; blocks.
 */
final class ProviderSurvey {

    private static final int MOST_PROVIDERS = 64;
    private static final int MOST_FILES = 64;
    private static final int DEPTH = 3;
    private static final long MOST_BYTES = 16L << 20;
    private static final int SHOWN_BYTES = 6;
    private static final int PERMISSIONS = 07777;

    /** What says that a file is the one that was read. */
    private record Known(String stamp, String hash) {}

    private final ProviderDirectories providers;
    private final Map<Path, Known> known = new TreeMap<>();

    ProviderSurvey(ProviderDirectories providers) {
        this.providers = providers;
    }

    synchronized SeenProviders look() {
        Set<String> names = new TreeSet<>();
        Set<Path> read = new TreeSet<>();
        List<SeenProvider> seen = new ArrayList<>();
        boolean cut = false;
        for (Provider each : providers.all()) {
            if (names.add(each.name())) {
                cut |= seen.size() >= MOST_PROVIDERS;
                if (seen.size() < MOST_PROVIDERS) {
                    seen.add(look(each, read));
                }
            }
        }
        known.keySet().retainAll(read);
        return new SeenProviders(seen, cut);
    }

    private SeenProvider look(Provider provider, Set<Path> read) {
        List<SeenFile> files = new ArrayList<>();
        String problem = provider.isValid() ? "" : provider.problems().getFirst();
        try (Stream<Path> all = Files.walk(provider.directory(), DEPTH)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().limit(MOST_FILES).toList()) {
                read.add(file);
                files.add(file(provider.directory(), file));
            }
        } catch (IOException | UncheckedIOException unreadable) {
            problem = problem.isEmpty() ? "cannot be read: " + unreadable.getMessage() : problem;
        }
        List<String> parameters = provider.parameters().stream().map(Parameter::name).toList();
        return new SeenProvider(
                provider.name(), provider.directory().toString(), problem, parameters, files);
    }

    private SeenFile file(Path directory, Path file) throws IOException {
        Map<String, Object> facts =
                Files.readAttributes(file, "unix:size,ctime,ino,mode,owner,group");
        String stamp = word(facts, "size") + " " + word(facts, "ctime") + " " + word(facts, "ino");
        Optional<Known> before =
                Optional.ofNullable(known.get(file)).filter(each -> each.stamp().equals(stamp));
        String hash = before.isPresent() ? before.get().hash() : hash(file);
        known.put(file, new Known(stamp, hash));
        int mode = (Integer) facts.getOrDefault("mode", 0);
        return new SeenFile(
                directory.relativize(file).toString(),
                hash,
                Integer.toOctalString(mode & PERMISSIONS),
                word(facts, "owner") + ":" + word(facts, "group"));
    }

    private static String word(Map<String, Object> facts, String name) {
        return facts.getOrDefault(name, "").toString();
    }

    private static String hash(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            return "";
        }
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(in.readNBytes((int) MOST_BYTES));
            return HexFormat.of().formatHex(digest.digest(), 0, SHOWN_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
