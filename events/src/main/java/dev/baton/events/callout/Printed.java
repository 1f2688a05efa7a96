package dev.baton.events.callout;

import java.util.List;

/**
 * What a script printed, each stream for itself, in the bounds of who captured it.
 *
 * @param out standard output
 * @param err standard error
 */
public record Printed(String out, String err) {

    /** A script that said nothing, or was never started. */
    public static final Printed NOTHING = new Printed("", "");

    private static final int LAST_LINES = 20;

    /**
     * The last 20 lines, of standard error behind those of standard output. Source: storage
     * call-outs contract, section 3.8.
     */
    public String lastWords() {
        List<String> lines = (out + "\n" + err).lines().filter(line -> !line.isBlank()).toList();
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    /** With every occurrence of these texts hidden. */
    public Printed without(List<String> secrets) {
        return new Printed(Secrets.hide(out, secrets), Secrets.hide(err, secrets));
    }
}
