package dev.baton.agent.kernel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.IpAddress;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;

@Tag("netns")
@DisplayName("Notices of the kernel: safety argument, section 3, the listener")
class KernelWatchNetnsTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** 60 000 writes take seconds, and a minute on a busy machine. */
    private static final Duration FLOOD_LIMIT = Duration.ofMinutes(4);

    private final List<KernelNotice> heard = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.20", "2001:db8::20"})
    void anAddressIsToldWhenItIsWrittenAndWhenItExpires(String text) {
        IpAddress ip = IpAddress.of(text);
        inALinkedNamespace(
                (here, there) -> {
                    int index = here.link("pub0").index();
                    here.run(
                            () -> {
                                try (RouteSocket route = new RouteSocket()) {
                                    route.write(ip, ip.bits(), index, 1);
                                }
                            });

                    hears(
                            notice ->
                                    notice instanceof KernelNotice.AddressAdded(var added)
                                            && added.ip().equals(ip)
                                            && added.on().value().equals("pub0"));
                    hears(
                            notice ->
                                    notice instanceof KernelNotice.AddressRemoved(var removed)
                                            && removed.ip().equals(ip));
                });
    }

    @Test
    @DisplayName("renewals of the agent's own are not told; the same address written by others is")
    void whatOneSocketWritesIsNotToldAndWhatOthersWriteIs() {
        try (Namespace here = Namespace.create("unheard")) {
            here.run(() -> writesUnheard());
        }

        assertTrue(heard.stream().noneMatch(notice -> isAdded(notice, "10.3.0.1")));
        assertTrue(heard.stream().anyMatch(notice -> isRemoved(notice, "10.3.0.1")));
    }

    private void writesUnheard() {
        try (RouteSocket renewals = new RouteSocket();
                RouteSocket others = new RouteSocket();
                KernelWatch watch = KernelWatch.open(renewals, heard::add)) {
            assertTrue(watch != null);
            renewals.write(IpAddress.of("10.3.0.1"), 32, 1, 60);
            renewals.delete(IpAddress.of("10.3.0.1"), 32, 1);
            others.write(IpAddress.of("10.3.0.2"), 32, 1, 60);
            hears(notice -> isAdded(notice, "10.3.0.2"));
        }
    }

    private static boolean isAdded(KernelNotice notice, String ip) {
        return notice instanceof KernelNotice.AddressAdded(var added)
                && added.ip().equals(IpAddress.of(ip));
    }

    private static boolean isRemoved(KernelNotice notice, String ip) {
        return notice instanceof KernelNotice.AddressRemoved(var removed)
                && removed.ip().equals(IpAddress.of(ip));
    }

    @Test
    void aLinkThatGoesDownIsTold() {
        inALinkedNamespace(
                (here, there) -> {
                    heard.clear();

                    there.ip("link set peer0 down");

                    hears(
                            notice ->
                                    notice instanceof KernelNotice.LinkChanged(var link)
                                            && link.name().value().equals("pub0")
                                            && link.up()
                                            && !link.carrier());
                });
    }

    @Test
    void aLinkThatIsRemovedIsToldByName() {
        inALinkedNamespace(
                (here, there) -> {
                    here.ip("link del pub0");

                    hears(
                            notice ->
                                    notice instanceof KernelNotice.LinkRemoved(var name)
                                            && name.value().equals("pub0"));
                });
    }

    @Test
    void anAddressOnALinkMadeAfterOpeningIsToldWithItsInterface() {
        inALinkedNamespace(
                (here, there) -> {
                    here.connect("late0", there, "late1");

                    here.ip("addr add 192.0.2.30/32 dev late0");

                    hears(
                            notice ->
                                    notice instanceof KernelNotice.AddressAdded(var added)
                                            && added.on().value().equals("late0")
                                            && added.permanent());
                });
    }

    @Test
    void lostNoticesAreToldAsAnOverflow() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        try (Namespace here = Namespace.create("flood")) {
            KernelWatch watch =
                    here.call(
                            () ->
                                    KernelWatch.open(
                                            notice -> {
                                                awaitQuietly(go);
                                                heard.add(notice);
                                            }));
            try {
                here.run(() -> flood());
                go.countDown();

                hears(KernelNotice.Overflow.class::isInstance);
            } finally {
                go.countDown();
                watch.close();
            }
        }
    }

    /** Renewals until the queue of {@link KernelWatch#BUFFER_BYTES} cannot hold their notices. */
    private static void flood() {
        List<AddressWrite> writes =
                IntStream.range(1, 201)
                        .mapToObj(i -> IpAddress.of("10.2.0." + i))
                        .map(ip -> new AddressWrite(ip, 32, 1, 600))
                        .toList();
        try (RouteSocket route = new RouteSocket()) {
            for (int i = 0; i < 300; i++) {
                assertTrue(route.writeAll(writes).stream().allMatch(KernelAnswer::isDone));
            }
        }
    }

    @Test
    void closingEndsTheThread() {
        inALinkedNamespace((here, there) -> heard.clear());

        assertEquals(
                0,
                Thread.getAllStackTraces().keySet().stream()
                        .filter(each -> each.getName().equals("kernel-watch"))
                        .count());
    }

    private void hears(Predicate<KernelNotice> wanted) {
        await().atMost(LIMIT).until(() -> heard.stream().anyMatch(wanted));
    }

    private void inALinkedNamespace(Scene scene) {
        try (Namespace here = Namespace.create("watch");
                Namespace there = Namespace.create("peer")) {
            here.connect("pub0", there, "peer0");
            try (KernelWatch watch = here.call(() -> KernelWatch.open(heard::add))) {
                assertTrue(watch != null);
                scene.play(here, there);
            }
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertTrue(latch.await(FLOOD_LIMIT.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    @FunctionalInterface
    private interface Scene {
        void play(Namespace here, Namespace there);
    }
}
