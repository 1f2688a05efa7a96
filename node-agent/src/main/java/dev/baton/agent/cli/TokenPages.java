package dev.baton.agent.cli;

import dev.baton.agent.access.Secret;
import dev.baton.agent.access.TokenFile;
import dev.baton.config.AccessToken;
import dev.baton.config.Role;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code token create}, {@code list} and {@code remove} answer. */
final class TokenPages {

    static final Duration LONGEST = Duration.ofDays(3650);

    private final TokenFile file;
    private final Clock wall;

    TokenPages(TokenFile file, Clock wall) {
        this.file = file;
        this.wall = wall;
    }

    Page create(String name, Role role, Optional<Duration> lasting) {
        if (!AccessToken.isName(name)) {
            throw Complaint.usage(
                    "token create: NAME expects %s, got \"%s\""
                            .formatted(AccessToken.NAME_FORM, ShownText.of(name)));
        }
        Optional<Instant> until =
                lasting.map(it -> wall.instant().plus(it).truncatedTo(ChronoUnit.SECONDS));
        Secret secret = Secret.random();
        AccessToken token = new AccessToken(name, role, secret.hash(), until);
        refusing(
                () -> {
                    file.add(token);
                    return true;
                });
        Map<String, Object> json = json(token);
        json.put("token", secret.reveal());
        return new Page(
                Exit.DONE,
                "Token",
                json,
                List.of(secret.reveal()),
                List.of(name),
                List.of(
                        "%s may be %s with this token%s; it is shown this once, and works on this node"
                                .formatted(
                                        name,
                                        role.word(),
                                        until.map(it -> " until " + it).orElse(""))));
    }

    Page list() {
        TokenFile.Content content = file.content();
        Table table = new Table("NAME", "ROLE", "UNTIL", "STATE");
        List<AccessToken> tokens = content.file().tokens();
        tokens.forEach(
                each ->
                        table.row(
                                each.name(),
                                each.role().word(),
                                each.until().map(Instant::toString).orElse("-"),
                                isOver(each) ? "over" : "works"));
        List<String> problems = new ArrayList<>();
        content.refusal().ifPresent(why -> problems.add("no token works: " + why));
        content.problems().forEach(each -> problems.add(each.toString()));
        List<String> text = new ArrayList<>(tokens.isEmpty() ? List.of() : table.lines());
        text.addAll(problems);
        return new Page(
                problems.isEmpty() ? Exit.DONE : Exit.ANSWER_IS_NO,
                "TokenList",
                Json.object(
                        "file",
                        file.path().toString(),
                        "tokens",
                        tokens.stream().map(this::json).toList(),
                        "problems",
                        problems),
                text.isEmpty()
                        ? List.of("no tokens in " + file.path() + "; everybody may read")
                        : text,
                tokens.stream().map(AccessToken::name).toList());
    }

    Page remove(String name) {
        if (!refusing(() -> file.remove(name))) {
            throw Complaint.notFound(
                    "no token is called \"%s\"; see: baton token list"
                            .formatted(ShownText.of(name)));
        }
        String done = "the token of " + name + " works no more";
        return Page.sentence(
                "Change", Json.object("object", name, "done", true, "message", done), done);
    }

    private boolean isOver(AccessToken token) {
        return token.isOver(wall.instant());
    }

    private Map<String, Object> json(AccessToken token) {
        Map<String, Object> json =
                Json.object(
                        "name", token.name(),
                        "role", token.role().word(),
                        "works", !isOver(token));
        token.until().ifPresent(it -> json.put("until", it.toString()));
        return json;
    }

    private static boolean refusing(java.util.function.BooleanSupplier work) {
        try {
            return work.getAsBoolean();
        } catch (TokenFile.Refusal refusal) {
            throw new Complaint(Exit.REFUSED, "token: " + refusal.sentence());
        }
    }
}
