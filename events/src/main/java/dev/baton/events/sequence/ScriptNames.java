package dev.baton.events.sequence;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which file names are event scripts and in which order they run.
 *
 * <p>Source: CTDB events contract, section 2: the glob {@code [0-9][0-9].*.script}, byte order,
 * name without ending.
 */
public final class ScriptNames {

    private static final String ENDING = ".script";
    private static final Pattern FORM = Pattern.compile("[0-9][0-9]\\..*\\.script", Pattern.DOTALL);

    private ScriptNames() {}

    public static boolean matches(String fileName) {
        return FORM.matcher(fileName).matches();
    }

    /** The matching names of a directory, sorted by the bytes of the full file name. */
    public static List<String> ordered(Collection<String> fileNames) {
        return fileNames.stream()
                .filter(ScriptNames::matches)
                .sorted((one, other) -> Arrays.compareUnsigned(utf8(one), utf8(other)))
                .toList();
    }

    /** What a script is called in results: its file name without {@code .script}. */
    public static String shown(String fileName) {
        return fileName.endsWith(ENDING)
                ? fileName.substring(0, fileName.length() - ENDING.length())
                : fileName;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
