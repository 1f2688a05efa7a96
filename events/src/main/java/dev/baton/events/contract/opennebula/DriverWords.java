package dev.baton.events.contract.opennebula;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What may be asked of a driver, judged word by word before anything runs: drivers of others put
 * these words into shell lines, here and on hosts. Each answer is empty or one sentence.
 *
 * <p>Source: storage call-outs contract, section 4.8.
 */
final class DriverWords {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,252}");
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9_.,:@%+=/~-]{0,1023}");
    private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9_.,:@%+=/~-]{1,1024}");
    private static final Pattern DISK = Pattern.compile(".*/disk\\.[0-9]{1,6}");
    private static final Pattern PARENT = Pattern.compile("(^|.*/)\\.\\.(/.*|$)");
    private static final Pattern PLAIN = Pattern.compile("[^\\p{Cntrl}]{0,4096}");
    private static final Pattern FORMAT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,31}");
    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    /** What a download's address may have besides; drivers of today do not hand it to a shell. */
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[A-Za-z0-9_.,:@%+=/~?&;#!*()-]{1,1000}");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}");

    /** A disk of more is a slip of the keyboard; in MiB. */
    private static final long MOST = 1L << 34;

    private DriverWords() {}

    static Optional<String> of(DatastoreCall call, Dialect dialect) {
        Datastore datastore = call.datastore();
        return first(
                name(datastore.driver()),
                datastore.path().isEmpty()
                        ? Optional.empty()
                        : path("the directory of datastore " + datastore.id(), datastore.path()),
                texts(call),
                needs(call),
                word(call.text(ImageText.FORMAT), "a format is a word such as raw or qcow2"),
                word(call.text(ImageText.FS), "a file system is a word such as ext4"),
                call.image().flatMap(image -> source(image.text(ImageText.SOURCE), true)),
                call.image().flatMap(image -> brought(image.text(ImageText.PATH), dialect)));
    }

    private static Optional<String> texts(DatastoreCall call) {
        Stream<String> values =
                Stream.concat(
                        call.image().stream()
                                .flatMap(
                                        image ->
                                                Stream.concat(
                                                        image.texts().values().stream(),
                                                        image.template().values().stream())),
                        Stream.concat(
                                Stream.of(call.datastore().name()),
                                call.datastore().template().values().stream()));
        Stream<String> names =
                Stream.concat(
                        call.image().stream().flatMap(image -> image.template().keySet().stream()),
                        call.datastore().template().keySet().stream());
        return first(
                values.map(text -> unless(PLAIN, text, "a description has no control characters"))
                        .flatMap(Optional::stream)
                        .findFirst(),
                names.map(text -> unless(ATTRIBUTE, text, "an attribute is letters, digits, '_'"))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    /** What an action cannot do without. */
    private static Optional<String> needs(DatastoreCall call) {
        return switch (call.script()) {
            case CP, STAT, CLONE -> given(call, ImageText.PATH);
            case RM, EXPORT -> given(call, ImageText.SOURCE);
            case MKFS -> first(size(call.text(ImageText.SIZE)), given(call, ImageText.FORMAT));
            case SNAP_DELETE, SNAP_FLATTEN, SNAP_REVERT ->
                    first(
                            given(call, ImageText.SOURCE),
                            unless(
                                    NUMBER,
                                    call.text(ImageText.TARGET_SNAPSHOT),
                                    "a snapshot is named by its number"));
            case MONITOR -> Optional.empty();
        };
    }

    /** What drivers make commands of. */
    private static Optional<String> word(String text, String sentence) {
        return text.isEmpty() ? Optional.empty() : unless(FORMAT, text, sentence);
    }

    private static Optional<String> given(DatastoreCall call, ImageText name) {
        return call.text(name).isEmpty()
                ? Optional.of(
                        "%s of image %d needs its %s; give it with the image"
                                .formatted(call.action(), call.id(), name))
                : Optional.empty();
    }

    private static Optional<String> size(String text) {
        boolean fits = NUMBER.matcher(text).matches() && inBounds(Long.parseLong(text));
        return fits
                ? Optional.empty()
                : Optional.of(
                        "the size of an image is a number of MiB from 1 to " + MOST + got(text));
    }

    private static boolean inBounds(long size) {
        return size > 0 && size <= MOST;
    }

    /** What cp brings: a file, or an address of which old drivers make a shell line. */
    private static Optional<String> brought(String text, Dialect dialect) {
        if (text.isEmpty() || (dialect.readsInput() && ADDRESS.matcher(text).matches())) {
            return Optional.empty();
        }
        return source(text, false);
    }

    private static Optional<String> source(String text, boolean mayLack) {
        if (text.isEmpty() && mayLack) {
            return Optional.empty();
        }
        return unless(
                SOURCE,
                text,
                "the source of an image has letters, digits and . _ , : @ % + = / ~ - only, because"
                        + " drivers hand it to shells");
    }

    static Optional<String> of(TransferCall call, String frontEnd) {
        return first(
                name(call.transfer().driver()),
                call.transfer().target().flatMap(DriverWords::name),
                host(frontEnd),
                special(call));
    }

    private static Optional<String> special(TransferCall call) {
        return switch (call) {
            case TransferCall.Fetch fetch -> first(source(fetch.source(), false), disk(fetch.to()));
            case TransferCall.Save save -> first(disk(save.from()), source(save.source(), false));
            case TransferCall.SaveCopy copy ->
                    first(disk(copy.from()), source(copy.source(), false));
            case TransferCall.Move move -> moved(move);
            case TransferCall.Context context ->
                    first(
                            context.files().stream()
                                    .map(DriverWords::listed)
                                    .flatMap(Optional::stream)
                                    .findFirst(),
                            disk(context.to()));
            case TransferCall.Delete delete -> place(delete.place());
            case TransferCall.MakeImage image ->
                    first(
                            unless(FORMAT, image.format(), "a format is a word such as raw"),
                            size("" + image.size()),
                            disk(image.to()));
            case TransferCall.MakeSwap swap -> first(size("" + swap.size()), disk(swap.to()));
            case TransferCall.Migration way ->
                    first(
                            host(way.from()),
                            host(way.to()),
                            path("the directory of a machine", way.directory()));
            case TransferCall.Snapshot snapshot -> disk(snapshot.disk());
            case TransferCall.Resize resize -> first(size("" + resize.size()), disk(resize.disk()));
            case TransferCall.Monitor(Datastore datastore) ->
                    path("the directory of datastore " + datastore.id(), datastore.path());
        };
    }

    /** A disk becomes a disk, a directory a directory: drivers tell by the name. */
    private static Optional<String> moved(TransferCall.Move move) {
        boolean differ = isDisk(move.from()) != isDisk(move.to());
        return first(
                place(move.from()),
                place(move.to()),
                differ
                        ? Optional.of(
                                "a disk is moved to a disk and a directory to a directory, got %s"
                                                .formatted(move.from())
                                        + " and "
                                        + move.to())
                        : Optional.empty());
    }

    private static Optional<String> listed(String file) {
        return file.contains("://") ? source(file, false) : path("a file of the context", file);
    }

    static boolean isDisk(Place place) {
        return DISK.matcher(place.path()).matches();
    }

    private static Optional<String> disk(Place place) {
        return first(
                place(place),
                isDisk(place)
                        ? Optional.empty()
                        : Optional.of(
                                "a disk ends in /disk.NUMBER, by which drivers tell it from a"
                                        + " directory"
                                        + got(place.path())));
    }

    static Optional<String> place(Place place) {
        return first(host(place.host()), path("the place of a disk", place.path()));
    }

    static Optional<String> name(String text) {
        return unless(
                NAME,
                text,
                "a driver is named by at most 64 letters, digits, '.', '_' and '-', the first no"
                        + " '.' or '-'");
    }

    private static Optional<String> host(String text) {
        return unless(HOST, text, "a host is named by letters, digits, '.' and '-'");
    }

    private static Optional<String> path(String what, String text) {
        return PATH.matcher(text).matches() && !PARENT.matcher(text).matches()
                ? Optional.empty()
                : Optional.of(
                        what
                                + " is a full path of letters, digits and . _ , : @ % + = ~ -"
                                + " without \"..\", because drivers hand it to shells"
                                + got(text));
    }

    private static Optional<String> unless(Pattern form, String text, String sentence) {
        return form.matcher(text).matches() ? Optional.empty() : Optional.of(sentence + got(text));
    }

    private static String got(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return ", got \"" + (line.length() > 80 ? line.substring(0, 80) + "..." : line) + "\"";
    }

    @SafeVarargs
    private static Optional<String> first(Optional<String>... objections) {
        for (Optional<String> each : objections) {
            if (each.isPresent()) {
                return each;
            }
        }
        return Optional.empty();
    }
}
