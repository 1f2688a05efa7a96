package dev.baton.agent.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.baton.config.InterfaceName;
import dev.baton.config.IpAddress;
import dev.baton.config.NodeName;
import dev.baton.config.NodesFile;
import dev.baton.config.Pnn;
import dev.baton.config.PublicAddress;
import dev.baton.config.PublicAddressesFile;
import dev.baton.config.Tunables;
import dev.baton.orchestrator.cluster.AddressPhase;
import dev.baton.orchestrator.cluster.AddressReport;
import dev.baton.orchestrator.cluster.Ballot;
import dev.baton.orchestrator.cluster.Connection;
import dev.baton.orchestrator.cluster.Incarnation;
import dev.baton.orchestrator.cluster.NodeReport;
import dev.baton.orchestrator.cluster.NodeTunables;
import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.RunId;
import dev.baton.orchestrator.cluster.Runstate;
import dev.baton.orchestrator.cluster.SharedTunables;
import dev.baton.orchestrator.cluster.VoterSet;
import dev.baton.orchestrator.cluster.VoterWord;
import dev.baton.orchestrator.cluster.Voters;
import dev.baton.orchestrator.exchange.Change;
import dev.baton.orchestrator.exchange.Instruction;
import dev.baton.orchestrator.exchange.LockVote;
import dev.baton.orchestrator.exchange.Message;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.exchange.Outcome;
import dev.baton.orchestrator.exchange.Refusal;
import dev.baton.orchestrator.exchange.ReportNews;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What nodes say to each other survives the wire unchanged, and nothing else passes. */
class MessageCodecTest {

    private static final Right.Changing WEB1 = Right.Changing.volume("loop", "web1");
    private static final NodesFile NODES =
            NodesFile.parse("nodes", List.of("10.9.0.1", "#10.9.0.2", "fd00::3")).value();

    private static final Incarnation N0 = new Incarnation(new Pnn(0), 1_700_000_000_001L);
    private static final Incarnation N1 = new Incarnation(new Pnn(1), 1_700_000_000_002L);
    private static final IpAddress V4 = IpAddress.of("10.50.1.11");
    private static final IpAddress V6 = IpAddress.of("fd50:1::11");
    private static final InterfaceName ETH = new InterfaceName("pub1");
    private static final PublicAddress LINE = new PublicAddress(V6, 64, List.of(ETH));
    private static final Connection CLIENT =
            Connection.parse("[fd50::9]:50000 [fd50:1::11]:445").orElseThrow();
    private static final RunId RUN = new RunId(1_700_000_000_003L, 4);

    private final MessageCodec codec = new MessageCodec();

    private static NodeReport report(SortedMap<IpAddress, AddressReport> addresses) {
        return new NodeReport(
                3,
                new NodeName("n0"),
                Runstate.RUNNING,
                2,
                true,
                "firmware",
                "50.samba ERROR 1",
                List.of(ETH),
                addresses,
                new VoterWord(true, false, 1_700_000_000_000L, true),
                new NodeTunables(
                        Tunables.DEFAULT.with("MonitorInterval", 10),
                        new SharedTunables(
                                new Ballot(5, N1), Tunables.DEFAULT.with("NoIPFailback", 1)),
                        Tunables.DEFAULT.with("EnableBans", 0)),
                2_147_483_647);
    }

