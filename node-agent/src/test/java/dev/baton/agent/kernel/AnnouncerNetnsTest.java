package dev.baton.agent.kernel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.IpAddress;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

@Tag("netns")
@DisplayName("Announcements and foreign claims: safety argument, section 3")
class AnnouncerNetnsTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final List<ForeignClaim> heard = new CopyOnWriteArrayList<>();
    private final Namespace here = Namespace.create("announce");
    private Namespace there;

    @BeforeEach
    void connect() {
        there = Namespace.create("peer");
        here.connect("pub0", there, "peer0");
        await().atMost(LIMIT).until(() -> here.link("pub0").carrier());
    }

    @AfterEach
    void remove() {
        here.close();
        if (there != null) {
            there.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.40", "2001:db8::40"})
    void aNeighbourHearsWhoHoldsAnAnnouncedAddress(String text) {
        IpAddress ip = IpAddress.of(text);
        KernelLink link = here.link("pub0");
        KernelLink ear = there.link("peer0");
        try (ClaimWatch watch = there.call(() -> ClaimWatch.open(List.of(ear), heard::add))) {
            assertTrue(watch != null);

            KernelAnswer answer = announce(ip, link);

            ForeignClaim expected = new ForeignClaim(ip, link.mac(), ear.name());
            assertEquals(new KernelAnswer.Done(), answer);
            await().atMost(LIMIT).until(() -> heard.contains(expected));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.41", "2001:db8::41"})
    void aNeighboursKernelLearnsTheNewHolder(String text) {
        IpAddress ip = IpAddress.of(text);
        KernelLink link = here.link("pub0");
        there.ip("neigh add " + text + " lladdr 02:00:00:00:00:01 dev peer0 nud stale");

        // Repeated, as a takeover does: the other end may not have set up IPv6 at the first.
        await().atMost(LIMIT)
                .until(
                        () -> {
                            announce(ip, link);
                            return neighbours().contains(link.mac().hex());
                        });
    }

    @Test
    void claimsUnderAnOwnLinkLayerAddressAreNotForeign() {
        KernelLink link = here.link("pub0");
        KernelLink ear = there.link("peer0");
        IpAddress foreign = IpAddress.of("192.0.2.43");
        KernelLink borrowed =
                new KernelLink(link.index(), link.name(), true, true, ear.mac(), link.linkType());
        try (ClaimWatch watch = there.call(() -> ClaimWatch.open(List.of(ear), heard::add))) {
            assertTrue(watch != null);

            announce(IpAddress.of("192.0.2.42"), borrowed);
            announce(foreign, link);

            await().atMost(LIMIT).until(() -> !heard.isEmpty());
            assertEquals(foreign, heard.getFirst().ip());
        }
    }

    @Test
    void aLinkThatIsDownIsAnAnswerAndNotAnException() {
        KernelLink link = here.link("pub0");
        here.ip("link set pub0 down");

        KernelAnswer answer = announce(IpAddress.of("192.0.2.44"), link);

        assertEquals(new KernelAnswer.Refused(Errno.ENETDOWN), answer);
    }

    @Test
    void loopbackHasNobodyToTell() {
        assertEquals(
                new KernelAnswer.Done(), announce(IpAddress.of("192.0.2.45"), here.link("lo")));
    }

    private KernelAnswer announce(IpAddress ip, KernelLink link) {
        return here.call(
                () -> {
                    try (Announcer announcer = new Announcer()) {
                        return announcer.announce(ip, link);
                    }
                });
    }

    private String neighbours() {
        return there.call(
                () -> {
                    Process process = new ProcessBuilder("ip", "neigh", "show").start();
                    return output(process);
                });
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
