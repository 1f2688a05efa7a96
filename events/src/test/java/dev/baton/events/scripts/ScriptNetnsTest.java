package dev.baton.events.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The scripts with the real commands, in a network namespace that lives as long as its shell.
 *
 * <p>Contract: CTDB events contract, sections 5 and 14.3.
 */
@Tag("netns")
class ScriptNetnsTest {

    /** Two cables; "where" prints interface and prefix of the public addresses. */
    private static final String PREPARE =
            """
            set -u
            export CTDB_BASE="$1/etc" CTDB_SCRIPT_VARDIR="$1/var" BATON_LIFETIME=60
            export BATON_EVENTS_LIB="$PWD/../lib/baton-events.sh"
            mkdir -p "$1/etc" "$1/share"
            ip link set lo up
            ip link add eth1 type veth peer name far1 && ip link set far1 up
            ip link add eth2 type veth peer name far2 && ip link set far2 up
            ip addr add 10.0.0.1/24 dev eth1
            interface() { ./10.interface.script "$@"; }
            service() { BATON_FILES_DIR=$directory/share ./60.file-service.script "$@"; }
            directory=$1 address=${2-} mask=${3-} other=${4-}
            where() {
                ip -o addr | while read -r _ place _ prefix rest; do
                    case $prefix in 10.0.0.5/* | fd00::5/*) ;; *) continue ;; esac
                    case $rest in
                    *tentative* | *forever*) echo "$place $prefix lasting or tentative" ;;
                    *) echo "$place $prefix" ;;
                    esac
                done
            }
            """;

    @TempDir private Path directory = Path.of("");

    @BeforeAll
    static void needsNamespaces() throws IOException, InterruptedException {
        Process probe = new ProcessBuilder("unshare", "-n", "ip", "link").start();
        boolean ended = probe.waitFor(10, TimeUnit.SECONDS);
        assumeTrue(ended && probe.exitValue() == 0, "skipped: cannot make network namespaces");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.5, 24", "fd00::5, 64"})
    void aTakenAddressIsUsableAtOnceAndEndsWithItsLifetime(String ip, String mask) {
        String seen = run("interface takeip eth1 $address $mask; where", ip, mask);

        assertEquals("eth1 %s/%s\n".formatted(ip, mask), seen);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.5, 24", "fd00::5, 64"})
    void eventsOfAnAddressCanBeRepeated(String ip, String mask) {
        String seen =
                run(
                        """
                        twice() { "$@" && "$@" || echo failed; }
                        twice interface takeip eth1 $address $mask
                        where
                        twice interface updateip eth1 eth2 $address $mask
                        where
                        twice interface releaseip eth1 $address $mask
                        where
                        """,
                        ip,
                        mask);

        assertEquals("eth1 %1$s/%2$s\neth2 %1$s/%2$s\n".formatted(ip, mask), seen);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.5, 24", "fd00::5, 64"})
    void aReleaseThatWasCutShortIsRepairedByTheNextTake(String ip, String mask) {
        String seen =
                run(
                        """
                        interface takeip eth1 $address $mask
                        # The kernel makes the route of IPv6 a moment after the address.
                        for _ in $(seq 100); do
                            [ -z "$(ip $other route show table local $address)" ] || break
                            sleep 0.02
                        done
                        ip $other route del local $address table local
                        interface takeip eth1 $address $mask
                        where
                        for _ in $(seq 100); do
                            [ -z "$(ip $other route show table local $address)" ] || break
                            sleep 0.02
                        done
                        ip $other route show table local $address | cut -d ' ' -f 1-4
                        """,
                        ip,
                        mask,
                        ip.contains(":") ? "-6" : "-4");

        assertEquals("eth1 %1$s/%2$s\nlocal %1$s dev eth1\n".formatted(ip, mask), seen);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.5, 24, 10.0.0.5", "fd00::5, 64, [fd00::5]"})
    void aReleaseResetsALongDownload(String ip, String mask, String host) {
        String seen =
                run(
                        """
                        unshare -n sleep 50 &
                        far=$!
                        here=$(readlink /proc/self/ns/net)
                        for _ in $(seq 100); do
                            [ "$(readlink "/proc/$far/ns/net")" = "$here" ] || break
                            sleep 0.02
                        done
                        ip link set far1 netns "$far"
                        client() { nsenter -t "$far" -n "$@"; }
                        client ip link set far1 up
                        client ip addr add 10.0.0.9/24 dev far1
                        client ip addr add fd00::9/64 dev far1 nodad
                        truncate -s 2G "$directory/share/long"
                        service startup && service monitor
                        interface takeip eth1 $address $mask
                        client curl -sg -o "$directory/got" --limit-rate 20M --max-time 20 \\
                            "http://$other:8080/long" &
                        download=$!
                        for _ in $(seq 100); do [ -s "$directory/got" ] && break; sleep 0.05; done
                        interface releaseip eth1 $address $mask
                        wait "$download"; echo "client: $?"
                        kill "$far"
                        service shutdown
                        where
                        """,
                        ip,
                        mask,
                        host);

        assertEquals("client: 56\n", seen);
    }

    @Test
    void theFileServicePublishesWhatItHostsAndEndsAtShutdown() {
        String seen =
                run(
                        """
                        echo '10.0.0.5/24 eth1' >"$CTDB_BASE/public_addresses"
                        service startup
                        interface takeip eth1 10.0.0.5 24
                        service ipreallocated
                        for _ in $(seq 100); do
                            text=$(curl -s http://127.0.0.1:8080/.addresses)
                            [ -z "$text" ] || break
                            sleep 0.05
                        done
                        echo "$text"
                        service shutdown
                        service monitor >/dev/null; echo "monitor: $?"
                        """);

        assertEquals("10.0.0.5\nmonitor: 1\n", seen);
    }

    private String run(String scenario, String... words) {
        List<String> command = new ArrayList<>(List.of("unshare", "-n", "sh", "-c"));
        command.addAll(List.of(PREPARE + scenario, "sh", directory.toString()));
        command.addAll(List.of(words));
        try {
            Path output = directory.resolve("output");
            Process shell =
                    new ProcessBuilder(command)
                            .directory(Path.of("scripts/legacy").toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            assertTrue(shell.waitFor(60, TimeUnit.SECONDS), "the scenario did not end within 60 s");
            return Files.readString(output, UTF_8);
        } catch (IOException failure) {
            throw new AssertionError("cannot run the scenario", failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", stop);
        }
    }
}
