package dev.baton.events.provider;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * Carries one call of a script out: the script's name says which method, the environment what it is
 * told.
 *
 * <p>Exits with 0 when it has happened, 1 when it has not, 2 when it was called wrongly; the reason
 * stands on standard error. Whatever the provider itself prints goes there, too: what attach prints
 * on standard output is its result.
 */
public final class ProviderRun {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG = 2;
    private static final List<String> SCRIPTS =
            List.of(
                    "create",
                    "attach",
                    "detach",
                    "remove",
                    "grow",
                    "setinfo",
                    "verify",
                    "snapshot",
                    "open",
                    "close");

    private ProviderRun() {}

    /**
     * For the main method of a provider; ends the process.
     *
     * @param arguments the script's name, then what the script was given
     */
    public static void main(VolumeProvider provider, String[] arguments) {
        PrintStream out = System.out;
        System.setOut(System.err);
        int status = run(provider, List.of(arguments), System.getenv(), out, System.err);
        out.flush();
        System.exit(status);
    }

    static int run(
            VolumeProvider provider,
            List<String> arguments,
            Map<String, String> environment,
            PrintStream out,
            PrintStream err) {
        String script = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.stream().skip(1).toList();
        if (rest.contains("-h") || rest.contains("--help")) {
            out.println(usage(script));
            return DONE;
        }
        boolean mayHaveArguments = script.equals("verify");
        if (!SCRIPTS.contains(script) || (!rest.isEmpty() && !mayHaveArguments)) {
            err.println(usage(script));
            return WRONG;
        }
        try {
            call(provider, new CallVariables(script, environment), rest, out);
            return DONE;
        } catch (WrongCall wrong) {
            err.println(wrong.getMessage());
            return WRONG;
        } catch (IOException failed) {
            err.println(script + ": " + failed.getMessage());
            return FAILED;
        }
    }

    private static String usage(String script) {
        return SCRIPTS.contains(script)
                ? "usage: %s%s. Called by a cluster framework, with VOL_* and EXTP_* variables."
                        .formatted(script, script.equals("verify") ? " [CHECK...]" : "")
                : "expected one of the scripts %s, got \"%s\""
                        .formatted(String.join(", ", SCRIPTS), script);
    }

    private static void call(
            VolumeProvider provider, CallVariables variables, List<String> checks, PrintStream out)
            throws IOException {
        VolumeInfo volume = VolumeInfo.read(variables);
        switch (variables.script()) {
            case "create" -> {
                long size = variables.size("VOL_SIZE");
                variables.check();
                provider.create(volume, size);
            }
            case "attach" -> {
                variables.check();
                out.print(provider.attach(volume).text());
            }
            case "grow" -> {
                long size = variables.size("VOL_SIZE");
                long newSize = variables.size("VOL_NEW_SIZE");
                variables.check();
                provider.grow(volume, size, newSize);
            }
            case "setinfo" -> {
                String metadata = variables.required("VOL_METADATA");
                variables.check();
                provider.setInfo(volume, metadata);
            }
            case "snapshot" -> {
                String name = variables.required("VOL_SNAPSHOT_NAME");
                long size = variables.size("VOL_SNAPSHOT_SIZE");
                variables.check();
                provider.snapshot(volume, name, size);
            }
            case "open" -> {
                boolean exclusive = variables.truth("VOL_OPEN_EXCLUSIVE");
                variables.check();
                provider.open(volume, exclusive);
            }
            default -> {
                variables.check();
                simple(provider, variables.script(), volume, checks);
            }
        }
    }

    private static void simple(
            VolumeProvider provider, String script, VolumeInfo volume, List<String> checks)
            throws IOException {
        switch (script) {
            case "detach" -> provider.detach(volume);
            case "remove" -> provider.remove(volume);
            case "close" -> provider.close(volume);
            case "verify" -> provider.verify(volume, checks);
            default -> throw new IllegalStateException("no script " + script);
        }
    }
}
