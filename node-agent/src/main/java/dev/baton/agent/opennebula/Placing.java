package dev.baton.agent.opennebula;

import com.fasterxml.jackson.core.type.TypeReference;

import dev.baton.agent.callout.Refusal;
import dev.baton.agent.opennebula.DriverRoom.Standing;
import dev.baton.config.Pnn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Predicate;

/** On which node something is carried out. Nothing is kept: all nodes are asked. Thread: any. */
final class Placing {

    private static final TypeReference<Standing> STANDING = new TypeReference<>() {};
    private static final TypeReference<Boolean> WHETHER = new TypeReference<>() {};

    private final DriverRoom room;
    private final Pnn self;
    private final FrontEndPost post;

    Placing(DriverRoom room, Pnn self, FrontEndPost post) {
        this.room = room;
        this.self = self;
        this.post = post;
    }

    boolean isHere(Pnn node) {
        return node.equals(self);
    }

    /** The front-end of a datastore, or who is to become it. */
    Pnn of(long datastore) throws Refusal {
        Standing own = room.standing(datastore);
        if (own.held()) {
            return self;
        }
        SortedMap<Pnn, Standing> others = post.askAll(new FrontEndOrder.Stand(datastore), STANDING);
        Optional<Pnn> holder = first(others, Standing::held);
        if (holder.isPresent()) {
            return holder.get();
        }
        if (own.why().isEmpty()) {
            return self;
        }
        Optional<Pnn> able = first(others, each -> each.why().isEmpty());
        if (able.isPresent() || own.allowed()) {
            // where it may be here and cannot, this node tells best why
            return able.orElse(self);
        }
        throw nobody(datastore, others);
    }

    private static Optional<Pnn> first(SortedMap<Pnn, Standing> all, Predicate<Standing> wanted) {
        return all.entrySet().stream()
                .filter(each -> wanted.test(each.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private Refusal nobody(long datastore, SortedMap<Pnn, Standing> others) {
        List<String> reasons = new ArrayList<>();
        others.forEach(
                (node, each) -> {
                    if (each.allowed()) {
                        reasons.add("node %s: %s".formatted(node, each.why()));
                    }
                });
        return new Refusal(
                Refusal.Kind.REFUSED,
                "no node can be the front-end of datastore %d now: it may be on %s only, and %s"
                        .formatted(
                                datastore,
                                String.join(", ", room.nodes(datastore)),
                                reasons.isEmpty()
                                        ? "no agent answers there; see: baton status"
                                        : String.join("; ", reasons)));
    }

    /** Where an order about images is carried out. */
    Pnn of(ImageOrder order) throws Refusal {
        return switch (order) {
            case ImageOrder.Create create -> of(create.datastore());
            case ImageOrder.Register register -> of(register.datastore());
            case ImageOrder.DeleteSource delete -> of(delete.datastore());
            case ImageOrder.Clone clone -> ofImage(clone.image());
            case ImageOrder.Snapshot snapshot -> ofImage(snapshot.image());
            case ImageOrder.Delete delete -> ofImage(delete.image());
        };
    }

    /** Where a question is asked. */
    Pnn of(StoreQuestion question) throws Refusal {
        return switch (question) {
            case StoreQuestion.Room(String datastore) -> of(room.datastore(datastore));
            case StoreQuestion.Size(String datastore, String _) -> of(room.datastore(datastore));
            case StoreQuestion.Offer(String image) -> ofImage(image);
        };
    }

    /** Records that are not shared are needed by who works with them: then it is their node. */
    Pnn ofImage(String image) throws Refusal {
        OptionalLong home = room.home(image);
        if (home.isPresent() && room.sharesRecords()) {
            return of(home.getAsLong());
        }
        if (home.isPresent() || room.sharesRecords()) {
            return self;
        }
        return post.askAll(new FrontEndOrder.Find(image), WHETHER).entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(self);
    }
}
