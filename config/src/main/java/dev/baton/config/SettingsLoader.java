package dev.baton.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the files of one node and reports everything that is wrong with them at once.
 *
 * <p>Order, later replaces earlier: {@code ctdb.conf}, {@code baton.conf}, {@code conf.d/*.conf}.
 * {@code ctdb.conf} is read when CTDB_BASE is set or there is no {@code baton.conf}. Thread: any;
 * blocks on files. Failure: a problem, never an exception.
 */
public final class SettingsLoader {

    private final HostFacts host;

    /** A loader that asks this host. */
    public SettingsLoader(HostFacts host) {
        this.host = host;
    }

    /**
     * Reads all files.
     *
     * @param layout where files are when the environment does not say otherwise
     * @param environment CTDB_BASE and CTDB_TEST_MODE count
     * @param hostName the name of a node that has no other
     */
    public Loaded load(Layout layout, Map<String, String> environment, String hostName) {
        boolean ctdbBase = !environment.getOrDefault("CTDB_BASE", "").isEmpty();
        boolean testMode = Layout.isTestMode(environment);
        HostFacts facts = testMode ? withEveryInterface() : host;
        Layout found = layout.withEnvironment(environment);
        return new SettingsReading(found, facts).read(ctdbBase, hostName, testMode);
    }

    /** Every setting as the files say it now, for people; problems are not told. */
    public List<Setting> survey(Layout layout, Map<String, String> environment) {
        boolean ctdbBase = !environment.getOrDefault("CTDB_BASE", "").isEmpty();
        return new SettingsReading(layout.withEnvironment(environment), host).survey(ctdbBase);
    }

    /** Reads only what running events needs: no cluster has to be described. */
    public EventSettings loadEvents(Layout layout, Map<String, String> environment) {
        boolean ctdbBase = !environment.getOrDefault("CTDB_BASE", "").isEmpty();
        return new SettingsReading(layout.withEnvironment(environment), host).readEvents(ctdbBase);
    }

    /**
     * Reads the public addresses of these settings anew. A missing file is an error unless there
     * was none before: it would take every address from the node.
     */
    public Parsed<PublicAddressesFile> publicAddresses(
            ClusterSettings settings, Map<String, String> environment) {
        HostFacts facts = environment.containsKey("CTDB_TEST_MODE") ? withEveryInterface() : host;
        SettingsFiles files = new SettingsFiles();
        Path file = settings.events().publicAddresses();
        Optional<List<String>> lines =
                settings.publicAddresses().list().isEmpty()
                        ? files.linesIfThere(file)
                        : files.lines(file);
        if (lines.isEmpty()) {
            return new Parsed<>(PublicAddressesFile.NONE, files.problems());
        }
        return PublicAddressesFile.parse(
                file.toString(),
                lines.get(),
                facts::interfaceExists,
                ip -> settings.nodes().pnnOf(ip).isPresent());
    }

    /** Reads only when addresses may leave a healthy node, as it stands in the files now. */
    public Parsed<FailbackRules> loadFailback(Layout layout, Map<String, String> environment) {
        boolean ctdbBase = !environment.getOrDefault("CTDB_BASE", "").isEmpty();
        return new SettingsReading(layout.withEnvironment(environment), host)
                .readFailback(ctdbBase);
    }

    /** Reads only who the nodes are, as it stands in the files now. */
    public Parsed<Optional<NodesFile>> loadNodes(Layout layout, Map<String, String> environment) {
        boolean ctdbBase = !environment.getOrDefault("CTDB_BASE", "").isEmpty();
        return new SettingsReading(layout.withEnvironment(environment), host).readNodes(ctdbBase);
    }

    /** CTDB's test mode does not look for interfaces. Source: CTDB events contract, section 15. */
    private HostFacts withEveryInterface() {
        return new HostFacts() {
            @Override
            public Optional<String> wrongCalendar(String text) {
                return host.wrongCalendar(text);
            }

            @Override
            public boolean interfaceExists(InterfaceName name) {
                return true;
            }

            @Override
            public boolean canBind(IpAddress address) {
                return host.canBind(address);
            }

            @Override
            public ListedNodes nodes(List<String> words) {
                return host.nodes(words);
            }
        };
    }
}
