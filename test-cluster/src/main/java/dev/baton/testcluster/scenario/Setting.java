package dev.baton.testcluster.scenario;

import dev.baton.config.VoteMode;

import java.time.Duration;

/**
 * What a scenario begins with.
 *
 * @param seed of all chance in it; means nothing where there is none
 * @param length when the expectations follow
 */
public record Setting(
        long seed, Size size, Voting voting, Surroundings around, Begin begin, Duration length) {

    /** The longest a scenario, or anything in it, may take. */
    static final Duration LONGEST = Duration.ofHours(1);

    private static final int MOST_NODES = 16;
    private static final int MOST_ADDRESSES = 250;
    private static final int MOST_LINKS = 4;

    /** How many there are of everything; {@code links}: of each node, for every address. */
    public record Size(int nodes, int addresses, int links) {
        public Size {
            between("nodes", 1, nodes, MOST_NODES);
            between("addresses", 0, addresses, MOST_ADDRESSES);
            between("links", 1, links, MOST_LINKS);
        }
    }

    /**
     * Who votes.
     *
     * @param lock whether there is a cluster lock
     * @param first so many nodes are in the {@code nodes} file at first
     */
    public record Voting(VoteMode mode, Lock lock, int first, Voters voters) {
        public Voting {
            if (mode != VoteMode.MAJORITY && lock == Lock.NO) {
                throw new IllegalArgumentException(
                        "votes: expected \"lock: yes\" with them, got \"lock: no\"; say so or vote"
                                + " by majority");
            }
        }
    }

    /** Whether there is a cluster lock. */
    public enum Lock {
        NO,
        YES
    }

    /** Whether the nodes have stored who votes before they start. */
    public enum Voters {
        FOUNDED,
        UNKNOWN
    }

    /** What chance may do. */
    public record Surroundings(
            Machines machines, Messages messages, Scripts scripts, Walls walls, Limits limits) {
        public static final Surroundings CALM =
                new Surroundings(
                        Machines.CALM, Messages.CALM, Scripts.QUICK, Walls.AGREE, Limits.DEFAULT);

        /** Whether anything in the scenario depends on luck. */
        boolean hasChance() {
            return machines != Machines.CALM
                    || messages != Messages.CALM
                    || scripts != Scripts.QUICK;
        }
    }

    /**
     * Hostile: clocks run apart as far as the rule allows, kernels are as late as they may, and the
     * last address is configured on the first two nodes only.
     */
    public enum Machines {
        CALM,
        HOSTILE
    }

    /** Rough: some messages are lost, doubled, late or overtaken. */
    public enum Messages {
        CALM,
        ROUGH
    }

    /** Uneven: they take differently long; bad: some also fail, hang or ignore lifetimes. */
    public enum Scripts {
        QUICK,
        UNEVEN,
        BAD
    }

    /** What wall clocks say at the start: about the same, seconds apart, hours apart. */
    public enum Walls {
        AGREE,
        DIFFER,
        HOURS_APART
    }

    /** Short: hung scripts and bans end within seconds. */
    public enum Limits {
        DEFAULT,
        SHORT
    }

    /** Where a scenario begins. */
    public enum Begin {
        /** All agents run, every address is served, and node 0 leads. */
        SERVED,
        /** Nothing runs. */
        COLD
    }

    public Setting {
        between("first voters", 1, voting.first(), size.nodes());
        if (length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "length: expected at most %s, got %s"
                            .formatted(Seconds.print(LONGEST), Seconds.print(length)));
        }
    }

    private static void between(String what, int least, int value, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s: expected a number from %d to %d, got %d"
                            .formatted(what, least, most, value));
        }
    }

    public Setting withSeed(long other) {
        return new Setting(other, size, voting, around, begin, length);
    }

    public Setting withSize(Size other) {
        return new Setting(seed, other, voting, around, begin, length);
    }

    public Setting withVoting(Voting other) {
        return new Setting(seed, size, other, around, begin, length);
    }

    public Setting withSurroundings(Surroundings other) {
        return new Setting(seed, size, voting, other, begin, length);
    }

    public Setting withLength(Duration other) {
        return new Setting(seed, size, voting, around, begin, other);
    }
}
