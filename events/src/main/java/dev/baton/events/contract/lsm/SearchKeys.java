package dev.baton.events.contract.lsm;

import java.util.List;
import java.util.Optional;

/** By what lists can be searched. Source: storage call-outs contract, section 5.7. */
public final class SearchKeys {

    private SearchKeys() {}

    /** Those of a method that lists; empty for all others. */
    public static List<String> of(LsmMethod method) {
        return switch (method) {
            case POOLS, DISKS, ACCESS_GROUPS, TARGET_PORTS, BATTERIES -> List.of("id", "system_id");
            case VOLUMES, FS -> List.of("id", "system_id", "pool_id");
            case EXPORTS -> List.of("id", "fs_id");
            default -> List.of();
        };
    }

    /** Why a request's key is refused; empty for a good one and for none. */
    public static Optional<LsmError> objection(LsmRequest request) {
        List<String> keys = request.known().map(SearchKeys::of).orElse(List.of());
        String key = request.params().path("search_key").asText("");
        boolean given = request.params().hasNonNull("search_key");
        return keys.isEmpty() || !given || keys.contains(key)
                ? Optional.empty()
                : Optional.of(
                        LsmError.of(
                                LsmCode.UNSUPPORTED_SEARCH_KEY,
                                "%s can be searched by %s"
                                        .formatted(request.method(), String.join(", ", keys))));
    }
}
