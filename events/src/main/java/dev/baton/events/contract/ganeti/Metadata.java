package dev.baton.events.contract.ganeti;

/** The text {@code setinfo} stores with a volume. Source: storage call-outs contract, 3.3. */
public final class Metadata {

    private static final int LONGEST = 128;

    private Metadata() {}

    /** Names who uses the volume: {@code originstname+web1}, without what tags cannot hold. */
    public static String usedBy(String user) {
        return clean("originstname+" + user);
    }

    /** The same text as far as it may be stored. */
    static String clean(String text) {
        String first = text.substring(0, Math.min(1, text.length()));
        String rest = text.substring(first.length());
        String clean =
                first.replaceAll("[^A-Za-z0-9_+.]", "_") + rest.replaceAll("[^-A-Za-z0-9_+.]", "_");
        return clean.substring(0, Math.min(LONGEST, clean.length()));
    }
}
