package dev.baton.agent.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.baton.agent.saved.BadFile;
import dev.baton.orchestrator.lifecycle.Disk;
import dev.baton.orchestrator.lifecycle.Machine;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

@DisplayName("A machine's description, for the lifecycle of storage call-outs contract, 4.5")
class MachineFileTest {

    private static final String SYSTEM = "'system':{'datastore':0,'location':'/ds','driver':'ssh'}";

    @Test
    void everyKindOfDiskIsRead() throws BadFile {
        Machine machine =
                MachineFile.parse(
                        "vm",
                        """
                        {"id": 42,
                         "system": {"datastore": 0, "location": "/ds", "driver": "ssh"},
                         "disks": [
                          {"number": 0, "type": "image", "driver": "shared", "source": "/ds/1/ab"},
                          {"number": 1, "type": "image", "driver": "iscsi", "source": "iqn.x:y",
                           "clone": false, "save": true, "size": 10},
                          {"number": 2, "type": "swap", "size": 1024},
                          {"number": 3, "type": "volatile", "size": 2048, "format": "ext4"}],
                         "context": {"number": 4, "files": ["/srv/context.sh"]}}
                        """);

        assertEquals(
                new Machine(
                        42,
                        new Machine.Home(0, "/ds", "ssh"),
                        List.of(
                                new Disk.OfImage(
                                        0, "shared", "/ds/1/ab", true, false, OptionalLong.empty()),
                                new Disk.OfImage(
                                        1, "iscsi", "iqn.x:y", false, true, OptionalLong.of(10)),
                                new Disk.Swap(2, 1024),
                                new Disk.Volatile(3, 2048, "ext4")),
                        Optional.of(new Machine.Context(4, List.of("/srv/context.sh")))),
                machine);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "[] | vm: expected an object, got []",
                "{'id':1} | vm: system: expected an object, got nothing",
                "{SYSTEM} | vm: id: expected a whole number from 0 to 2147483647, got nothing",
                "{'id':1,SYSTEM,'disk':[]} | vm: disk: there is no such field; known: id, system,"
                        + " disks, context",
                "{'id':1,SYSTEM,'disks':[{'number':0,'type':'tape'}]} | vm: disks[0].type: expected"
                        + " one of image, swap, volatile, got \"tape\"",
                "{'id':1,SYSTEM,'disks':[{'number':0,'type':'swap'}]} | vm: disks[0].size: expected"
                        + " a whole number from 1 to 17179869184, got nothing",
                "{'id':1,SYSTEM,'disks':[{'number':0,'type':'image','driver':'x'}]} | vm:"
                        + " disks[0].source: expected a text, got nothing",
                "{'id':1,SYSTEM,'disks':[{'number':0,'type':'swap','size':1},{'number':0,'type':"
                        + "'swap','size':1}]} | vm: disks[1].number: expected a number no other"
                        + " disk has, got 0",
                "{'id':1,SYSTEM,'context':{'number':0}} | vm: context.files: expected at least one"
                        + " file, got nothing"
            })
    void aMistakeIsNamedWithItsPlace(String text, String expected) {
        String json = text.replace("SYSTEM", SYSTEM).replace('\'', '"');

        BadFile bad = assertThrows(BadFile.class, () -> MachineFile.parse("vm", json));

        assertEquals(expected, bad.sentence());
    }
}
