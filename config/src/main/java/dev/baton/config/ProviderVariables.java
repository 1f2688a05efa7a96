package dev.baton.config;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * More environment variables for the scripts of single providers. Those of the contract cannot be
 * set by them. Source: storage call-outs contract, section 3.3.
 *
 * @param all variables by provider
 */
public record ProviderVariables(SortedMap<String, SortedMap<String, String>> all) {

    /** Nothing beside what the contract has. */
    public static final ProviderVariables NONE = new ProviderVariables(new TreeMap<>());

    private static final Pattern ENTRY =
            Pattern.compile("([A-Za-z0-9_-]+)\\.([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");

    /** Beginnings of names, and whole names, that are the contract's. */
    private static final Pattern TAKEN = Pattern.compile("(VOL_|EXTP_|CALLOUT_).*|LC_ALL");

    public ProviderVariables {
        SortedMap<String, SortedMap<String, String>> copy = new TreeMap<>();
        all.forEach(
                (provider, variables) ->
                        copy.put(
                                provider,
                                Collections.unmodifiableSortedMap(new TreeMap<>(variables))));
        all = Collections.unmodifiableSortedMap(copy);
    }

    /** Those of one provider. */
    public SortedMap<String, String> of(String provider) {
        return all.getOrDefault(provider, Collections.emptySortedMap());
    }

    /** {@code lvm.LVM_SYSTEM_DIR=/etc/lvm, rbd.CEPH_ARGS=--id x}; empty for anything else. */
    static Optional<ProviderVariables> parse(String text) {
        SortedMap<String, SortedMap<String, String>> found = new TreeMap<>();
        for (String word : TypedValue.list(text).orElseGet(List::of)) {
            Matcher entry = ENTRY.matcher(word);
            if (!entry.matches() || TAKEN.matcher(entry.group(2)).matches()) {
                return Optional.empty();
            }
            found.computeIfAbsent(entry.group(1), _ -> new TreeMap<>())
                    .put(entry.group(2), entry.group(3));
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(new ProviderVariables(found));
    }
}
