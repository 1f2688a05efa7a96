package dev.baton.orchestrator.allocation;

/** A rule that spreads addresses over nodes. Pure: equal problems have equal assignments. */
public sealed interface Allocator permits Deterministic, Nondeterministic, Lcp2 {

    /** Decides where each address of the problem shall be. */
    Assignment allocate(AllocationProblem problem);

    /** By the value of tunable IPAllocAlgorithm; numbers without a meaning are LCP2. */
    static Allocator of(long ipAllocAlgorithm) {
        if (ipAllocAlgorithm == 0) {
            return new Deterministic();
        }
        return ipAllocAlgorithm == 1 ? new Nondeterministic() : new Lcp2();
    }

    /** The value of that tunable it goes by. */
    default long number() {
        return switch (this) {
            case Deterministic _ -> 0;
            case Nondeterministic _ -> 1;
            case Lcp2 _ -> 2;
        };
    }
}
