package dev.baton.testcluster.scenario;

/** A scenario file that cannot be read; its message is one sentence with file and line. */
public final class ScenarioProblem extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    ScenarioProblem(String file, int line, String sentence) {
        super(file + ":" + line + ": " + sentence);
    }

    ScenarioProblem(String file, int line, IllegalArgumentException why) {
        super(file + ":" + line + ": " + why.getMessage(), why);
    }
}
