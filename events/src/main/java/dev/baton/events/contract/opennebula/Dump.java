package dev.baton.events.contract.opennebula;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The description a driver gets: XML as one Base64 word. Every element is there, empty where
 * nothing is known, because drivers look for it.
 *
 * <p>Source: storage call-outs contract, sections 4.3 and 4.9.
 */
final class Dump {

    private static final String ROOT = "DS_DRIVER_ACTION_DATA";

    /** Takes the texts of one call; what it writes to is memory and cannot fail. */
    private final XMLStreamWriter xml;

    private Dump(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** One word without line breaks: old drivers expand it unquoted. */
    static String word(Optional<Image> image, Datastore datastore, Dialect dialect) {
        return Base64.getEncoder()
                .encodeToString(text(image, datastore, dialect).getBytes(StandardCharsets.UTF_8));
    }

    static String text(Optional<Image> image, Datastore datastore, Dialect dialect) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            Dump dump = new Dump(xml);
            xml.writeStartElement(ROOT);
            if (image.isPresent()) {
                dump.image(image.get(), dialect);
            }
            dump.datastore(datastore);
            xml.writeEndElement();
            xml.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("cannot describe " + datastore, impossible);
        }
        return text.toString();
    }

    private void image(Image image, Dialect dialect) throws XMLStreamException {
        xml.writeStartElement("IMAGE");
        element("ID", "" + image.id());
        for (ImageText name : ImageText.values()) {
            switch (name.told()) {
                case ALWAYS -> element(name.name(), image.text(name));
                case AS_FORMAT -> format(image, dialect);
                case WITH_FORMAT -> {
                    // told with the format
                }
                case IF_ANY -> {
                    if (!image.text(name).isEmpty()) {
                        element(name.name(), image.text(name));
                    }
                }
            }
        }
        template(image.template());
        xml.writeEndElement();
    }

    /** Old drivers have one word for both: what to make on it, else what it is. */
    private void format(Image image, Dialect dialect) throws XMLStreamException {
        String format = image.text(ImageText.FORMAT);
        String system = image.text(ImageText.FS);
        if (dialect.splitsFormat()) {
            element("FORMAT", format);
            element("FS", system);
        } else {
            element("FSTYPE", image.isReserved() || system.isEmpty() ? format : system);
        }
    }

    private void datastore(Datastore datastore) throws XMLStreamException {
        xml.writeStartElement("DATASTORE");
        element("ID", "" + datastore.id());
        element("NAME", datastore.name());
        for (String other : Datastore.OTHERS) {
            element(other, datastore.others().getOrDefault(other, ""));
        }
        element("DS_MAD", datastore.driver());
        element("TM_MAD", datastore.transfer());
        element("BASE_PATH", datastore.path());
        xml.writeStartElement("IMAGES");
        for (long id : datastore.images()) {
            element("ID", "" + id);
        }
        xml.writeEndElement();
        template(datastore.template());
        xml.writeEndElement();
    }

    private void template(SortedMap<String, String> attributes) throws XMLStreamException {
        xml.writeStartElement("TEMPLATE");
        for (var each : attributes.entrySet()) {
            xml.writeStartElement(each.getKey().toUpperCase(Locale.ROOT));
            cdata(each.getValue());
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /** What would end the section is divided between two. */
    private void cdata(String text) throws XMLStreamException {
        String[] parts = text.split("]]>", -1);
        for (int each = 0; each < parts.length; each++) {
            boolean last = each == parts.length - 1;
            xml.writeCData((each == 0 ? "" : ">") + parts[each] + (last ? "" : "]]"));
        }
    }

    private void element(String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }
}
