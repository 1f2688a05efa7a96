package dev.baton.events.callout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

@DisplayName("Storage call-outs contract, section 1, rule 6: secrets reach no log and no record")
class SecretsTest {

    private static final Secrets SECRETS = new Secrets(List.of("pin"));

    @Test
    void namesThatSoundSecretAndThoseListedAreSecret() {
        for (String name :
                List.of(
                        "password",
                        "EXTP_PASSWORD",
                        "api_key",
                        "EXTP_CHAP_SECRET",
                        "token",
                        "admin_pwd",
                        "rbdpasswd",
                        "PIN",
                        "extp_pin")) {
            assertTrue(SECRETS.isSecret(name), name);
        }
        for (String name : List.of("vg", "EXTP_PROVIDER", "VOL_NAME", "pinned", "PATH", "pool")) {
            assertFalse(SECRETS.isSecret(name), name);
        }
    }

    @Test
    void aSecretIsMaskedAmongVariablesAndHiddenInOutput() {
        TreeMap<String, String> all =
                new TreeMap<>(Map.of("EXTP_VG", "fast", "EXTP_PASSWORD", "hunter22", "PIN", "12"));

        assertEquals("{EXTP_PASSWORD=***, EXTP_VG=fast, PIN=***}", SECRETS.masked(all).toString());
        assertEquals(
                new Printed("login *** 12", "+ P=***"),
                new Printed("login hunter22 12", "+ P=hunter22").without(SECRETS.values(all)));
    }
}
