package dev.baton.agent.control;

import java.util.Map;

/** Every program the socket answers for; the first word of a call may name one, else it is ours. */
public final class Programs implements Commands {

    private final Commands own;
    private final Map<String, Program> others;

    /**
     * Our own command and others.
     *
     * @param others by the name they are called by
     */
    public Programs(Commands own, Map<String, Program> others) {
        this.own = own;
        this.others = Map.copyOf(others);
    }

    @Override
    public Answer run(Invocation call) {
        String name = call.arguments().isEmpty() ? "" : call.arguments().getFirst();
        Program other = others.get(name);
        return other == null ? own.run(call) : other.run(call.behindFirst());
    }

    @Override
    public void warmUp() {
        own.warmUp();
        others.values().forEach(Program::warmUp);
    }

    @Override
    public String view() {
        return own.view();
    }
}
