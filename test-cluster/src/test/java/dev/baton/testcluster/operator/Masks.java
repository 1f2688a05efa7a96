package dev.baton.testcluster.operator;

import dev.baton.testcluster.operator.LocalDaemons.Typed;

import java.util.List;
import java.util.regex.Pattern;

/** Takes out of an answer what changes from call to call, and the words of a usage. */
final class Masks {

    private record Mask(Pattern pattern, String instead) {}

    private static final List<Mask> ALL =
            List.of(
                    mask(
                            "[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}",
                            "TIME"),
                    mask("\\(\\d{3} \\d\\d:\\d\\d:\\d\\d\\)", "(AGE)"),
                    mask("time=[0-9.]+ sec  \\(\\d+ clients\\)", "time=T sec  (N clients)"),
                    mask("failover: [0-9.]+ seconds", "failover: T seconds"),
                    mask("Generation:\\d+", "Generation:N"),
                    mask("PID \\d{2,} does", "PID N does"),
                    mask("(?m)^\\d{3,}$", "PID"),
                    mask("\\d+\\.\\d+\\.\\d+[-+.A-Za-z0-9]*(-Debian|-SNAPSHOT)", "VERSION"),
                    mask("\\d+\\.\\d+\\.\\d+-(Debian|SNAPSHOT)", "VERSION"),
                    mask("(OK|ERROR)( +)\\d+\\.\\d{3} TIME", "$1$2T TIME"),
                    mask("(?s)\\b[Uu]sage: .*", "USAGE"),
                    mask("(?s)\\S*/ctdb_(natgw|lvs) <option>.*", "USAGE"));

    private Masks() {}

    private static Mask mask(String pattern, String instead) {
        return new Mask(Pattern.compile(pattern), instead);
    }

    static Typed masked(Typed typed, LocalDaemons daemons) {
        String text = typed.stdout();
        for (int node = 0; node < LocalDaemons.NODES; node++) {
            text = text.replace(daemons.base(node).toString(), "BASE" + node);
        }
        for (Mask mask : ALL) {
            text = mask.pattern().matcher(text).replaceAll(mask.instead());
        }
        return new Typed(typed.exit(), text, typed.stderr());
    }
}
