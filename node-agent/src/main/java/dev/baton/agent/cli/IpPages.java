package dev.baton.agent.cli;

import dev.baton.config.FailbackPolicy;
import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddress;
import dev.baton.orchestrator.cluster.AddressPhase;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code ip list} and {@code ip show} answer. */
final class IpPages {

    private IpPages() {}

    static Page list(CliContext context) {
        Picture picture = Picture.of(context);
        return new Page(
                Exit.DONE,
                "AddressList",
                Json.object(
                        "addresses",
                        picture.addresses().stream().map(i -> json(picture, i)).toList()),
                table(picture),
                picture.addresses().stream().map(IpAddress::toString).toList());
    }

    static Page show(CliContext context, String object) {
        Picture picture = Picture.of(context);
        IpAddress ip = ObjectNames.address(picture, object);
        List<String> lines = new ArrayList<>();
        lines.add(ip + " is " + sentence(picture, ip));
        Table table = new Table("NODE", "PHASE", "AVAILABLE", "INTERFACE", "BEST", "NUMBER");
        for (Picture.Place place : picture.places(ip)) {
            table.row(
                    picture.name(place.node()),
                    word(place.report().phase()),
                    place.report().available() ? "yes" : "no",
                    place.report().on().map(InterfaceName::value).orElse("-"),
                    place.report().best().map(InterfaceName::value).orElse("-"),
                    Long.toString(place.report().number()));
        }
        lines.addAll(table.lines());
        picture.foreign(ip).ifPresent(place -> lines.add(foreign(picture, ip, place)));
        lines.add("failback " + context.failback().get().of(ip) + isOpen(context, ip));
        int exit = picture.server(ip).isPresent() ? Exit.DONE : Exit.ANSWER_IS_NO;
        Map<String, Object> json = json(picture, ip);
        json.put("failback", context.failback().get().of(ip).toString());
        json.put("failback_open", context.failback().get().of(ip).isOpen(localTime(context)));
        return new Page(exit, "Address", json, lines, List.of(ip.toString()));
    }

    /** Of a window whether it is open now; the files of this node say so, the leader's count. */
    private static String isOpen(CliContext context, IpAddress ip) {
        FailbackPolicy policy = context.failback().get().of(ip);
        if (!(policy instanceof FailbackPolicy.Within)) {
            return "";
        }
        return policy.isOpen(localTime(context)) ? " (open now)" : " (closed now)";
    }

    private static LocalDateTime localTime(CliContext context) {
        return LocalDateTime.ofInstant(context.wall().instant(), ZoneId.systemDefault());
    }

    static List<String> table(Picture picture) {
        Table table = new Table("PUBLIC ADDRESS", "NODE", "INTERFACE", "STATE");
        for (IpAddress ip : picture.addresses()) {
            List<Picture.Place> holders = picture.holders(ip);
            table.row(
                    ip.toString(),
                    holders.isEmpty() ? "-" : names(picture, holders),
                    holders.isEmpty() ? "-" : interfaces(holders),
                    state(holders));
        }
        return table.lines();
    }

    static Map<String, Object> json(Picture picture, IpAddress ip) {
        List<Picture.Place> holders = picture.holders(ip);
        return Json.object(
                "ip",
                ip.toString(),
                "node",
                holders.isEmpty() ? "" : picture.name(holders.getFirst().node()),
                "pnn",
                holders.isEmpty() ? -1 : holders.getFirst().node().value(),
                "interface",
                holders.isEmpty() ? "" : interfaces(holders),
                "prefix",
                picture.view().addresses().find(ip).map(PublicAddress::maskBits).orElse(-1),
                "interfaces",
                configured(picture, ip),
                "state",
                state(holders),
                "available_on",
                picture.places(ip).stream()
                        .filter(place -> place.report().available())
                        .map(place -> picture.name(place.node()))
                        .toList(),
                "foreign",
                picture.foreign(ip).map(place -> place.report().foreign()).orElse(""));
    }

    /** Which machine, found by whom. */
    static String foreign(Picture picture, IpAddress ip, Picture.Place place) {
        return "the machine %s outside the cluster uses %s, as %s found"
                .formatted(place.report().foreign(), ip, picture.name(place.node()));
    }

    /** Of this node's own file; of an address it does not know, what other nodes would use. */
    private static List<String> configured(Picture picture, IpAddress ip) {
        Optional<PublicAddress> own = picture.view().addresses().find(ip);
        Stream<InterfaceName> names =
                own.isPresent()
                        ? own.get().interfaces().stream()
                        : picture.places(ip).stream()
                                .flatMap(
                                        place ->
                                                Stream.concat(
                                                        place.report().on().stream(),
                                                        place.report().best().stream()));
        return names.map(InterfaceName::value).distinct().toList();
    }

    /** {@code serving}, {@code taking}, ...; {@code unserved}; {@code held twice}. */
    static String state(List<Picture.Place> holders) {
        if (holders.isEmpty()) {
            return "unserved";
        }
        long serving =
                holders.stream()
                        .filter(place -> place.report().phase() == AddressPhase.SERVING)
                        .count();
        return serving > 1 ? "held twice" : word(holders.getFirst().report().phase());
    }

    private static String sentence(Picture picture, IpAddress ip) {
        return picture.server(ip)
                .map(place -> "served by " + picture.name(place.node()) + on(place))
                .orElse("not served");
    }

    private static String on(Picture.Place place) {
        return place.report().on().map(name -> " on " + name).orElse("");
    }

    private static String names(Picture picture, List<Picture.Place> places) {
        return places.stream()
                .map(Picture.Place::node)
                .map((Pnn pnn) -> picture.name(pnn))
                .collect(Collectors.joining(", "));
    }

    private static String interfaces(List<Picture.Place> places) {
        return places.stream()
                .map(place -> place.report().on().map(InterfaceName::value).orElse("-"))
                .collect(Collectors.joining(", "));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
