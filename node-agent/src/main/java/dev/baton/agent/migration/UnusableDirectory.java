package dev.baton.agent.migration;

/** A directory cannot be read or written; the message is the sentence to show. */
public final class UnusableDirectory extends Exception {

    private static final long serialVersionUID = 1;

    UnusableDirectory(String sentence) {
        super(sentence);
    }
}
