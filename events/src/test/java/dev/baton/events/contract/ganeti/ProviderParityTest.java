package dev.baton.events.contract.ganeti;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.config.Pnn;
import dev.baton.events.contract.ganeti.SeenProvider.SeenFile;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A node is a list of providers, {@code NAME:FILE=HASH MODE OWNER,FILE=...}; one that is not valid
 * ends in {@code !}, a list that was cut in {@code ...}.
 */
@DisplayName("Storage operations, section 5: in what the providers of nodes differ")
class ProviderParityTest {

    private static SeenProviders node(String text) {
        List<SeenProvider> all = new ArrayList<>();
        for (String word : text.replace(" ...", "").split("; ", -1)) {
            String[] halves = word.replace("!", "").split(":", 2);
            List<SeenFile> files = new ArrayList<>();
            for (String file : halves.length < 2 ? new String[0] : halves[1].split(",", -1)) {
                String[] parts = file.split("[= ]", -1);
                files.add(new SeenFile(parts[0], parts[1], parts[2], parts[3]));
            }
            if (!halves[0].isEmpty()) {
                all.add(
                        new SeenProvider(
                                halves[0],
                                "/x",
                                word.endsWith("!") ? "bad" : "",
                                List.of(),
                                files));
            }
        }
        return new SeenProviders(all, text.endsWith("..."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    lvm:create=aa 755 r       | lvm:create=aa 755 r       | ''
                    ''                        | ''                        | ''
                    lvm                       | ''                        | lvm provider: 0 there, 1 missing
                    lvm                       | rbd                       | lvm provider: 0 there, 1 missing; rbd provider: 0 missing, 1 there
                    lvm                       | rbd ...                   | rbd provider: 0 missing, 1 there
                    lvm                       | lvm!                      | lvm validity: 0 valid, 1 not valid
                    lvm!                      | lvm!                      | ''
                    lvm:create=aa 755 r       | lvm:create=bb 755 r       | lvm file create: 0 aa 755 r, 1 bb 755 r
                    lvm:create=aa 755 r       | lvm:create=aa 700 r       | lvm file create: 0 aa 755 r, 1 aa 700 r
                    lvm:create=aa 755 r       | lvm:create=aa 755 me      | lvm file create: 0 aa 755 r, 1 aa 755 me
                    lvm:a=aa 1 r,b=aa 1 r     | lvm:a=aa 1 r              | lvm file b: 0 aa 1 r, 1 missing
                    lvm:a=aa 1 r              | lvm                       | lvm file a: 0 aa 1 r, 1 missing
                    """)
    void differencesAreTold(String zero, String one, String expected) {
        TreeMap<Pnn, SeenProviders> nodes = new TreeMap<>();
        nodes.put(new Pnn(0), node(zero));
        nodes.put(new Pnn(1), node(one));

        List<String> told = new ArrayList<>();
        for (ProviderParity.Drift drift : ProviderParity.drift(nodes)) {
            List<String> seen = new ArrayList<>();
            drift.seen().forEach((pnn, words) -> seen.add(pnn + " " + words));
            told.add(
                    "%s %s: %s"
                            .formatted(drift.provider(), drift.subject(), String.join(", ", seen)));
        }

        assertEquals(expected, String.join("; ", told));
    }
}
