# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Completion of gvmctl for bash. The build puts the table that the program has
# of its commands below this: NAME:WORDS:OPTIONS, first the options of all.

# The table; the build adds _gvmctl_table=... to the end of this file.
_gvmctl_table=

# _gvmctl_row NAME: set words and options to those of a command
_gvmctl_row()
{
	local name

	words='' options=''
	while IFS=: read -r name words options; do
		[ "$name" != "$1" ] || return 0
	done <<<"$_gvmctl_table"
	words='' options=''
	return 1
}

# _gvmctl_names: every command
_gvmctl_names()
{
	local name rest

	while IFS=: read -r name rest; do
		[ -z "$name" ] || echo "$name"
	done <<<"$_gvmctl_table"
}

# _gvmctl_column N COMMAND [WORD]: a column of a table that the program prints
_gvmctl_column()
{
	local number=$1 line at=0
	local -a cells

	shift
	while read -r line; do
		read -r -a cells <<<"$line"
		# The header is no answer, nor is a cell that says nothing.
		[ $((at++)) -eq 0 ] || [ "${cells[number]}" = - ] ||
			echo "${cells[number]}"
	done < <("$program" -q "${root[@]}" "$@" 2>/dev/null </dev/null)
}

# _gvmctl_values KIND: what a word of a kind can be
_gvmctl_values()
{
	local option

	case $1 in
	PARENT)
		_gvmctl_column 1 parents
		;;
	TYPE)
		if [ -n "$parent" ]; then
			_gvmctl_column 1 types "$parent"
		else
			_gvmctl_column 1 types
		fi
		;;
	UUID)
		_gvmctl_column 0 list
		;;
	COMMAND)
		_gvmctl_names
		;;
	FILE)
		compgen -f -- "$value"
		;;
	DIR)
		compgen -d -- "$value"
		;;
	OPTION)
		for option in $(_gvmctl_options); do
			echo "${option%%=*}"
		done
		;;
	*[a-z]*)
		# enable|disable: the words themselves.
		tr '|' '\n' <<<"$1"
		;;
	esac
}

# _gvmctl_scan WORD...: what stands before the word that is completed: set
# command, count (of its words), pending (kind of a value that is still to
# come), parent, root and literal (after "--")
_gvmctl_scan()
{
	local word option words options

	for word; do
		if [ -n "$pending" ]; then
			_gvmctl_take "$pending_option" "$word"
			pending=''
		elif [ -n "$literal" ] || [[ $word != -?* ]]; then
			if [ -z "$command" ]; then
				command=$word
			else
				count=$((count + 1))
			fi
		elif [ "$word" = -- ]; then
			literal=yes
		elif [[ $word == --*=* ]]; then
			_gvmctl_take "${word%%=*}" "${word#*=}"
		else
			for option in $(_gvmctl_options); do
				[ "${option%%=*}" != "$word" ] ||
					[[ $option != *=* ]] || {
					pending=${option#*=}
					pending_option=$word
				}
			done
		fi
	done
}

# _gvmctl_take OPTION VALUE: note an option that changes what there is
_gvmctl_take()
{
	case $1 in
	--root)
		root=(--root "$2")
		;;
	--parent)
		parent=$2
		;;
	esac
}

# _gvmctl_options: the options that may stand here, with kinds of values
_gvmctl_options()
{
	local words options

	_gvmctl_row '' && tr ' ' '\n' <<<"$options"
	[ -z "$command" ] || ! _gvmctl_row "$command" ||
		tr ' ' '\n' <<<"$options"
}

# _gvmctl_kind: what is to be completed
_gvmctl_kind()
{
	local words options
	local -a kinds

	if [ -n "$pending" ]; then
		echo "$pending"
		return
	elif [ -z "$literal" ] && [[ $value == -* ]]; then
		echo OPTION
		return
	elif [ -z "$command" ]; then
		echo COMMAND
		return
	fi
	_gvmctl_row "$command" || return
	read -r -a kinds <<<"${words//[][]/}"
	[ ${#kinds[@]} -gt 0 ] || return
	if [ "$count" -lt ${#kinds[@]} ]; then
		echo "${kinds[count]%...}"
	elif [[ ${kinds[-1]} == *... ]]; then
		echo "${kinds[-1]%...}"
	fi
}

# _gvmctl: the completion, called by bash
_gvmctl()
{
	local line=${COMP_LINE:0:COMP_POINT}
	local program value candidate keep option kind
	local command='' count=0 pending='' pending_option='' parent='' literal=''
	local -a before root=()

	# COMP_WORDS is cut at ":" and "=", which addresses and options have.
	read -r -a before <<<"$line"
	value=''
	if [[ $line != *[[:blank:]] ]]; then
		value=${before[-1]}
		unset 'before[-1]'
	fi
	program=${before[0]-gvmctl}
	_gvmctl_scan "${before[@]:1}"
	if [ -z "$pending$literal" ] && [[ $value == --*=* ]]; then
		for option in $(_gvmctl_options); do
			[ "${option%%=*}" != "${value%%=*}" ] ||
				pending=${option#*=}
		done
		value=${value#*=}
	fi

	kind=$(_gvmctl_kind)
	case $kind in
	FILE | DIR)
		# There is none to tell when bash did not call this.
		compopt -o filenames 2>/dev/null
		;;
	esac

	# bash replaces only what follows the last of these.
	keep=${value%"${value##*[:=]}"}
	COMPREPLY=()
	while IFS= read -r candidate; do
		[[ $candidate != "$value"* ]] || [ -z "$candidate" ] ||
			COMPREPLY+=("${candidate#"$keep"}")
	done < <(_gvmctl_values "$kind" | sort -u)
}

complete -F _gvmctl gvmctl
