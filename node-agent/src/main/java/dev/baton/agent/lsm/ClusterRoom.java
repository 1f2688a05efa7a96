package dev.baton.agent.lsm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.baton.agent.callout.StorageAccess;
import dev.baton.agent.opennebula.DriverAccess;
import dev.baton.agent.round.RoundAccess;
import dev.baton.config.Pnn;
import dev.baton.events.contract.lsm.Frame;
import dev.baton.events.contract.lsm.LsmMethod;
import dev.baton.events.contract.lsm.LsmRequest;
import dev.baton.events.plugin.Serving;
import dev.baton.events.plugin.StoragePlugin;
import dev.baton.orchestrator.cluster.NodeFlag;
import dev.baton.orchestrator.exchange.OperatorCommand;
import dev.baton.orchestrator.exchange.OperatorReply;
import dev.baton.orchestrator.node.NodeView;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** What {@code cluster://} is made of on this node. Thread: any. */
public final class ClusterRoom {

    private static final int LIMIT_MILLIS = 30_000;

    private final StorageAccess storage;
    private final ImageStorage images;
    private final ShareStorage shares;
    private final Pnn self;
    private final FreedJobs freed = new FreedJobs();
    private final NodeLines nodes;

    /**
     * The storage of this node, and a way to the others'.
     *
     * @param drivers of the whole cluster
     * @param rounds of this node
     * @param heard every node, and whether it was heard of lately
     * @param core what passes lines on to other nodes
     */
    public ClusterRoom(
            StorageAccess storage,
            DriverAccess drivers,
            RoundAccess rounds,
            Pnn self,
            Supplier<SortedMap<Pnn, Boolean>> heard,
            Function<OperatorCommand, CompletableFuture<OperatorReply>> core) {
        this.storage = storage;
        this.images = new ImageStorage(drivers);
        this.shares = new ShareStorage(rounds, self);
        this.self = self;
        this.nodes = new NodeLines(self, heard, core, this::text);
    }

    /** Every node of a view, and whether it is connected. */
    public static SortedMap<Pnn, Boolean> heard(NodeView view) {
        SortedMap<Pnn, Boolean> heard = new TreeMap<>();
        view.peers()
                .forEach((node, peer) -> heard.put(node, !NodeFlag.DISCONNECTED.in(peer.flags())));
        return heard;
    }

    /** A session's plugin; only root may change something. */
    StoragePlugin session(boolean isRoot) {
        return new ClusterStorage(nodes, images, isRoot);
    }

    /** Whether another node asks for this node's part in these words. */
    public static boolean isOne(List<String> words) {
        return NodeLines.isOne(words);
    }

    /** The answer to such a line. */
    public OperatorReply answer(List<String> words) {
        return new OperatorReply.Printed(0, text(words), "");
    }

    /** A session for one request: URI and request are the last two words. */
    private String text(List<String> words) {
        Serving serving = new Serving(new NodeStorage(storage, images, shares, self, freed));
        SortedMap<String, JsonNode> given = new TreeMap<>();
        given.put("uri", TextNode.valueOf(words.get(words.size() - 2)));
        given.put("timeout", IntNode.valueOf(LIMIT_MILLIS));
        if (LsmRequest.of(LsmMethod.PLUGIN_REGISTER, given)
                instanceof LsmRequest.Making.Made(LsmRequest register)) {
            serving.answer(register.frame());
        }
        return serving.answer(Frame.of(words.getLast())).text().orElse("");
    }
}
