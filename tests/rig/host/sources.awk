# SPDX-License-Identifier: GPL-2.0-or-later
#
# Reads apt's source files (both formats) and prints, one per line, those for the machine's own
# Debian release with the release replaced:  awk -v own=bookworm -v suite=trixie -f sources.awk FILE...

# ours(NAME): is this the release itself, or its updates or security part?
function ours(name) {
	return name == own || name == own "-updates" || name == own "-security"
}

# put(SIGNED, URI, NAME, COMPONENTS): prints one source of the wanted suite
function put(signed, uri, name, components) {
	if (!ours(name))
		return
	sub(own, suite, name)
	print "deb " (signed ~ /^\// ? "[signed-by=" signed "] " : "") uri, name, components
}

# flush(): prints the deb822 paragraph that was collected
function flush(	i, j, n, m, uris, names) {
	if (field["types"] ~ /(^| )deb( |$)/ && field["enabled"] !~ /no/) {
		n = split(field["uris"], uris, " ")
		m = split(field["suites"], names, " ")
		for (i = 1; i <= n; i++)
			for (j = 1; j <= m; j++)
				put(field["signed-by"], uris[i], names[j], field["components"])
	}
	delete field
}

FNR == 1 { flush() }
/^#/ { next }
FILENAME ~ /\.list$/ && $1 == "deb" {
	signed = ""
	line = $0
	if (match(line, /\[[^]]*\]/)) {
		options = substr(line, RSTART, RLENGTH)
		if (match(options, /signed-by=[^] ]*/))
			signed = substr(options, RSTART + 10, RLENGTH - 10)
		sub(/\[[^]]*\]/, "", line)
	}
	n = split(line, word, " ")
	components = ""
	for (i = 4; i <= n; i++)
		components = components (i > 4 ? " " : "") word[i]
	put(signed, word[2], word[3], components)
	next
}
FILENAME ~ /\.list$/ { next }
/^[ \t]*$/ { flush(); next }
/^[A-Za-z-]+:/ {
	name = tolower(substr($0, 1, index($0, ":") - 1))
	field[name] = substr($0, index($0, ":") + 1)
	sub(/^[ \t]+/, "", field[name])
	next
}
/^[ \t]/ { field[name] = field[name] " " $0 }
END { flush() }
