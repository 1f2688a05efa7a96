package dev.baton.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One reading of all files of a node; used once. */
final class SettingsReading {

    private final Layout layout;
    private final HostFacts host;
    private final SettingsFiles files = new SettingsFiles();
    private final ConfigEntries entries = new ConfigEntries();
    private final FlatFiles flat;
    private final List<ConfigProblem> problems = new ArrayList<>();

    SettingsReading(Layout layout, HostFacts host) {
        this.layout = layout;
        this.host = host;
        flat = new FlatFiles(layout, files, entries);
    }

    Loaded read(boolean ctdbBase, String hostName, boolean testMode) {
        readIniFiles(ctdbBase);
        Optional<NodesFile> nodes = flat.nodes(host);
        String nodesPath = flat.nodesPlace();
        Optional<Pnn> pnn = new OwnNode(nodes, nodesPath, host, problems).find(entries);
        Optional<IpAddress> own = pnn.flatMap(found -> nodes.flatMap(all -> all.addressOf(found)));
        Optional<NodeName> name = name(hostName);
        Optional<Endpoints> endpoints = EndpointKeys.read(entries, own, testMode);
        OptionSections.transport(entries);
        Path addressesPath = flat.publicAddressesPath();
        PublicAddressesFile publicAddresses = flat.publicAddresses(addressesPath, nodes, host);
        HomeNodes homes = flat.homes(nodes);
        Tunables tunables = flat.tunables();
        LeaseTiming timing = LeaseSection.read(entries);
        Optional<TlsFiles> tls = TlsSection.read(entries, layout.etc());
        tls.ifPresent(this::checkReadable);
        Optional<ClusterLock> lock = OptionSections.lock(entries);
        VoteOptions votes = OptionSections.votes(entries, lock);
        EventOptions events = OptionSections.events(entries, layout, addressesPath);
        FailoverOptions failover =
                OptionSections.failover(entries, flat.failback(OptionSections.failback(entries)));
        StartOptions start = OptionSections.start(entries);
        LogOptions logging = OptionSections.logging(entries);
        Optional<DatabaseDaemon> databases = CompatSection.read(entries, layout.etc());
        CompatSection.checkPlaces(entries);
        StorageOptions storage =
                StorageSection.read(entries, layout.etc())
                        .withSchedules(ScheduleSections.read(entries, layout.etc(), host))
                        .withDrivers(DriverSections.read(entries, layout.etc()));
        databases.ifPresent(daemon -> look(daemon, events, nodes, lock));
        TelemetryOptions telemetry = TelemetrySection.read(entries);
        List<ConfigProblem> all = allProblems();
        if (all.stream().anyMatch(ConfigProblem::isError)) {
            return new Loaded(Optional.empty(), all);
        }
        ClusterSettings settings =
                new ClusterSettings(
                        layout,
                        name.orElseThrow(),
                        pnn.orElseThrow(),
                        nodes.orElseThrow(),
                        publicAddresses,
                        homes,
                        tunables,
                        timing,
                        endpoints.orElseThrow(),
                        tls,
                        lock,
                        votes,
                        events,
                        failover,
                        start,
                        logging,
                        databases,
                        storage,
                        telemetry);
        return new Loaded(Optional.of(settings), all);
    }

    private void look(
            DatabaseDaemon daemon,
            EventOptions events,
            Optional<NodesFile> nodes,
            Optional<ClusterLock> lock) {
        IniEntry asked = entries.entry(ConfigKey.BESIDE).orElseThrow();
        new DatabaseDaemonFiles(daemon, files, entries, asked)
                .check(layout.etc(), events.directory(), nodes, lock);
    }

    Parsed<Optional<NodesFile>> readNodes(boolean ctdbBase) {
        readIniFiles(ctdbBase);
        Optional<NodesFile> nodes = flat.nodes(host);
        return new Parsed<>(nodes, allProblems());
    }

    Parsed<FailbackRules> readFailback(boolean ctdbBase) {
        readIniFiles(ctdbBase);
        FailbackRules rules = flat.failback(OptionSections.failback(entries));
        return new Parsed<>(rules, allProblems());
    }

    EventSettings readEvents(boolean ctdbBase) {
        readIniFiles(ctdbBase);
        EventOptions events = OptionSections.events(entries, layout, flat.publicAddressesPath());
        LogOptions logging = OptionSections.logging(entries);
        return new EventSettings(layout, events, logging, allProblems());
    }

    List<Setting> survey(boolean ctdbBase) {
        readIniFiles(ctdbBase);
        return entries.survey();
    }

    private void readIniFiles(boolean ctdbBase) {
        boolean hasOwn = files.exists(layout.batonConf());
        if (ctdbBase || !hasOwn) {
            readIni(layout.ctdbConf(), true);
        } else if (files.exists(layout.ctdbConf())) {
            String file = layout.ctdbConf().toString();
            String why = "is not read, because baton.conf exists";
            String cure = "move what it says to baton.conf and remove it";
            problems.add(ConfigProblem.warning(file, 0, "", why, cure));
        }
        readIni(layout.batonConf(), false);
        files.matching(layout.dropIns(), ".conf").forEach(file -> readIni(file, false));
    }

    private void readIni(Path file, boolean ofCtdb) {
        Optional<List<String>> lines = files.linesIfThere(file);
        if (lines.isPresent()) {
            Parsed<IniFile> parsed = IniFile.parse(file.toString(), lines.get());
            problems.addAll(parsed.problems());
            entries.add(parsed.value(), ofCtdb);
        }
    }

    private Optional<NodeName> name(String hostName) {
        if (entries.entry(ConfigKey.NODE_NAME).isPresent()) {
            String expected = "at most 63 letters, digits, '.', '_' and '-'";
            return entries.value(ConfigKey.NODE_NAME, expected, NodeName::parse);
        }
        Optional<NodeName> name = NodeName.parse(hostName);
        if (name.isEmpty()) {
            String file = layout.batonConf().toString();
            String why = "the host name \"" + hostName + "\" cannot name a node";
            String cure = "set a name of letters, digits, '.', '_' and '-'";
            problems.add(ConfigProblem.error(file, 0, ConfigKey.NODE_NAME.toString(), why, cure));
        }
        return name;
    }

    private void checkReadable(TlsFiles tls) {
        for (int i = 0; i < TlsSection.KEYS.size(); i++) {
            Path file = tls.all().get(i);
            if (!files.isReadable(file)) {
                IniEntry entry = entries.entry(TlsSection.KEYS.get(i)).orElseThrow();
                entries.error(entry, "cannot read " + file, "create it, or let the agent read it");
            }
        }
    }

    private List<ConfigProblem> allProblems() {
        problems.addAll(files.problems());
        problems.addAll(entries.problems());
        problems.addAll(flat.problems());
        return problems;
    }
}