    static Stream<Message> messages() {
        TreeMap<IpAddress, AddressReport> addresses = new TreeMap<>();
        addresses.put(
                V4,
                new AddressReport(
                        true,
                        AddressPhase.SERVING,
                        7,
                        Optional.of(ETH),
                        true,
                        Optional.of(ETH),
                        true,
                        "02:00:00:00:00:09"));
        addresses.put(
                V6,
                new AddressReport(
                        false,
                        AddressPhase.ABSENT,
                        0,
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        false,
                        ""));
        NodeReport report = report(addresses);
        ReportNews news = new ReportNews(2, new TreeSet<>(List.of(V6)), report);
        List<Change> changes =
                List.of(
                        new Change.Ask(1, new Right.Leading(), 5, false),
                        new Change.Ask(2, new Right.Serving(V6), 6, true),
                        new Change.GiveBack(3, new Right.Section("rotate"), 7),
                        new Change.Settled(4, List.of(WEB1)));
        return Stream.concat(
                Stream.of(
                        new Message.Beat(N0, -3, 9, 0, 0, 0, changes, 3, Optional.of(news)),
                        new Message.Beat(N0, -3, 10, 5, 4, 8, List.of(), 3, Optional.empty()),
                        new Message.BeatAck(
                                N1,
                                N0,
                                -3,
                                9,
                                12,
                                3,
                                3,
                                List.of(new Refusal(new Right.Serving(V4), 6, 8, 4100)),
                                List.of(new Right.Leading()),
                                Optional.of(
                                        new LockVote(
                                                4,
                                                2,
                                                List.of(new Refusal(new Right.Leading(), 6, 8, 1)),
                                                List.of(new Right.Serving(V6))))),
                        new Message.Outlived(N1, N0, 1_700_000_000_009L),
                        new Message.VotersTold(N0, joint()),
                        new Message.NodesAsked(N0, 3),
                        new Message.NodesTold(N1, 3, Optional.of(NODES), ""),
                        new Message.NodesTold(N1, 4, Optional.empty(), "nodes: missing"),
                        new Message.Order(
                                N0,
                                RUN,
                                N1,
                                2,
                                27_000,
                                List.of(
                                        new Instruction.StartRecovery(),
                                        new Instruction.Recovered(),
                                        new Instruction.StartIpReallocate(),
                                        new Instruction.IpReallocated(),
                                        new Instruction.Release(V4, 7),
                                        new Instruction.Take(V6),
                                        new Instruction.Update(V4, 7, ETH),
                                        new Instruction.Ban(300))),
                        new Message.Answer(
                                N1,
                                RUN,
                                2,
                                List.of(
                                        new Outcome.Done(),
                                        new Outcome.Failed("takeip 10.interface ERROR 1"),
                                        new Outcome.Busy("moving"),
                                        new Outcome.HeldBy(2, 4100))),
                        new Message.Connections(N1, V6, 7, List.of(CLIENT)),
                        new Message.Refused(N1, RUN, 2, RUN, "a newer run was obeyed")),
                Stream.concat(commands(), replies()));
    }

    private static Stream<Message> commands() {
        return Stream.of(
                        new OperatorCommand.Disable(new Pnn(1), "firmware"),
                        new OperatorCommand.Enable(new Pnn(1)),
                        new OperatorCommand.StopNode(new Pnn(1), ""),
                        new OperatorCommand.ContinueNode(new Pnn(1)),
                        new OperatorCommand.Ban(new Pnn(1), 60, "sick"),
                        new OperatorCommand.Unban(new Pnn(1)),
                        new OperatorCommand.Shutdown(new Pnn(1)),
                        new OperatorCommand.CallTool(new Pnn(1), List.of("-X", "ip")),
                        new OperatorCommand.SetVariable(new Pnn(1), "EnableBans", 0),
                        new OperatorCommand.ResetVariable(new Pnn(1), "EnableBans"),
                        new OperatorCommand.ShareVariable("EnableBans", 0),
                        new OperatorCommand.UnshareVariable("EnableBans"),
                        new OperatorCommand.SetLeaderRole(new Pnn(1), false),
                        new OperatorCommand.SetLink(new Pnn(1), new InterfaceName("eth0"), true),
                        new OperatorCommand.AnnounceAgain(new Pnn(1), V6),
                        new OperatorCommand.AddAddress(new Pnn(1), LINE),
                        new OperatorCommand.DeleteAddress(new Pnn(1), V6),
                        new OperatorCommand.ReloadAddresses(new Pnn(1)),
                        new OperatorCommand.AddConnections(new Pnn(1), List.of(CLIENT)),
                        new OperatorCommand.RemoveConnections(new Pnn(1), List.of(CLIENT)),
                        new OperatorCommand.SetAddresses(new Pnn(1), List.of(LINE)),
                        new OperatorCommand.Move(V6, new Pnn(2)),
                        new OperatorCommand.Recover(),
                        new OperatorCommand.Reallocate(),
                        new OperatorCommand.Failback(List.of(V6)),
                        new OperatorCommand.ReloadNodes(),
                        new OperatorCommand.FoundVoters(new Pnn(1)),
                        new OperatorCommand.EnterSection("rotate", 30_000),
                        new OperatorCommand.LeaveSection("rotate", 9),
                        new OperatorCommand.TakeObject(WEB1, 1000),
                        new OperatorCommand.GiveObjectBack(WEB1, 9))
                .map(command -> new Message.Request(N0, 12, command));
    }

    private static Stream<Message> replies() {
        return Stream.of(
                        new OperatorReply.Done("done"),
                        new OperatorReply.Ignored("off"),
                        new OperatorReply.Entered("rotate", 9),
                        new OperatorReply.Obtained(WEB1, 9),
                        new OperatorReply.Printed(1, "out", "err"),
                        new OperatorReply.Refused("no"),
                        new OperatorReply.NotFound("no"),
                        new OperatorReply.TimedOut("no"),
                        new OperatorReply.Failed("no"))
                .map(reply -> new Message.Response(N0, 12, reply));
    }

