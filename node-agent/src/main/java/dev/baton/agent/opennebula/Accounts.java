package dev.baton.agent.opennebula;

import dev.baton.agent.callout.Refusal;
import dev.baton.events.callout.Account;
import dev.baton.events.process.ListingProgram;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who drivers run as, looked up anew for every job: accounts may come from a directory service. */
final class Accounts {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern ENTRY =
            Pattern.compile("[^:]*:[^:]*:([0-9]{1,10}):([0-9]{1,10}):.*");

    private Accounts() {}

    /** The user as whom calls run; empty when that is the user of this agent. */
    static Optional<Account> of(String name) throws Refusal {
        Account account = find(name);
        long own = own();
        if (account.uid() == own) {
            return Optional.empty();
        }
        if (own != 0) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "drivers run as %s, but this agent runs as uid %d and cannot become another user;"
                                    .formatted(name, own)
                            + " start it as root, or set [opennebula] driver user");
        }
        return Optional.of(account);
    }

    private static long own() {
        try {
            return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
        } catch (IOException unreadable) {
            throw new IllegalStateException("expected a mounted /proc", unreadable);
        }
    }

    private static Account find(String name) throws Refusal {
        try {
            List<String> lines =
                    ListingProgram.run(List.of("getent", "passwd", name), LIMIT).lines();
            Matcher entry = ENTRY.matcher(lines.isEmpty() ? "" : lines.getFirst());
            if (!entry.matches()) {
                throw new Refusal(
                        Refusal.Kind.REFUSED,
                        "there is no user %s on this node, as whom drivers run; make that user, or name"
                                        .formatted(name)
                                + " another one: [opennebula] driver user");
            }
            return new Account(
                    name, Long.parseLong(entry.group(1)), Long.parseLong(entry.group(2)));
        } catch (ListingProgram.Failed failed) {
            throw new Refusal(
                    Refusal.Kind.REFUSED,
                    "cannot look up user %s: getent %s".formatted(name, failed.getMessage()));
        }
    }
}
