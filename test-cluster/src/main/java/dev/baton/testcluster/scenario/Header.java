package dev.baton.testcluster.scenario;

import dev.baton.config.VoteMode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The lines of a setting: {@code name: value}, each at most once. What is not said is as usual, and
 * what is as usual is not printed; nodes, addresses and length are always said.
 */
final class Header {

    private static final String SEED = "seed";
    private static final String NODES = "nodes";
    private static final String ADDRESSES = "addresses";
    private static final String LINKS = "links";
    private static final String VOTES = "votes";
    private static final String LOCK = "lock";
    private static final String FIRST = "first voters";
    private static final String VOTERS = "voters";
    private static final String MACHINES = "machines";
    private static final String MESSAGES = "messages";
    private static final String SCRIPTS = "scripts";
    private static final String WALLS = "wall clocks";
    private static final String LIMITS = "limits";
    private static final String BEGIN = "begin";
    private static final String LENGTH = "length";

    /** In the order in which they are printed. */
    static final List<String> NAMES =
            List.of(
                    SEED, NODES, ADDRESSES, LINKS, VOTES, LOCK, FIRST, VOTERS, MACHINES, MESSAGES,
                    SCRIPTS, WALLS, LIMITS, BEGIN, LENGTH);

    private static final long USUAL_SEED = 1;

    private final String file;
    private final TreeMap<String, String> values = new TreeMap<>();
    private final TreeMap<String, Integer> places = new TreeMap<>();
    private Optional<Setting> read = Optional.empty();

    Header(String file) {
        this.file = file;
    }

    /** Throws IllegalArgumentException with what was expected and what was found. */
    void read(String line, int number) {
        int colon = line.indexOf(": ");
        String name = colon < 0 ? line : line.substring(0, colon);
        if (colon < 0 || !NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "expected \"NAME: VALUE\" with one of the names %s, or \"at TIME: ACTION\"; got"
                                    .formatted(String.join(", ", NAMES))
                            + " \""
                            + line
                            + "\"");
        }
        places.put(name, number);
        String before = values.put(name, line.substring(colon + 2).strip());
        if (before != null) {
            throw new IllegalArgumentException(
                    "%s: expected it once, and it was %s before; delete one of the lines"
                            .formatted(name, before));
        }
    }

    /**
     * What was read, once the first step comes.
     *
     * @param number of the line that needs it
     * @throws ScenarioProblem when something is missing or cannot be
     */
    Setting setting(int number) {
        if (read.isEmpty()) {
            try {
                read = Optional.of(build());
            } catch (IllegalArgumentException wrong) {
                throw new ScenarioProblem(file, place(wrong).orElse(number), wrong);
            }
        }
        return read.get();
    }

    /** The line that the sentence is about, which begins with its name. */
    private Optional<Integer> place(IllegalArgumentException wrong) {
        return places.entrySet().stream()
                .filter(each -> String.valueOf(wrong.getMessage()).startsWith(each.getKey() + ":"))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private Setting build() {
        Setting.Size size =
                new Setting.Size(
                        (int) number(NODES, Optional.empty()),
                        (int) number(ADDRESSES, Optional.empty()),
                        (int) number(LINKS, Optional.of(1L)));
        Setting.Voting voting =
                new Setting.Voting(
                        word(VOTES, VoteMode.MAJORITY),
                        word(LOCK, Setting.Lock.NO),
                        (int) number(FIRST, Optional.of((long) size.nodes())),
                        word(VOTERS, Setting.Voters.FOUNDED));
        Setting.Surroundings calm = Setting.Surroundings.CALM;
        Setting.Surroundings around =
                new Setting.Surroundings(
                        word(MACHINES, calm.machines()),
                        word(MESSAGES, calm.messages()),
                        word(SCRIPTS, calm.scripts()),
                        word(WALLS, calm.walls()),
                        word(LIMITS, calm.limits()));
        return new Setting(
                number(SEED, Optional.of(USUAL_SEED)),
                size,
                voting,
                around,
                word(BEGIN, Setting.Begin.SERVED),
                length());
    }

    private Duration length() {
        String text = given(LENGTH).orElseThrow(() -> missing(LENGTH, "14s"));
        try {
            return Seconds.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(LENGTH + ": " + wrong.getMessage(), wrong);
        }
    }

    private static IllegalArgumentException missing(String name, String example) {
        return new IllegalArgumentException(
                "expected a line such as \"%s: %s\" before it, got none".formatted(name, example));
    }

    private Optional<String> given(String name) {
        return Optional.ofNullable(values.get(name));
    }

    private long number(String name, Optional<Long> usual) {
        if (given(name).isEmpty()) {
            return usual.orElseThrow(() -> missing(name, "3"));
        }
        String text = given(name).get();
        int digits = name.equals(SEED) ? 18 : 4;
        if (!text.matches("\\d{1," + digits + "}")) {
            throw new IllegalArgumentException(
                    "%s: expected a number of at most %d digits, got \"%s\""
                            .formatted(name, digits, text));
        }
        return Long.parseLong(text);
    }

    private <E extends Enum<E>> E word(String name, E usual) {
        E[] all = usual.getDeclaringClass().getEnumConstants();
        String text = given(name).orElse(Slot.word(usual));
        return Arrays.stream(all)
                .filter(each -> Slot.word(each).equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "%s: expected one of %s, got \"%s\""
                                                .formatted(
                                                        name,
                                                        String.join(
                                                                ", ",
                                                                Arrays.stream(all)
                                                                        .map(Slot::word)
                                                                        .toList()),
                                                        text)));
    }

    static List<String> print(Setting setting) {
        Setting.Size size = setting.size();
        Setting.Voting voting = setting.voting();
        Setting.Surroundings around = setting.around();
        Setting.Surroundings calm = Setting.Surroundings.CALM;
        Lines lines = new Lines();
        lines.unless(setting.seed() == USUAL_SEED, SEED, setting.seed());
        lines.unless(false, NODES, size.nodes());
        lines.unless(false, ADDRESSES, size.addresses());
        lines.unless(size.links() == 1, LINKS, size.links());
        lines.unlessUsual(VOTES, voting.mode(), VoteMode.MAJORITY);
        lines.unlessUsual(LOCK, voting.lock(), Setting.Lock.NO);
        lines.unless(voting.first() == size.nodes(), FIRST, voting.first());
        lines.unlessUsual(VOTERS, voting.voters(), Setting.Voters.FOUNDED);
        lines.unlessUsual(MACHINES, around.machines(), calm.machines());
        lines.unlessUsual(MESSAGES, around.messages(), calm.messages());
        lines.unlessUsual(SCRIPTS, around.scripts(), calm.scripts());
        lines.unlessUsual(WALLS, around.walls(), calm.walls());
        lines.unlessUsual(LIMITS, around.limits(), calm.limits());
        lines.unlessUsual(BEGIN, setting.begin(), Setting.Begin.SERVED);
        lines.unless(false, LENGTH, Seconds.print(setting.length()));
        return lines.all;
    }

    private static final class Lines {
        private final List<String> all = new ArrayList<>();

        void unless(boolean usual, String name, Object value) {
            if (!usual) {
                all.add(name + ": " + value);
            }
        }

        void unlessUsual(String name, Enum<?> value, Enum<?> usual) {
            unless(value == usual, name, Slot.word(value));
        }
    }
}