    @Test
    void aLaterLifeThatIsNotLaterIsGarbage() {
        String good = "{\"is\":\"Outlived\",\"from\":\"1#5\",\"to\":\"0#5\",\"known\":6}";

        assertTrue(codec.decode(good.getBytes(UTF_8)).isPresent());
        for (String known : List.of("5", "-1", "100000000000000000")) {
            byte[] bad = good.replace("6}", known + "}").getBytes(UTF_8);
            assertEquals(Optional.empty(), codec.decode(bad), known);
        }
    }

    /** What is said twice a second to each peer, with the five bytes in front of it. */
    @Test
    void aHeartbeatThatChangesNothingAndItsAnswerAreSmall() {
        long voters = Long.MIN_VALUE;
        long threeYears = 94_608_000_000L;
        Message beat =
                new Message.Beat(
                        N0,
                        voters,
                        threeYears,
                        N1.number(),
                        0,
                        RUN.leading(),
                        List.of(),
                        99_999,
                        Optional.empty());
        Message answer =
                new Message.BeatAck(
                        N0,
                        N1,
                        voters,
                        threeYears,
                        threeYears,
                        99_999,
                        99_999,
                        List.of(),
                        List.of(),
                        Optional.empty());

        assertTrue(codec.encode(beat).length + 5 <= 200);
        assertTrue(codec.encode(answer).length + 5 <= 200);
    }

    /** A node may be configured for so many; longer than the longest it can say is none. */
    @Test
    void aNodeThatAsksForAllItsAddressesAndTellsOfThemFitsAFrame() {
        InterfaceName on = new InterfaceName("a-long-interfac");
        TreeMap<IpAddress, AddressReport> addresses = new TreeMap<>();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < PublicAddressesFile.MOST; i++) {
            IpAddress ip =
                    IpAddress.of("fd50:1111:2222:3333:4444:5555:6666:%x".formatted(i + 4096));
            long number = Long.MAX_VALUE - i;
            addresses.put(
                    ip,
                    new AddressReport(
                            false,
                            AddressPhase.RELEASING,
                            number,
                            Optional.of(on),
                            false,
                            Optional.of(on),
                            false,
                            "02:00:00:00:00:09"));
            changes.add(new Change.Ask(number, new Right.Serving(ip), number, false));
        }
        Message beat =
                new Message.Beat(
                        N0,
                        Long.MIN_VALUE,
                        1,
                        N1.number(),
                        0,
                        RUN.leading(),
                        changes,
                        2,
                        Optional.of(ReportNews.whole(report(addresses))));

        assertTrue(codec.encode(beat).length <= WireLimits.FRAME_BYTES);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageComesBackAsItWas(Message message) {
        assertEquals(Optional.of(message), codec.decode(codec.encode(message)));
    }

    @Test
    void everyVariantIsAmongTheExamples() {
        String examples =
                messages()
                        .map(codec::encode)
                        .map(bytes -> new String(bytes, UTF_8))
                        .reduce("", String::concat);

        Stream.of(
                        Message.class,
                        Change.class,
                        Right.class,
                        Instruction.class,
                        Outcome.class,
                        OperatorCommand.class,
                        OperatorReply.class)
                .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()))
                .filter(variant -> !variant.isSealed())
                .forEach(
                        variant ->
                                assertTrue(
                                        examples.contains(
                                                "\"is\":\"" + variant.getSimpleName() + "\""),
                                        "no example of " + variant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[1]",
                "{\"is\":\"Nothing\"}",
                "{\"is\":\"Order\"}",
                "{\"is\":\"Response\",\"from\":{\"node\":\"0\",\"number\":1},\"id\":1,"
                        + "\"reply\":null}",
                "{\"is\":\"Request\",\"from\":{\"node\":\"0\",\"number\":1},\"id\":1,"
                        + "\"command\":{\"is\":\"Recover\"},\"more\":1}",
                "GET / HTTP/1.1\r\n\r\n"
            })
    void garbageIsRefused(String text) {
        assertEquals(Optional.empty(), codec.decode(text.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Frob\":3", "MonitorInterval\":0", "MonitorInterval\":\"x\""})
    void sharedTunablesThatCannotBeMakeTheWholeMessageGarbage(String wrong) {
        String text = new String(codec.encode(messages().toList().getFirst()), UTF_8);
        assertTrue(text.contains("NoIPFailback\":1"), text);

        String spoilt = text.replace("NoIPFailback\":1", wrong);

        assertEquals(Optional.empty(), codec.decode(spoilt.getBytes(UTF_8)));
    }

    /** A change of voters under way. */
    private static Voters joint() {
        VoterSet all = VoterSet.of(NODES);
        Voters before = Voters.founded(all);
        VoterSet fewer = all.withVoters(new TreeSet<>(List.of(new Pnn(2))));
        return before.proposing(fewer, new Ballot(5, N0));
    }
}
