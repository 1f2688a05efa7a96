package dev.baton.agent.membership;

import com.hazelcast.cluster.Member;

import dev.baton.config.Pnn;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares what Hazelcast shows with what was reported, and reports the difference. */
final class MemberView {

    private final MembershipSettings settings;
    private final MemberListener listener;
    private final Set<Pnn> reported = new TreeSet<>();

    MemberView(MembershipSettings settings, MemberListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    /** The members there are now. */
    synchronized void show(Collection<Member> members) {
        Set<Pnn> seen = new TreeSet<>();
        members.forEach(member -> node(member).ifPresent(seen::add));
        seen.stream().filter(peer -> !reported.contains(peer)).forEach(listener::memberSeen);
        reported.stream().filter(peer -> !seen.contains(peer)).forEach(listener::memberGone);
        reported.clear();
        reported.addAll(seen);
    }

    private Optional<Pnn> node(Member member) {
        String text = String.valueOf(member.getAttribute(MemberConfig.PNN));
        return settings.nodes().keySet().stream()
                .filter(pnn -> pnn.toString().equals(text) && !pnn.equals(settings.self()))
                .findFirst();
    }
}
