package dev.baton.events.contract.opennebula;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.TreeMap;

@DisplayName("Storage call-outs contract, section 4.9: the dialect, where a driver's files show it")
class DialectSignsTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "cp mkfs rm ; DUMP=$1 ; 3.4",
                "cp mkfs rm ; xpath -b \"$1\" ; 3.4",
                "cp mkfs rm ; xpath -b $DRV_ACTION ; 3.4",
                "cp mkfs rm stat ; DUMP=$1 ; 3.6",
                "cp mkfs rm stat monitor ; DUMP=$1 ; 5.0",
                "cp mkfs rm stat monitor export ; DUMP=$1 ; 6.0",
                "cp mkfs rm stat monitor ; DUMP=$(cat -) ; 6.8",
                "cp mkfs rm ; dump=$(cat | base64 -d) ; 6.8",
                "cp mkfs rm ; dump=`cat -` ; 6.8",
                "cp mkfs rm ; drv = STDIN.read ; 6.8",
                "cp mkfs rm ; text = sys.stdin.read() ; 6.8",
                "cp mkfs rm ; exec some-binary ; -",
                "cp mkfs rm ; DUMP=${1:-$(cat)} ; -"
            })
    void theDialectIsFoundOrAskedFor(String files, String text, String expected) {
        TreeMap<String, String> scripts = new TreeMap<>();
        for (String file : files.split(" ", -1)) {
            scripts.put(file, "#!/bin/bash\n" + text + "\n");
        }

        assertEquals(expected, DialectSigns.of(scripts).map(Dialect::word).orElse("-"));
    }
}
