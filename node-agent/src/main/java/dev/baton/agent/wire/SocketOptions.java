package dev.baton.agent.wire;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TCPSSLOptions;

import java.util.concurrent.TimeUnit;

/** How the wire's sockets are made: the same for both sides wherever both have a say. */
final class SocketOptions {

    private SocketOptions() {}

    static NetServerOptions server(WireSettings settings) {
        NetServerOptions options =
                new NetServerOptions()
                        .setAcceptBacklog(WireLimits.UNGREETED)
                        .setClientAuth(
                                settings.tls().isPresent() ? ClientAuth.REQUIRED : ClientAuth.NONE);
        apply(options, settings);
        return options;
    }

    /** Dials from the private address: a peer knows this node by it. */
    static NetClientOptions client(WireSettings settings) {
        NetClientOptions options =
                new NetClientOptions()
                        .setConnectTimeout((int) WireLimits.CONNECT.toMillis())
                        .setLocalAddress(settings.address().toString())
                        .setHostnameVerificationAlgorithm("");
        apply(options, settings);
        return options;
    }

    private static void apply(TCPSSLOptions options, WireSettings settings) {
        options.setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setTcpUserTimeout((int) WireLimits.SILENCE.toMillis())
                .setSslHandshakeTimeout(WireLimits.GREETING.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        settings.tls()
                .ifPresent(
                        tls ->
                                options.setSsl(true)
                                        .setKeyCertOptions(
                                                new PemKeyCertOptions()
                                                        .addCertPath(tls.certificate().toString())
                                                        .addKeyPath(tls.key().toString()))
                                        .setTrustOptions(
                                                new PemTrustOptions()
                                                        .addCertPath(tls.authority().toString())));
    }
}
