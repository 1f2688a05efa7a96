package dev.baton.events.contract.opennebula;

import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads what a driver prints on success. An answer that cannot be read is a failure, whatever the
 * exit status.
 *
 * <p>Source: storage call-outs contract, sections 4.3 and 4.9.
 */
final class DriverAnswers {

    /** What was read, or what is wrong with it. */
    sealed interface Answer {

        /** It makes sense. */
        record Read(DriverResult result) implements Answer {}

        /** It does not; goes on after "exited with 0". */
        record Unreadable(String why) implements Answer {}
    }

    private static final Pattern SOURCE = Pattern.compile("[^\\s\\p{Cntrl}]{1,1024}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");
    private static final Pattern FORMAT = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,31}");
    private static final int SHOWN = 80;

    /** More is no description of an image. */
    private static final int LONGEST_OFFER = 64 * 1024;

    private DriverAnswers() {}

    static Answer read(DatastoreAction action, Dialect dialect, String out) {
        return switch (action) {
            case CP -> stored(out, dialect, dialect.printsFormat());
            case MKFS -> stored(out, dialect, dialect.printsFormat());
            case CLONE -> source(out);
            case STAT -> size(out);
            case MONITOR -> room(out);
            case EXPORT -> offer(out);
            case RM, SNAP_DELETE, SNAP_FLATTEN, SNAP_REVERT ->
                    new Answer.Read(new DriverResult.Nothing());
        };
    }

    private static List<String> words(String out) {
        String text = out.strip();
        return text.isEmpty() ? List.of() : List.of(text.split("\\s+", 4));
    }

    private static Answer stored(String out, Dialect dialect, boolean mayTellFormat) {
        List<String> words = words(out);
        if (words.isEmpty() || !SOURCE.matcher(words.getFirst()).matches()) {
            return unreadable(out, "expected the source of the image");
        }
        String source = words.getFirst();
        String second = words.size() > 1 ? words.get(1) : "";
        if (dialect.printsSize()) {
            return NUMBER.matcher(second).matches()
                    ? read(source, OptionalLong.of(Long.parseLong(second)), Optional.empty())
                    : unreadable(out, "expected SOURCE SIZE, the size in MiB");
        }
        if (!mayTellFormat || second.isEmpty()) {
            return read(source, OptionalLong.empty(), Optional.empty());
        }
        return FORMAT.matcher(second).matches()
                ? read(source, OptionalLong.empty(), Optional.of(second))
                : unreadable(
                        out,
                        NUMBER.matcher(second).matches()
                                ? "expected SOURCE FORMAT; a driver that prints a size speaks"
                                        + " dialect 3.4"
                                : "expected SOURCE FORMAT");
    }

    private static Answer source(String out) {
        List<String> words = words(out);
        return !words.isEmpty() && SOURCE.matcher(words.getFirst()).matches()
                ? read(words.getFirst(), OptionalLong.empty(), Optional.empty())
                : unreadable(out, "expected the source of the image");
    }

    private static Answer read(String source, OptionalLong size, Optional<String> format) {
        return new Answer.Read(new DriverResult.Stored(source, size, format));
    }

    private static Answer size(String out) {
        List<String> words = words(out);
        return !words.isEmpty() && NUMBER.matcher(words.getFirst()).matches()
                ? new Answer.Read(new DriverResult.Size(Long.parseLong(words.getFirst())))
                : unreadable(out, "expected a size in MiB");
    }

    /** In any order, among other words. */
    static Answer room(String out) {
        SortedMap<String, Long> numbers = new TreeMap<>();
        for (String word : out.strip().split("\\s+", -1)) {
            String[] sides = word.split("=", 2);
            if (sides.length == 2 && NUMBER.matcher(sides[1]).matches()) {
                numbers.putIfAbsent(sides[0], Long.valueOf(sides[1]));
            }
        }
        Long used = numbers.get("USED_MB");
        Long free = numbers.get("FREE_MB");
        Long total = numbers.get("TOTAL_MB");
        return used == null || free == null || total == null
                ? unreadable(out, "expected USED_MB=, FREE_MB= and TOTAL_MB= with numbers")
                : new Answer.Read(new DriverResult.Room(used, free, total));
    }

    private static Answer offer(String out) {
        if (out.length() > LONGEST_OFFER) {
            return unreadable(out, "expected at most " + LONGEST_OFFER + " characters");
        }
        SortedMap<String, String> texts = new TreeMap<>();
        try {
            XMLStreamReader xml = safe().createXMLStreamReader(new StringReader(out.strip()));
            elements(xml, texts);
        } catch (XMLStreamException broken) {
            return unreadable(out, "expected IMPORT_INFO as XML");
        }
        String source = texts.getOrDefault("IMPORT_SOURCE", "").strip();
        String size = texts.getOrDefault("SIZE", "").strip();
        return SOURCE.matcher(source).matches()
                ? new Answer.Read(
                        new DriverResult.Offer(
                                source,
                                texts.getOrDefault("MD5", "").strip(),
                                NUMBER.matcher(size).matches()
                                        ? OptionalLong.of(Long.parseLong(size))
                                        : OptionalLong.empty(),
                                texts.getOrDefault("FORMAT", "").strip()))
                : unreadable(out, "expected IMPORT_SOURCE within IMPORT_INFO");
    }

    /** Nothing outside of the text is read. */
    private static XMLInputFactory safe() {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    private static void elements(XMLStreamReader xml, SortedMap<String, String> texts)
            throws XMLStreamException {
        String element = "";
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                element = xml.getLocalName().toUpperCase(Locale.ROOT);
            } else if (event == XMLStreamConstants.CHARACTERS
                    || event == XMLStreamConstants.CDATA) {
                texts.merge(element, xml.getText(), String::concat);
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                element = "";
            }
        }
    }

    private static Answer unreadable(String out, String expected) {
        return new Answer.Unreadable("printed " + quoted(out) + ", " + expected);
    }

    /** The beginning of what was printed, on one line. */
    static String quoted(String out) {
        String line = out.strip();
        String shown = line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
        return shown.isEmpty() ? "nothing" : "\"" + shown.replaceAll("\\p{Cntrl}", " ") + "\"";
    }
}
