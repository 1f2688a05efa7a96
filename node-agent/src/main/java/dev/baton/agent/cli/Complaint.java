package dev.baton.agent.cli;

/** One command's failure, as the exit code and one sentence with its cure. */
final class Complaint extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int exitCode;

    Complaint(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    static Complaint notFound(String sentence) {
        return new Complaint(Exit.NOT_FOUND, sentence);
    }

    static Complaint usage(String sentence) {
        return new Complaint(Exit.USAGE, sentence);
    }

    int exitCode() {
        return exitCode;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
