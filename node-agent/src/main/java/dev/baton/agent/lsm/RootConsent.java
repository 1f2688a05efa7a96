package dev.baton.agent.lsm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Whether a plugin may keep root's rights: the daemon's configuration, the plugin's and the client
 * have to agree. Source: storage call-outs contract, section 5.4.
 *
 * @param directory of {@code lsmd.conf} and {@code pluginconf.d}
 */
record RootConsent(Path directory) {

    private static final Pattern ALLOWED = says("allow-plugin-root-privilege");
    private static final Pattern REQUIRED = says("require-root-privilege");

    private static Pattern says(String name) {
        return Pattern.compile("(?m)^\\s*" + name + "\\s*=\\s*true\\s*;");
    }

    /** The user for {@link PluginStarter#start}. */
    String user(String scheme, boolean clientIsRoot) {
        Path plugin = directory.resolve("pluginconf.d").resolve(scheme + ".conf");
        boolean all =
                clientIsRoot
                        && REQUIRED.matcher(text(plugin)).find()
                        && ALLOWED.matcher(text(directory.resolve("lsmd.conf"))).find();
        return all ? PluginStarter.SAME_USER : PluginStarter.USER;
    }

    /** What cannot be read allows nothing. */
    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException none) {
            return "";
        }
    }
}
