package dev.baton.testcluster.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.baton.testcluster.netns.NamespaceProcess;
import dev.baton.testcluster.netns.Network;
import dev.baton.testcluster.netns.ShellCommand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * OpenSSH's daemon in each node's namespace, with keys of the test's own. A daemon of a host sees a
 * directory of that host in place of the machines' datastore; all see the same images.
 */
final class DriverHosts implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final AgentCluster cluster;
    private final Path base;
    private final Path one;
    private final Map<String, NamespaceProcess> daemons = new TreeMap<>();
    private boolean shared;

    DriverHosts(AgentCluster cluster) {
        this.cluster = cluster;
        this.base = cluster.namespaces().directory();
        this.one = base.resolve("one");
    }

    /** The machines' directories of a host; n0 has those of the front-end. */
    Path disks(String host) {
        return shared || host.equals("n0")
                ? location().resolve("0")
                : base.resolve("disks-" + host);
    }

    /** From now on all hosts see one directory of machines. */
    void share() {
        shared = true;
        for (AgentNode node : cluster.agents()) {
            cutOff(node.name());
            reach(node.name());
        }
    }

    private Path location() {
        return one.resolve("var/datastores");
    }

    /** The description of machine 42. */
    Path machine() {
        return base.resolve("machine.json");
    }

    /** Writes settings of drivers, and starts the daemons. */
    void start() {
        ShellCommand.run(
                "cp",
                "-r",
                AgentCluster.distribution().resolve("share/callouts/opennebula").toString(),
                one.toString());
        write(one.resolve("var/config"), "DATASTORE_LOCATION=" + location());
        make(location().resolve("1"));
        ticks();
        make(base.resolve("srv"));
        ShellCommand.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", base + "/key");
        ShellCommand.run("cp", base + "/key.pub", base + "/allowed");
        write(
                base.resolve("ssh"),
                "#!/bin/sh",
                "exec /usr/bin/ssh -F %s/ssh_config \"$@\"".formatted(base));
        permit(base.resolve("ssh"));
        List<String> known = new ArrayList<>();
        for (AgentNode node : cluster.agents()) {
            known.addAll(
                    List.of(
                            "Host " + node.name(),
                            "HostName "
                                    + cluster.namespaces()
                                            .nodeAddress(node.index(), Network.PRIVATE)));
            make(disks(node.name()));
            settings(node);
            reach(node.name());
        }
        known.addAll(
                List.of(
                        "Host *",
                        "User root",
                        "IdentityFile " + base.resolve("key"),
                        "StrictHostKeyChecking no",
                        "UserKnownHostsFile /dev/null",
                        "ConnectTimeout 3",
                        "LogLevel ERROR"));
        write(base.resolve("ssh_config"), known.toArray(String[]::new));
    }

    /**
     * What the driver of datastore {@code ticks} writes while it makes an image: 20 numbers a
     * second.
     */
    WrittenFences fences() {
        return new WrittenFences(base.resolve("ticks"));
    }

    /** It makes an image of so many MiB by writing as many numbers. */
    private void ticks() {
        make(location().resolve("2"));
        Path driver = one.resolve("var/remotes/datastore/ticks");
        make(driver);
        Path script = driver.resolve("mkfs");
        write(
                script,
                "#!/bin/sh",
                "n=$(base64 -d | sed -n 's/.*<SIZE>\\([0-9]*\\)<.*/\\1/p')",
                "for i in $(seq ${n:-9999}); do echo $CALLOUT_FENCE >>%s; sleep 0.05; done"
                        .formatted(fences().file()),
                "echo \"%s/2/$1 raw\"; touch %s/2/$1".formatted(location(), location()));
        permit(script);
    }

    private void settings(AgentNode node) {
        node.append(
                "etc/baton.conf",
                "[opennebula]",
                "one location = " + one,
                "driver user = root",
                "dialects = tm/ssh=6.8, tm/shared=6.8, datastore/ticks=6.8",
                "extra variables = ssh.SSH=" + base.resolve("ssh"),
                "ssh program = " + base.resolve("ssh"),
                "image records = " + base.resolve("records"),
                "[datastore 1]",
                "name = fast",
                "driver = files",
                "transfer = ssh",
                "nodes = n0, n2",
                "[datastore 2]",
                "name = ticks",
                "driver = ticks",
                "transfer = ssh",
                "nodes = n0, n2",
                "[datastore 0]",
                "of machines = yes",
                "transfer = ssh");
    }

    /** Starts the daemon of a host. */
    void reach(String host) {
        AgentNode node = cluster.agents().get(host.charAt(1) - '0');
        Path settings = base.resolve("sshd-" + host);
        write(
                settings,
                "ListenAddress " + cluster.namespaces().nodeAddress(node.index(), Network.PRIVATE),
                "HostKey " + base.resolve("key"),
                "AuthorizedKeysFile " + base.resolve("allowed"),
                "PidFile none",
                "StrictModes no",
                "UsePAM no",
                "PermitRootLogin yes",
                "PasswordAuthentication no");
        String own =
                shared || host.equals("n0")
                        ? ""
                        : "mount --bind %s %s &&".formatted(disks(host), disks("n0"));
        daemons.put(
                host,
                cluster.namespaces()
                        .start(
                                node.namespace(),
                                base.resolve("sshd-" + host + ".log"),
                                List.of(
                                        "unshare",
                                        "-m",
                                        "sh",
                                        "-c",
                                        own
                                                + " mount -t tmpfs none /run && mkdir /run/sshd &&"
                                                + " exec /usr/sbin/sshd -D -e -f "
                                                + settings)));
        cluster.await(
                "a daemon on " + host,
                LIMIT,
                () ->
                        cluster.namespaces()
                                        .run(
                                                node.namespace(),
                                                LIMIT,
                                                List.of("sh", "-c", "ss -Hltn | grep -q :22"))
                                        .status()
                                == 0);
    }

    /** Ends the daemon of a host, and what runs under it. */
    void cutOff(String host) {
        NamespaceProcess daemon = daemons.remove(host);
        if (daemon != null) {
            daemon.kill();
        }
    }

    /** Writes the description of a machine with a copy of the only image there is. */
    void describe(AgentNode node) {
        describe(node, true);
    }

    /**
     * The same.
     *
     * @param copied whether it gets a copy, else it works on the image itself
     */
    void describe(AgentNode node, boolean copied) {
        write(base.resolve("srv/context.sh"), "HOSTNAME=web");
        write(
                machine(),
                """
                {"id": 42, "system": {"datastore": 0, "location": "%1$s", "driver": "%2$s"}, "disks": [
                 {"number": 0, "type": "image", "driver": "%2$s", "source": "%3$s", "save": true,
                  "clone": %4$s},
                 {"number": 1, "type": "swap", "size": 8}],
                 "context": {"number": 2, "files": ["%5$s/srv/context.sh"]}}
                """
                        .formatted(
                                location(),
                                shared ? "shared" : "ssh",
                                source(node, "web"),
                                copied,
                                base));
    }

    /** What the kernel's tools take an image for. */
    String typeOfImage(AgentNode node, String image) {
        return ShellCommand.run("blkid", "-o", "value", "-s", "TYPE", source(node, image)).strip();
    }

    /** In bytes. */
    long sizeOfImage(AgentNode node, String image) throws IOException {
        return Files.size(Path.of(source(node, image)));
    }

    private static String source(AgentNode node, String image) {
        String text = node.attempt("image", "list", "-o", "json").output();
        try {
            for (JsonNode each : new ObjectMapper().readTree(text).path("images")) {
                if (each.path("name").asText().equals(image)) {
                    return each.path("source").asText();
                }
            }
        } catch (IOException garbage) {
            throw new UncheckedIOException(text, garbage);
        }
        throw new AssertionError("no image " + image + " in " + text);
    }

    private static void make(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void permit(Path file) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void write(Path file, String... lines) {
        try {
            Files.write(file, List.of(lines));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        List.copyOf(daemons.keySet()).forEach(this::cutOff);
    }
}
