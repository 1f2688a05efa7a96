package dev.baton.agent.callout;

import dev.baton.orchestrator.cluster.Right;
import dev.baton.orchestrator.cluster.StorageKind;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * Where a node becomes the front-end of a datastore: of all nodes one is at a time, by a right of
 * the cluster. All jobs of the node hold it together, and the last one gives it back.
 *
 * <p>One that was lost is not asked for again by those who hold it; the next job asks anew when
 * they have all let go. Thread: any; blocks. Source: storage call-outs contract, sections 4.2 and
 * 6.
 */
final class FrontEndRights {

    private static final long GLANCE_MILLIS = 100;

    /** A front-end, and how many jobs hold it. */
    private static final class Share {
        Exclusive right = Exclusive.none();
        int holders;

        /** Neither being asked for nor being given back. */
        boolean isHeld;

        boolean mayBeJoined() {
            return isHeld && !right.isOver();
        }
    }

    private final ObjectRoom objects;
    private final Map<Long, Share> shares = new TreeMap<>();

    /** Nothing is held yet. */
    FrontEndRights(ObjectRoom objects) {
        this.objects = objects;
    }

    /** By the kind of the objects it is about; no image has such a name. */
    private static Right.Changing frontEnd(long datastore) {
        return new Right.Changing(StorageKind.IMAGE, "datastore-" + datastore);
    }

    private static Right.Changing image(long id) {
        return new Right.Changing(StorageKind.IMAGE, Long.toString(id));
    }

    /**
     * The front-end of a datastore, and these images for one job alone.
     *
     * @throws Refusal that says who has what could not be had
     */
    FrontEndRight claim(
            long datastore, SortedSet<Long> images, Duration patience, BooleanSupplier isOver)
            throws Refusal {
        long end = System.nanoTime() + patience.toNanos();
        Share share = joined(datastore, end, isOver);
        try {
            TreeSet<Right.Changing> own = new TreeSet<>();
            images.forEach(id -> own.add(image(id)));
            Exclusive held = objects.exclusive(own, left(end), isOver);
            held.once();
            return new FrontEndRight(
                    objects,
                    share.right,
                    held,
                    share.right.fence(frontEnd(datastore)),
                    () -> leave(datastore, share));
        } catch (Refusal busy) {
            leave(datastore, share);
            throw busy;
        }
    }

    /** Whether a job of this node is the front-end now. */
    synchronized boolean holds(long datastore) {
        Share share = shares.get(datastore);
        return share != null && share.mayBeJoined();
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private Share joined(long datastore, long end, BooleanSupplier isOver) throws Refusal {
        Share asking = new Share();
        try {
            synchronized (this) {
                while (shares.containsKey(datastore)) {
                    Optional<Share> known =
                            Optional.ofNullable(shares.get(datastore)).filter(Share::mayBeJoined);
                    if (known.isPresent()) {
                        known.get().holders++;
                        return known.get();
                    }
                    if (System.nanoTime() - end > 0 || isOver.getAsBoolean()) {
                        throw refused(datastore, "its right is being asked for or given back here");
                    }
                    wait(GLANCE_MILLIS);
                }
                shares.put(datastore, asking);
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw refused(datastore, "the agent is ending");
        }
        return asked(datastore, asking, end, isOver);
    }

    /** Asked for outside of the lock: others wait for other datastores. */
    private Share asked(long datastore, Share share, long end, BooleanSupplier isOver)
            throws Refusal {
        TreeSet<Right.Changing> object = new TreeSet<>();
        object.add(frontEnd(datastore));
        try {
            Exclusive right = objects.exclusive(object, left(end), isOver);
            right.once();
            synchronized (this) {
                share.right = right;
                share.holders = 1;
                share.isHeld = true;
                notifyAll();
            }
            return share;
        } catch (Refusal busy) {
            forget(datastore);
            throw refused(datastore, busy.sentence());
        }
    }

    private static Refusal refused(long datastore, String why) {
        return new Refusal(
                Refusal.Kind.REFUSED,
                "this node did not become the front-end of datastore %d: %s"
                        .formatted(datastore, why));
    }

    private synchronized void forget(long datastore) {
        shares.remove(datastore);
        notifyAll();
    }

    /** Nobody joins it while it is given back. */
    private void leave(long datastore, Share share) {
        synchronized (this) {
            share.holders--;
            if (share.holders > 0) {
                return;
            }
            share.isHeld = false;
        }
        share.right.close();
        forget(datastore);
    }
}
