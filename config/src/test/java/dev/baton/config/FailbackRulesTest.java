package dev.baton.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.LocalDateTime;
import java.util.List;

/** Operator documentation, "Failback": policies, windows and the file {@code failback}. */
class FailbackRulesTest {

    private static FailbackPolicy policy(String text) {
        return FailbackPolicy.parse(text).orElseThrow();
    }

    private static Parsed<FailbackRules> parse(String... lines) {
        return FailbackRules.parse("failback", List.of(lines), new FailbackPolicy.Always());
    }

    /** 2026-11-20 is a Friday. */
    @ParameterizedTest
    @CsvSource({
        "always, 2026-11-20T12:00, true",
        "By  Hand, 2026-11-20T12:00, false",
        "daily 01:00-05:00, 2026-11-20T00:59, false",
        "daily 01:00-05:00, 2026-11-20T01:00, true",
        "daily 01:00-05:00, 2026-11-20T04:59, true",
        "daily 01:00-05:00, 2026-11-20T05:00, false",
        "'Sat,Sun 22:00-04:00', 2026-11-20T23:00, false",
        "'Sat,Sun 22:00-04:00', 2026-11-21T03:00, false",
        "'Sat,Sun 22:00-04:00', 2026-11-21T22:00, true",
        "'Sat,Sun 22:00-04:00', 2026-11-23T03:59, true",
        "'Sat,Sun 22:00-04:00', 2026-11-23T04:00, false",
        "Mon-Fri 00:00-24:00, 2026-11-20T23:59, true",
        "Mon-Fri 00:00-24:00, 2026-11-21T00:00, false",
        "fri-mon 8:00-9:00, 2026-11-22T08:30, true",
        "fri-mon 8:00-9:00, 2026-11-24T08:30, false",
        "daily 22:00-00:00, 2026-11-20T23:00, true",
        "daily 22:00-00:00, 2026-11-20T00:30, false",
        "daily 01:00-02:00; Fri 12:00-13:00, 2026-11-20T12:30, true"
    })
    void aPolicyIsOpenOrClosed(String text, LocalDateTime time, boolean open) {
        assertEquals(open, policy(text).isOpen(time));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "never",
                "by  handy",
                "daily",
                "daily 01:00",
                "daily 01:00-01:00",
                "daily 24:00-01:00",
                "daily 01:00-24:01",
                "daily 01:60-02:00",
                "Sat- 01:00-02:00",
                "-Sat 01:00-02:00",
                "Sat,,Sun 01:00-02:00",
                "Sat-Sun-Mon 01:00-02:00",
                "Saturday 01:00-02:00",
                "daily 01:00-02:00;"
            })
    void whatIsNoPolicyIsRefused(String text) {
        assertEquals(true, FailbackPolicy.parse(text).isEmpty());
    }

    @Test
    void aPolicyPrintsAsItCanBeWritten() {
        for (String text : List.of("always", "by hand", "Sat,Sun 22:00-04:00; daily 01:00-24:00")) {
            assertEquals(text, policy(text).toString());
        }
    }

    @Test
    void theLongestPrefixCounts() {
        FailbackRules rules =
                parse(
                                "# of the second network",
                                "10.50.2.0/24   by hand",
                                "10.50.2.7      always   # but this",
                                "fd00:50::/64   daily 01:00-02:00")
                        .value();
        assertEquals("always", rules.of(IpAddress.of("10.50.1.1")).toString());
        assertEquals("by hand", rules.of(IpAddress.of("10.50.2.1")).toString());
        assertEquals("always", rules.of(IpAddress.of("10.50.2.7")).toString());
        assertEquals("daily 01:00-02:00", rules.of(IpAddress.of("fd00:50::9")).toString());

        FailbackNow night = rules.at(LocalDateTime.parse("2026-11-20T01:30"));
        assertEquals(true, night.isOpen(IpAddress.of("fd00:50::9")));
        assertEquals(false, night.isOpen(IpAddress.of("10.50.2.1")));
        assertEquals(true, night.isOpen(IpAddress.of("10.50.9.9")));
    }

    @Test
    void everyBadLineIsNamedWithItsCure() {
        List<String> problems =
                parse("10.50.1.300 always", "10.50.1.1", "10.50.1.2 by hand", "10.50.1.2/32 always")
                        .problems()
                        .stream()
                        .map(ConfigProblem::toString)
                        .toList();
        assertEquals(3, problems.size(), problems::toString);
        for (String part :
                List.of(
                        "failback:1 10.50.1.300: expected an address",
                        "failback:2 10.50.1.1: expected always, by hand",
                        "failback:4 10.50.1.2/32: line 3 gives a policy to 10.50.1.2 already")) {
            assertEquals(
                    1,
                    problems.stream().filter(line -> line.contains(part)).count(),
                    part + " in " + problems);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.50.1.0/33", "fd00::/129", "10.50.1/24", "x"})
    void whatIsNoRangeIsRefused(String text) {
        assertEquals(true, AddressRange.parse(text).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "10.50.1.77/24, 10.50.1.0/24, 10.50.1.255, 10.50.2.0",
        "10.50.1.77/31, 10.50.1.76/31, 10.50.1.77, 10.50.1.78",
        "10.50.1.77, 10.50.1.77, 10.50.1.77, 10.50.1.76",
        "0.0.0.0/0, 0.0.0.0/0, 255.1.2.3, ::1",
        "fd00:50:0:1::9/63, fd00:50::/63, fd00:50:0:1::1, fd00:50:0:2::1"
    })
    void aRangeContainsWhatBeginsAlike(String text, String printed, String in, String out) {
        AddressRange range = AddressRange.parse(text).orElseThrow();
        assertEquals(printed, range.toString());
        assertEquals(true, range.contains(IpAddress.of(in)));
        assertEquals(false, range.contains(IpAddress.of(out)));
    }
}
