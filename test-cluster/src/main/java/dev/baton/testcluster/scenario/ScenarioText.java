package dev.baton.testcluster.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Scenarios as text: first lines of {@code #} for the reader, the setting, the steps, the
 * expectations. {@link #print} writes the one canonical text of a scenario; {@link #read} of it
 * gives the same scenario again.
 */
public final class ScenarioText {

    private static final int MOST_LINES = 4 * Scenario.MOST;
    private static final String AT = "at ";
    private static final String EXPECT = "expect ";
    private static final String WITHIN = " within ";

    private final String file;
    private final Header header;
    private final List<String> about = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Expectation> expectations = new ArrayList<>();

    private ScenarioText(String file) {
        this.file = file;
        this.header = new Header(file);
    }

    /** The words of an action. */
    public static String print(Action action) {
        return Language.ACTIONS.print(action);
    }

    /** The words of an expectation. */
    public static String print(Expectation expectation) {
        String condition = Language.CONDITIONS.print(expectation.condition());
        return expectation.within().isZero()
                ? condition
                : condition + WITHIN + Seconds.print(expectation.within());
    }

    /** The canonical text, with a line feed after each line. */
    public static String print(Scenario scenario) {
        List<String> lines = new ArrayList<>();
        scenario.about().forEach(line -> lines.add(line.isEmpty() ? "#" : "# " + line));
        lines.addAll(Header.print(scenario.setting()));
        if (!scenario.steps().isEmpty()) {
            lines.add("");
        }
        for (Step step : scenario.steps()) {
            lines.add(AT + Seconds.print(step.at()) + ": " + print(step.action()));
        }
        if (!scenario.expectations().isEmpty()) {
            lines.add("");
        }
        scenario.expectations().forEach(each -> lines.add(EXPECT + print(each)));
        return String.join("\n", lines) + "\n";
    }

    /**
     * Reads a file's text.
     *
     * @throws ScenarioProblem at the first line that cannot be
     */
    public static Scenario read(String file, String text) {
        List<String> lines = text.lines().limit(MOST_LINES + 1L).toList();
        if (lines.size() > MOST_LINES) {
            throw new ScenarioProblem(file, MOST_LINES, "expected a file of fewer lines");
        }
        return new ScenarioText(file).read(lines);
    }

    private Scenario read(List<String> lines) {
        int number = 0;
        for (String line : lines) {
            number++;
            try {
                read(line, number);
            } catch (ScenarioProblem told) {
                throw told;
            } catch (IllegalArgumentException wrong) {
                throw new ScenarioProblem(file, number, wrong);
            }
        }
        try {
            return new Scenario(about, header.setting(number), steps, expectations);
        } catch (ScenarioProblem told) {
            throw told;
        } catch (IllegalArgumentException wrong) {
            throw new ScenarioProblem(file, number, wrong);
        }
    }

    private void read(String line, int number) {
        if (line.startsWith("#")) {
            readAbout(line, number);
        } else if (line.startsWith(AT)) {
            readStep(line.substring(AT.length()), number);
        } else if (line.startsWith(EXPECT)) {
            expectations.add(expectation(line.substring(EXPECT.length()), number));
        } else if (!line.isBlank()) {
            if (!steps.isEmpty() || !expectations.isEmpty()) {
                throw new IllegalArgumentException(
                        "expected \"at TIME: ACTION\" or \"expect CONDITION\", got \""
                                + line
                                + "\"; the setting stands before the first step");
            }
            header.read(line, number);
        }
    }

    private void readAbout(String line, int number) {
        if (about.size() != number - 1) {
            throw new IllegalArgumentException(
                    "expected comments in the first lines only, got \""
                            + line
                            + "\"; move it to the top, so that nothing is lost when the file is"
                            + " written anew");
        }
        about.add(line.substring(1).strip());
    }

    private void readStep(String line, int number) {
        int colon = line.indexOf(": ");
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "expected \"at TIME: ACTION\", got \"" + AT + line + "\"");
        }
        if (!expectations.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected no step after the first expectation; expectations are looked at"
                            + " when the scenario's length is over");
        }
        Duration at = Seconds.parse(line.substring(0, colon));
        Action action = Language.ACTIONS.read(line.substring(colon + 2));
        Setting setting = header.setting(number);
        Scenario.checkTime(steps.isEmpty() ? Duration.ZERO : steps.getLast().at(), at, setting);
        Language.ACTIONS.check(action, setting.size());
        steps.add(new Step(at, action));
    }

    private Expectation expectation(String line, int number) {
        int within = line.lastIndexOf(WITHIN);
        String words = within < 0 ? line : line.substring(0, within);
        Condition condition = Language.CONDITIONS.read(words);
        Language.CONDITIONS.check(condition, header.setting(number).size());
        return new Expectation(
                condition,
                within < 0
                        ? Duration.ZERO
                        : Seconds.parse(line.substring(within + WITHIN.length())));
    }
}
