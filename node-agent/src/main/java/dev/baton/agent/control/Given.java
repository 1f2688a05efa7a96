package dev.baton.agent.control;

/**
 * One value that a request gives: a part of its path, a parameter or a field of its body.
 *
 * @param usual the value when it is not given; empty: none
 * @param meaning one sentence
 */
record Given(String name, Form form, boolean required, String usual, String meaning) {

    static Given required(String name, Form form, String meaning) {
        return new Given(name, form, true, "", meaning);
    }

    static Given optional(String name, Form form, String meaning) {
        return new Given(name, form, false, "", meaning);
    }

    static Given usually(String name, Form form, String usual, String meaning) {
        return new Given(name, form, false, usual, meaning);
    }
}
