package dev.baton.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.baton.agent.lsm.Answer;
import dev.baton.agent.lsm.LsmAccess;
import dev.baton.agent.lsm.LsmSession;
import dev.baton.events.contract.lsm.LsmCode;
import dev.baton.events.contract.lsm.LsmError;
import dev.baton.events.contract.lsm.LsmMethod;
import dev.baton.events.contract.lsm.LsmParameter;
import dev.baton.events.contract.lsm.LsmRequest;
import dev.baton.events.contract.lsm.LsmUri;

import picocli.CommandLine.ParseResult;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A method to be called: whose, with what, and how long it may take.
 *
 * <p>Bounds: {@code limit} for each request, {@code patience} for a job, which goes on after that.
 *
 * @param words for its parameters, as people write them
 * @param planned whether the request is only shown
 */
record LsmAsk(
        LsmUri uri,
        Optional<String> password,
        Duration limit,
        LsmMethod method,
        SortedMap<String, String> words,
        Duration patience,
        boolean planned) {

    private static final Duration USUAL_LIMIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_LIMIT = Duration.ofMinutes(10);
    private static final String PARAMS = "--params";
    private static final String PASSWORD = "--password-file";
    private static final String WAIT = "--wait";

    static LsmAsk of(ParseResult line, LsmMethod method, SortedMap<String, String> given) {
        SortedMap<String, String> words = new TreeMap<>(given);
        String file = CommandTree.option(line, PARAMS, "");
        if (!file.isEmpty()) {
            addFile(words, file);
        }
        boolean changes = line.commandSpec().findOption(WAIT) != null;
        return new LsmAsk(
                uri(CommandTree.word(line, 0)),
                password(CommandTree.option(line, PASSWORD, "")),
                limit(CommandTree.option(line, "--limit", "")),
                method,
                words,
                changes ? CommandTree.waiting(line) : Duration.ZERO,
                line.commandSpec().findOption("--plan") != null && line.hasMatchedOption("--plan"));
    }

    private static void addFile(SortedMap<String, String> words, String file) {
        List<String> lines = GivenParameters.lines(PARAMS, file);
        String text = String.join("\n", lines).strip();
        if (text.startsWith("{")) {
            words.putAll(LsmWords.ofObject(text, file));
        } else {
            GivenParameters.add(words, lines, file);
        }
    }

    private static LsmUri uri(String text) {
        LsmUri uri =
                LsmUri.of(text)
                        .orElseThrow(
                                () ->
                                        Complaint.usage(
                                                "expected a URI such as sim://,"
                                                        + " ontap+ssl://root@nas or cluster://, got"
                                                        + " another text. See: baton lsm --help"));
        boolean tells =
                text.matches("[^?#]*://[^@/?#]*:[^@/?#]*@.*") || !uri.shown().equals(uri.text());
        if (tells) {
            throw Complaint.usage(
                    "a password in a URI is seen by everybody; leave it out, and give "
                            + PASSWORD
                            + " FILE");
        }
        return uri;
    }

    private static Optional<String> password(String file) {
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        GivenParameters.lines(PASSWORD, file).stream()
                                .findFirst()
                                .orElseThrow(
                                        () ->
                                                Complaint.usage(
                                                        ShownText.of(file)
                                                                + ": expected a password in its"
                                                                + " first line")));
    }

    private static Duration limit(String text) {
        return text.isEmpty()
                ? USUAL_LIMIT
                : Times.span(text)
                        .filter(span -> span.isPositive() && span.compareTo(LONGEST_LIMIT) <= 0)
                        .orElseThrow(
                                () ->
                                        Complaint.usage(
                                                "--limit expects a span up to 10m such as 30s, got"
                                                        + " \""
                                                        + ShownText.of(text)
                                                        + "\""));
    }

    /** The method of that name; the beginning and end of a session are not for people. */
    static LsmMethod method(String word) {
        String name = word.replace('-', '_');
        LsmMethod method =
                LsmMethod.of(name)
                        .orElseThrow(
                                () ->
                                        Complaint.usage(
                                                "there is no method \"%s\"; known: %s"
                                                        .formatted(ShownText.of(word), methods())));
        if (method.kind() == LsmMethod.Kind.SESSION) {
            throw Complaint.usage(
                    name + " is part of every session; to change the time limit give --limit");
        }
        return method;
    }

    private static String methods() {
        return String.join(
                ", ",
                Arrays.stream(LsmMethod.values())
                        .filter(each -> each.kind() != LsmMethod.Kind.SESSION)
                        .map(LsmMethod::word)
                        .toList());
    }

    static boolean isSecret(String parameter) {
        return Arrays.stream(LsmMethod.values())
                .flatMap(each -> each.parameters().stream())
                .anyMatch(each -> each.name().equals(parameter) && each.isSecret());
    }

    static void refuseSecrets(Collection<String> names) {
        names.stream()
                .filter(LsmAsk::isSecret)
                .findFirst()
                .ifPresent(
                        name -> {
                            throw Complaint.usage(
                                    "parameter %s: a secret in a command line is seen by everybody;"
                                                    .formatted(name)
                                            + " put it into a file and give --params FILE");
                        });
    }

    Page carryOut(CliContext context) {
        return within(context, this::answered);
    }

    /** Waits for a job that was begun earlier. */
    Page await(CliContext context, String job) {
        return within(context, session -> ended(job, session.follow(job, patience)));
    }

    private Page within(CliContext context, Function<LsmSession, Page> work) {
        return switch (context.lsm().open(uri, password, limit)) {
            case LsmAccess.Opening.Refused(LsmError error) ->
                    throw LsmCures.complaint(uri.shown(), error);
            case LsmAccess.Opening.Open(LsmSession open) -> {
                try (LsmSession session = open) {
                    yield work.apply(session);
                }
            }
        };
    }

    private Page answered(LsmSession session) {
        SortedMap<String, JsonNode> values =
                LsmWords.read(method, words, new LsmNames(session, uri.shown()));
        if (planned) {
            return switch (LsmRequest.of(method, values)) {
                case LsmRequest.Making.Made(LsmRequest request) -> LsmPages.plan(this, request);
                case LsmRequest.Making.Refused(String why) -> throw Complaint.usage(why);
            };
        }
        JsonNode value = done(session.call(method, values));
        Optional<String> job = LsmSession.job(method, value);
        if (job.isPresent()) {
            return patience.isZero()
                    ? LsmPages.accepted(this, job.get())
                    : ended(job.get(), session.follow(job.get(), patience));
        }
        boolean isPair = value.isArray() && method.kind() == LsmMethod.Kind.CHANGE;
        return LsmPages.answer(this, isPair ? value.path(1) : value);
    }

    private Page ended(String job, Answer answer) {
        if (answer instanceof Answer.Refused(LsmError error) && error.is(LsmCode.JOB_STARTED)) {
            return LsmPages.running(this, job);
        }
        return LsmPages.answer(this, done(answer));
    }

    private JsonNode done(Answer answer) {
        return switch (answer) {
            case Answer.Done(JsonNode value) -> value;
            case Answer.Refused(LsmError error) -> throw LsmCures.complaint(uri.shown(), error);
            case Answer.Unknown(LsmError error) ->
                    throw LsmCures.unknown(uri.shown(), method, error);
        };
    }

    /** For {@code --plan}: a value, or a mask. */
    static boolean isHidden(LsmMethod method, String parameter) {
        return method.parameters().stream()
                .filter(each -> each.name().equals(parameter))
                .anyMatch(LsmParameter::isSecret);
    }

    @Override
    public String toString() {
        return method.word() + " of " + uri.shown();
    }
}
