package dev.baton.agent.kernel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.baton.config.IpAddress;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

@Tag("netns")
@DisplayName("Addresses in the kernel: safety argument, section 3; platform, section 7")
class RouteSocketNetnsTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String V4 = "192.0.2.10";
    private static final String V6 = "2001:db8::10";

    private final Namespace here = Namespace.create("route");
    private Namespace there;
    private RouteSocket route;
    private int index;

    @BeforeEach
    void connect() {
        there = Namespace.create("peer");
        here.connect("pub0", there, "peer0");
        index = here.link("pub0").index();
        route = here.call(RouteSocket::new);
    }

    @AfterEach
    void remove() {
        here.close();
        if (there != null) {
            there.close();
        }
        if (route != null) {
            route.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V4, V6})
    void aWriteCreatesAMissingAddressWithItsLifetime(String text) {
        IpAddress ip = IpAddress.of(text);

        KernelAnswer answer = route.write(ip, ip.bits(), index, 30);

        KernelAddress found = find(ip).orElseThrow();
        assertEquals(new KernelAnswer.Done(), answer);
        assertEquals("pub0", found.on().value());
        assertEquals(ip.bits(), found.prefixBits());
        assertTrue(found.validSeconds() > 0 && found.validSeconds() <= 30, found::toString);
        assertFalse(found.permanent());
    }

    @ParameterizedTest
    @ValueSource(strings = {V4, V6})
    void aSecondWriteGivesANewLifetimeToTheSameAddress(String text) {
        IpAddress ip = IpAddress.of(text);
        route.write(ip, 24, index, 30);

        KernelAnswer answer = route.write(ip, 24, index, 300);

        assertEquals(new KernelAnswer.Done(), answer);
        assertTrue(find(ip).orElseThrow().validSeconds() > 200);
        assertEquals(1, route.addresses().stream().filter(each -> each.ip().equals(ip)).count());
    }

    @ParameterizedTest
    @ValueSource(strings = {V4, V6})
    void anAddressThatIsNotRenewedExpires(String text) {
        IpAddress ip = IpAddress.of(text);

        route.write(ip, ip.bits(), index, 1);

        await().atMost(LIMIT).until(() -> find(ip).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {V4, V6})
    void aDeletedAddressIsGoneAtOnceAndASecondDeletionIsRefused(String text) {
        IpAddress ip = IpAddress.of(text);
        route.write(ip, 24, index, 30);

        KernelAnswer first = route.delete(ip, 24, index);
        KernelAnswer second = route.delete(ip, 24, index);

        assertEquals(new KernelAnswer.Done(), first);
        assertTrue(find(ip).isEmpty());
        assertEquals(new KernelAnswer.Refused(Errno.EADDRNOTAVAIL), second);
    }

    @ParameterizedTest
    @ValueSource(strings = {V4, V6})
    @DisplayName("A take adds what is not there, and leaves alone what is")
    void anAddressIsCreatedOnce(String text) {
        IpAddress ip = IpAddress.of(text);
        AddressWrite write = new AddressWrite(ip, 24, index, 30);

        KernelAnswer first = route.create(write, () -> true);
        KernelAnswer second = route.create(write, () -> true);

        assertEquals(new KernelAnswer.Done(), first);
        assertEquals(new KernelAnswer.Refused(Errno.EEXIST), second);
        KernelAddress found = find(ip).orElseThrow();
        assertTrue(found.validSeconds() > 0 && found.validSeconds() <= 30, found::toString);
        assertFalse(found.permanent() || found.tentative(), found::toString);
    }

    @Test
    void anAddressThatMayNotBeAddedAnyMoreIsNot() {
        IpAddress ip = IpAddress.of(V4);

        KernelAnswer answer = route.create(new AddressWrite(ip, 24, index, 30), () -> false);

        assertEquals(new KernelAnswer.Withheld(), answer);
        assertTrue(find(ip).isEmpty());
    }

    @Test
    void anIpv4AddressIsCreatedWithItsBroadcastAddressAsScriptsDo() {
        route.create(new AddressWrite(IpAddress.of(V4), 20, index, 30), () -> true);

        String shown = here.output("-4 -o addr show dev pub0");

        assertTrue(shown.contains("192.0.2.10/20 brd 192.0.15.255 "), shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {V4, V6})
    @DisplayName("Closed: it takes no packet any more, but is still there to send from")
    void theLocalRouteOfAnAddressIsTakenAway(String text) {
        IpAddress ip = IpAddress.of(text);
        route.create(new AddressWrite(ip, 24, index, 30), () -> true);
        String family = ip.isIpv6() ? "-6" : "-4";
        String question = family + " route show table local dev pub0 " + text;
        assertTrue(here.output(question).contains("local " + text), "before");

        KernelAnswer first = route.deleteLocalRoute(ip, index);
        KernelAnswer second = route.deleteLocalRoute(ip, index);

        assertEquals(new KernelAnswer.Done(), first);
        assertFalse(second.isDone(), second::toString);
        assertFalse(here.output(question).contains("local " + text), "after");
        assertTrue(find(ip).isPresent());
    }

    @Test
    void anIpv6AddressWorksAtOnceWithoutDuplicateDetection() {
        IpAddress ip = IpAddress.of(V6);

        route.write(ip, 64, index, 30);

        KernelAddress found = find(ip).orElseThrow();
        assertFalse(found.tentative());
        assertFalse(found.dadFailed());
    }

    @Test
    void anAddressOfAnAdministratorIsPermanent() {
        here.ip("addr add 192.0.2.1/24 dev pub0");

        KernelAddress found = find(IpAddress.of("192.0.2.1")).orElseThrow();

        assertTrue(found.permanent());
        assertEquals(KernelAddress.FOREVER, found.validSeconds());
    }

    @Test
    void aMissingInterfaceIsAnAnswerAndNotAnException() {
        KernelAnswer answer = route.write(IpAddress.of(V4), 32, 9999, 30);

        assertEquals(new KernelAnswer.Refused(Errno.ENODEV), answer);
    }

    @Test
    void oneRefusalInABatchDoesNotHideTheOthers() {
        AddressWrite good = new AddressWrite(IpAddress.of(V4), 32, index, 30);
        AddressWrite bad = new AddressWrite(IpAddress.of("192.0.2.11"), 32, 9999, 30);
        AddressWrite last = new AddressWrite(IpAddress.of("192.0.2.12"), 32, index, 30);

        List<KernelAnswer> answers = route.writeAll(List.of(good, bad, last));

        assertEquals(
                List.of(
                        new KernelAnswer.Done(),
                        new KernelAnswer.Refused(Errno.ENODEV),
                        new KernelAnswer.Done()),
                answers);
        assertTrue(find(last.ip()).isPresent());
    }

    @Test
    void writesAreWithheldOnceTheCallerMayNoLongerWrite() {
        List<KernelAnswer> answers = route.writeAll(writes(false, 120), firstOnly());

        assertEquals(50, Collections.frequency(answers, new KernelAnswer.Done()));
        assertEquals(70, Collections.frequency(answers, new KernelAnswer.Withheld()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aThousandAddressesAreWrittenAndAllAreFoundInOneDump(boolean ipv6) {
        List<AddressWrite> writes = writes(ipv6, 1000);

        List<KernelAnswer> answers = route.writeAll(writes);

        assertEquals(1000, Collections.frequency(answers, new KernelAnswer.Done()));
        assertEquals(1000, route.addresses().stream().filter(KernelAddress::hasLifetime).count());
    }

    @Test
    void fourThousandAddressesAreFoundInOneDump() {
        route.writeAll(writes(false, 4000));

        assertEquals(4000, route.addresses().stream().filter(KernelAddress::hasLifetime).count());
    }

    @Test
    void aLinkSaysWhetherItIsUpAndWhetherItHasACarrier() {
        there.ip("link set peer0 down");
        await().atMost(LIMIT).until(() -> !here.link("pub0").carrier());

        KernelLink link = here.link("pub0");

        assertTrue(link.up());
        assertTrue(link.isEthernet());
        assertFalse(here.link("lo").isEthernet());
    }

    private Optional<KernelAddress> find(IpAddress ip) {
        return route.addresses().stream().filter(each -> each.ip().equals(ip)).findFirst();
    }

    private List<AddressWrite> writes(boolean ipv6, int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i ->
                                ipv6
                                        ? "2001:db8::1:" + Integer.toHexString(i + 1)
                                        : "10.1." + i / 250 + "." + (i % 250 + 1))
                .map(IpAddress::of)
                .map(ip -> new AddressWrite(ip, ip.bits(), index, 600))
                .toList();
    }

    private static BooleanSupplier firstOnly() {
        int[] asked = {0};
        return () -> asked[0]++ == 0;
    }
}
