package dev.baton.agent.membership;

import dev.baton.config.Pnn;

/**
 * Who is told which agents Hazelcast sees. Both calls are hints: nothing may depend on them.
 *
 * <p>Thread: one of Hazelcast's or of the membership's own, one call at a time; must not wait.
 */
public interface MemberListener {

    void memberSeen(Pnn peer);

    void memberGone(Pnn peer);
}
