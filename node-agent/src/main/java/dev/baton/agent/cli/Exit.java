package dev.baton.agent.cli;

/** Exit codes of every command. Source: operator experience, section 1.3. */
final class Exit {
    static final int DONE = 0;
    static final int ANSWER_IS_NO = 1;
    static final int USAGE = 2;
    static final int REFUSED = 3;
    static final int NOT_FOUND = 4;
    static final int NOT_PERMITTED = 6;
    static final int TIMED_OUT = 7;
    static final int PARTLY_DONE = 8;
    static final int OUR_BUG = 70;

    private Exit() {}
}
