package dev.baton.events.provider;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The volume a script is called for. Source: storage call-outs contract, section 3.3.
 *
 * @param name {@code VOL_NAME}, unique for ever; a snapshot is later called by its own
 * @param uuid {@code VOL_UUID}; the first framework leaves it out for snapshot
 * @param title {@code VOL_CNAME}, what people call it; only when they named it
 * @param parameters {@code EXTP_*} without that beginning, names in lower case; secret ones, too
 */
public record VolumeInfo(
        String name,
        Optional<String> uuid,
        Optional<String> title,
        SortedMap<String, String> parameters) {

    private static final String PARAMETER = "EXTP_";

    public VolumeInfo {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    static VolumeInfo read(CallVariables variables) {
        SortedMap<String, String> parameters = new TreeMap<>();
        for (Map.Entry<String, String> each : variables.all().entrySet()) {
            if (each.getKey().startsWith(PARAMETER)) {
                parameters.put(lower(each.getKey().substring(PARAMETER.length())), each.getValue());
            }
        }
        return new VolumeInfo(
                variables.required("VOL_NAME"),
                variables.script().equals("snapshot")
                        ? variables.optional("VOL_UUID")
                        : Optional.of(variables.required("VOL_UUID")),
                variables.optional("VOL_CNAME"),
                parameters);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** A parameter by its name, in any case; empty when it was not given, or given as nothing. */
    public Optional<String> parameter(String parameter) {
        return Optional.ofNullable(parameters.get(lower(parameter)))
                .filter(value -> !value.isEmpty());
    }

    /** A parameter that this provider cannot do without. */
    public String needed(String parameter) {
        return parameter(parameter)
                .orElseThrow(
                        () ->
                                new WrongCall(
                                        "parameter %s is missing; give it when the volume is made:"
                                                        .formatted(parameter)
                                                + " --param "
                                                + parameter
                                                + "=VALUE"));
    }
}
