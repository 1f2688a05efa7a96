package dev.baton.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.baton.agent.control.Commands.Answer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operator experience, sections 1.1 and 1.3: each error is one sentence with its cure. */
class WrongInputTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    | 2 | baton: say what to do; known: status, ip, node, voters, tunable, event, script, run, \
                    volume, pool, snapshot, datastore, image, disk, provider, job, call, lsm, history, explain, check, \
                    metrics, lock, config, token, agent, shutdown, ipalloc, version, help
                    stauts | 2 | baton knows no "stauts"; known: status, ip, node, voters, tunable, event, script, \
                    run, volume, pool, snapshot, datastore, image, disk, provider, job, call, lsm, history, explain, check, \
                    metrics, lock, config, token, agent, shutdown, ipalloc, version, help
                    node | 2 | baton node: say what to do; known: list, show, reload, disable, enable, \
                    stop, continue, ban, unban
                    node frob n1 | 2 | baton node knows no "frob"; known: list, show, reload, disable, \
                    enable, stop, continue, ban, unban
                    node show | 2 | baton node show: missing required parameter: 'NODE'. See: \
                    baton node show --help
                    node show n9 | 4 | no node is called "n9"; known: n1 (pnn 0, 10.1.0.1), \
                    n2 (pnn 1, 10.1.0.2), n3 (pnn 2, 10.1.0.3)
                    node ban n2 soon | 2 | node ban: SECONDS expects a whole number such as 300, \
                    got "soon". See: baton node ban --help
                    node disable n2 --wait forever | 2 | --wait expects a span up to 10m such as \
                    30s, got "forever"
                    ip show 192.0.2.9 | 4 | 192.0.2.9 is no public address of this cluster; known: \
                    192.0.2.101, 192.0.2.102, 2001:db8::103
                    ip show nas | 2 | expected a public address such as 192.0.2.10, got "nas". \
                    See: baton ip list
                    status -o xml | 2 | -o expects table, wide, json or name, got "xml"
                    status --bogus | 2 | baton status: unknown option: '--bogus'. See: baton \
                    status --help
                    history --since yesterday | 2 | --since expects a span such as 2h or a time \
                    such as 2026-01-31T03:12:00Z, got "yesterday"
                    tunable set MonitorIntervall 5 | 4 | there is no tunable "MonitorIntervall"; did you \
                    mean MonitorInterval? See: baton tunable list --all
                    tunable show DeterministicIPs | 4 | DeterministicIPs is obsolete, in CTDB too; see: \
                    baton tunable list --all
                    tunable set MonitorInterval 0 | 2 | tunable set: MonitorInterval expects a whole \
                    number from 1 to 86400 (s), got "0"
                    tunable set EnableBans yes | 2 | tunable set: EnableBans expects a whole number \
                    from 0 to 2147483647 (0 = no, else yes), got "yes"
                    tunable set EnableBans 1 --node n9 | 4 | no node is called "n9"; known: n1 (pnn 0, \
                    10.1.0.1), n2 (pnn 1, 10.1.0.2), n3 (pnn 2, 10.1.0.3)
                    volume create v1 --size 1GiB | 2 | volume create: --provider expects a provider; see: \
                    baton provider list. See: baton volume create --help
                    volume create v1 --provider p --size 10 | 2 | expected a size of whole MiB such as \
                    512MiB, 10GiB or 1TiB, got "10"
                    volume create v1 --provider p --size 1GiB --param password=x | 2 | --param password: \
                    a secret in a command line is seen by everybody; put it into a file and give --params FILE
                    volume create v1 --provider p --size 1GiB --params p | 2 | --params expects an absolute \
                    path, because the agent reads the file, got "p"
                    volume info v9 | 4 | no node has a volume "v9"; see: baton volume list
                    volume attach v9 | 3 | a saved view has no storage; ask the agent of the node itself
                    image create w --size 1GiB | 2 | image create: --datastore expects a datastore. See: \
                    baton image create --help
                    image create w --datastore 1 --size 10 | 2 | expected a size of whole MiB such as \
                    512MiB, 10GiB or 1TiB, got "10"
                    image create w --datastore 1 --size 1GiB --id x | 2 | --id expects a number of at \
                    most 9 digits, got "x"
                    image register w --datastore 1 | 2 | image register: --path expects a path or an \
                    address. See: baton image register --help
                    image delete web --source /x | 2 | image delete: one that is not written down is \
                    named by its id, --datastore and --source. See: baton image delete --help
                    image delete web | 3 | a saved view has no datastores; ask the agent of the node itself
                    datastore monitor 1 | 3 | a saved view has no datastores; ask the agent of the node \
                    itself
                    disk create web.json h1 | 2 | MACHINE expects a full path, because the agent reads the \
                    file, got "web.json"
                    disk create /none.json h1 | 2 | /none.json: expected a file that can be read, there is \
                    none
                    job show 0.9 | 4 | no job "0.9" is known here; see: baton job list
                    call show 9 | 4 | no call "9" is known here; see: baton call list
                    lsm sim:// pools | 3 | NO_SUPPORT(153): a saved view calls no plugins; ask the agent of the \
                    node itself; see what it can do: baton lsm system capabilities sim://
                    agent | 3 | the agent of n1 runs already; look with: baton status
                    """)
    void aWrongLineIsOneSentence(String line, int exitCode, String sentence) {
        Answer answer = new ExampleCluster().run(line == null ? "" : line);

        assertEquals(
                "baton: " + sentence.replaceFirst("^baton: ", "baton: ") + "\n", answer.stderr());
        assertEquals("", answer.stdout());
        assertEquals(exitCode, answer.exitCode());
    }
}
