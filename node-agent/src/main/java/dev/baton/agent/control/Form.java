package dev.baton.agent.control;

import java.util.regex.Pattern;

/** What a value of a request may be. None of them can become another word of a command's line. */
enum Form {
    /** A name, an address, an id, a span or a time; never an option. */
    WORD("letters, digits, ':', '.', '_' and '-'", "[A-Za-z0-9:._][A-Za-z0-9:._-]{0,99}"),
    /** A name or an id; never a path. */
    NAME("letters, digits, '.', '_' and '-'", "[A-Za-z0-9][A-Za-z0-9._-]{0,99}"),
    /** Somebody's words. */
    TEXT("a text of at most 200 characters without line breaks", "[^\\p{Cntrl}]{1,200}"),
    /** How long to wait. */
    SPAN("a span such as 500ms, 30s or 2m", "\\d{1,6}(ms|s|m)"),
    /** A number as JSON has it. */
    NUMBER("a whole number from 0 to 999999999", "\\d{1,9}"),
    /** True or false as JSON has it. */
    FLAG("true or false", "true|false");

    private final String expected;
    private final Pattern pattern;

    Form(String expected, String pattern) {
        this.expected = expected;
        this.pattern = Pattern.compile(pattern);
    }

    String expected() {
        return expected;
    }

    boolean takes(String text) {
        return pattern.matcher(text).matches();
    }

    /** As a regular expression of the document, for texts. */
    String pattern() {
        return "^" + pattern.pattern().replace("\\p{Cntrl}", "\\u0000-\\u001f\\u007f") + "$";
    }
}
