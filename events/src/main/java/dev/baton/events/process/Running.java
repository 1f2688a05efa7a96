package dev.baton.events.process;

/** An event that has been started and whose end is reported once. Thread: any. */
public interface Running {

    /**
     * Kills everything the event has started; its end is then reported as cancelled. Later calls do
     * nothing.
     */
    void cancel();

    /**
     * Tells the event's launcher that the agent still lives and renews; expected well within the
     * silence limit.
     */
    void renewed();

    /**
     * Lets the launcher leave; to be called when the event has ended and its address, if it has
     * one, is in order. Until then the loss of the agent still ends what the event left running and
     * deletes the address. Later calls do nothing.
     */
    void dismiss();
}
