package dev.baton.events.contract.opennebula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

@DisplayName("Storage call-outs contract, section 4.3: the description of image and datastore")
class DumpTest {

    private static final Datastore IMAGES =
            Datastore.of(1, "images", "fs", "shared", "/ds/1").with("SAFE_DIRS", "/srv /tmp");

    private static Image image() {
        SortedMap<String, String> template = new TreeMap<>();
        template.put("DEV_PREFIX", "vd");
        template.put("note", "a ]]> b < c");
        return new Image(7, new TreeMap<>(), template)
                .with(ImageText.NAME, "a <b> & \"c\"")
                .with(ImageText.FORMAT, "raw")
                .with(ImageText.FS, "ext4")
                .with(ImageText.SIZE, "10");
    }

    /** Each element on a line of its own, so that a difference is seen. */
    private static String lines(Dialect dialect) {
        return Dump.text(Optional.of(image()), IMAGES, dialect).replace("><", ">\n<");
    }

    @Test
    @DisplayName("Every element is there, empty if unknown; free attributes are CDATA")
    void everyElementIsThere() {
        assertEquals(
                """
                <DS_DRIVER_ACTION_DATA>
                <IMAGE>
                <ID>7</ID>
                <UID>
                </UID>
                <GID>
                </GID>
                <UNAME>
                </UNAME>
                <GNAME>
                </GNAME>
                <NAME>a &lt;b&gt; &amp; "c"</NAME>
                <PERMISSIONS>
                </PERMISSIONS>
                <TYPE>
                </TYPE>
                <PERSISTENT>
                </PERSISTENT>
                <REGTIME>
                </REGTIME>
                <SOURCE>
                </SOURCE>
                <PATH>
                </PATH>
                <FSTYPE>ext4</FSTYPE>
                <SIZE>10</SIZE>
                <STATE>
                </STATE>
                <RUNNING_VMS>
                </RUNNING_VMS>
                <DATASTORE_ID>
                </DATASTORE_ID>
                <DATASTORE>
                </DATASTORE>
                <TEMPLATE>
                <DEV_PREFIX>
                <![CDATA[vd]]>
                </DEV_PREFIX>
                <NOTE>
                <![CDATA[a ]]]]>
                <![CDATA[> b < c]]>
                </NOTE>
                </TEMPLATE>
                </IMAGE>
                <DATASTORE>
                <ID>1</ID>
                <NAME>images</NAME>
                <UID>
                </UID>
                <GID>
                </GID>
                <UNAME>
                </UNAME>
                <GNAME>
                </GNAME>
                <PERMISSIONS>
                </PERMISSIONS>
                <CLUSTER_ID>
                </CLUSTER_ID>
                <CLUSTER>
                </CLUSTER>
                <DS_MAD>fs</DS_MAD>
                <TM_MAD>shared</TM_MAD>
                <BASE_PATH>/ds/1</BASE_PATH>
                <IMAGES>
                </IMAGES>
                <TEMPLATE>
                <SAFE_DIRS>
                <![CDATA[/srv /tmp]]>
                </SAFE_DIRS>
                </TEMPLATE>
                </DATASTORE>
                </DS_DRIVER_ACTION_DATA>\
                """,
                lines(Dialect.V3_4));
    }

    @Test
    @DisplayName("4.9: since 6.8 FORMAT and FS instead of FSTYPE")
    void todayFormatAndFileSystemAreTwo() {
        String today = lines(Dialect.V6_8);

        assertTrue(today.contains("<FORMAT>raw</FORMAT>\n<FS>ext4</FS>"), today);
        assertFalse(today.contains("FSTYPE"), today);
    }

    @Test
    @DisplayName("4.3: FSTYPE=save_as only reserves a name")
    void aReservedNameIsAFormatOfItsOwn() {
        Image reserved = image().with(ImageText.FORMAT, "save_as");

        String old = Dump.text(Optional.of(reserved), IMAGES, Dialect.V3_4);

        assertTrue(old.contains("<FSTYPE>save_as</FSTYPE>"), old);
    }

    @Test
    @DisplayName("One Base64 word without line breaks; drivers expand it unquoted")
    void itIsOneWord() {
        Image large = image().with(ImageText.PATH, "/" + "x".repeat(1000));

        String word = Dump.word(Optional.of(large), IMAGES, Dialect.V3_4);

        assertTrue(word.matches("[A-Za-z0-9+/=]+"), word);
        assertEquals(
                Dump.text(Optional.of(large), IMAGES, Dialect.V3_4),
                new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8));
    }

    @Test
    void ofADatastoreAloneThereIsNoImage() {
        String text = Dump.text(Optional.empty(), IMAGES, Dialect.V6_8);

        assertTrue(text.startsWith("<DS_DRIVER_ACTION_DATA><DATASTORE>"), text);
    }
}
