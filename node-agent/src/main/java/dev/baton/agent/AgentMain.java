package dev.baton.agent;

import java.io.PrintStream;
import java.util.List;

/**
 * Entry of every JVM the launcher starts: picks the command and exits with its code.
 *
 * <p>Source of the exit codes: operator experience, section 1.3.
 */
public final class AgentMain {
    private static final int DONE = 0;
    private static final int USAGE = 2;

    private AgentMain() {}

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err));
    }

    static int run(List<String> args, PrintStream out, PrintStream err) {
        String command = args.isEmpty() ? "help" : args.getFirst();
        return switch (command) {
            case "version", "--version", "-V" -> tell(out, BuildVersion.read().line());
            case "help", "--help", "-h" -> tell(out, usage());
            default -> {
                err.println("baton: unknown command \"" + command + "\".\n" + usage());
                yield USAGE;
            }
        };
    }

    private static int tell(PrintStream out, String text) {
        out.println(text);
        return DONE;
    }

    private static String usage() {
        return "usage: baton [--base DIR] version | help";
    }
}
