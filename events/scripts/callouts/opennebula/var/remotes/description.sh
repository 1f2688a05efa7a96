# shellcheck shell=sh
# What drivers are told of images and datastores: XML in one word of Base64.

# Sets description.
read_description() { # BASE64
    description=$(printf '%s' "$1" | base64 -d 2>/dev/null) || fail "the description is no Base64"
}

# Prints one text of the description, such as IMAGE/PATH; nothing where there is none.
value() { # PATH
    # shellcheck disable=SC2016
    printf '%s' "$description" | "$AWK" -v want="/DS_DRIVER_ACTION_DATA/$1" '
        function plain(text) {
            gsub(/&lt;/, "<", text)
            gsub(/&gt;/, ">", text)
            gsub(/&quot;/, "\"", text)
            gsub(/&apos;/, "\047", text)
            gsub(/&amp;/, "\\&", text)
            return text
        }
        { text = text (NR > 1 ? "\n" : "") $0 }
        END {
            while ((at = index(text, "<")) > 0) {
                if (path == want) found = found plain(substr(text, 1, at - 1))
                text = substr(text, at)
                if (substr(text, 1, 9) == "<![CDATA[") {
                    end = index(text, "]]>")
                    if (end == 0) exit 1
                    if (path == want) found = found substr(text, 10, end - 10)
                    text = substr(text, end + 3)
                    continue
                }
                end = index(text, ">")
                if (end == 0) exit 1
                tag = substr(text, 2, end - 2)
                text = substr(text, end + 1)
                if (tag ~ /^\//) sub(/\/[^\/]*$/, "", path)
                else if (tag !~ /^[?!]/ && tag !~ /\/$/) {
                    sub(/[ \t\n].*/, "", tag)
                    path = path "/" tag
                }
            }
            printf "%s", found
        }'
}
