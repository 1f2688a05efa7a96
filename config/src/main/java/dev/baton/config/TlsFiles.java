package dev.baton.config;

import java.nio.file.Path;
import java.util.List;

/**
 * The PEM files of mutual TLS between agents.
 *
 * @param certificate this node's certificate chain
 * @param key this node's private key
 * @param authority the certificates every peer must be signed by
 */
public record TlsFiles(Path certificate, Path key, Path authority) {

    /** All three. */
    public List<Path> all() {
        return List.of(certificate, key, authority);
    }
}
