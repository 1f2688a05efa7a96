package dev.baton.agent.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A self-signed certificate that is its own authority, made with the JDK's keytool. */
final class TestCertificates {

    private static final String PASSWORD = "not-a-secret";

    private final WireTls tls;

    TestCertificates(Path dir, String name) {
        try {
            Path store = dir.resolve(name + ".p12");
            keytool(store, name);
            tls = export(store, dir, name);
        } catch (IOException | GeneralSecurityException | InterruptedException failed) {
            throw new IllegalStateException("no test certificate " + name, failed);
        }
    }

    WireTls tls() {
        return tls;
    }

    private static void keytool(Path store, String name) throws IOException, InterruptedException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process =
                new ProcessBuilder(
                                List.of(
                                        keytool.toString(),
                                        "-genkeypair",
                                        "-keyalg",
                                        "EC",
                                        "-groupname",
                                        "secp256r1",
                                        "-alias",
                                        "node",
                                        "-dname",
                                        "CN=" + name,
                                        "-validity",
                                        "2",
                                        "-storetype",
                                        "PKCS12",
                                        "-keystore",
                                        store.toString(),
                                        "-storepass",
                                        PASSWORD))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("keytool did not make " + store);
        }
    }

    private static WireTls export(Path store, Path dir, String name)
            throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = new ByteArrayInputStream(Files.readAllBytes(store))) {
            keys.load(bytes, PASSWORD.toCharArray());
        }
        Certificate certificate = keys.getCertificate("node");
        byte[] key = keys.getKey("node", PASSWORD.toCharArray()).getEncoded();
        Path certificatePem = dir.resolve(name + ".crt");
        Path keyPem = dir.resolve(name + ".key");
        Files.writeString(certificatePem, pem("CERTIFICATE", certificate.getEncoded()));
        Files.writeString(keyPem, pem("PRIVATE KEY", key));
        return new WireTls(certificatePem, keyPem, certificatePem);
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
