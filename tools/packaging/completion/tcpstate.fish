# SPDX-License-Identifier: GPL-2.0-only
# Completes tcpstate's command line in fish. Commands and options are read from tcpstate's help,
# so that they are those of the installed version.

# The command, if any: the first word that is neither an option nor the value of one.
function __tcpstate_command
    set -l help (tcpstate --help 2>/dev/null)
    set -l words (commandline -opc)
    set -e words[1]
    while set -q words[1]
        switch $words[1]
            case '-*'
                if string match -qr -- "(^  |, )$words[1](, --[a-z-]+)? [A-Z]+ " $help
                    set -e words[1]
                end
            case '*'
                echo $words[1]
                return
        end
        set -e words[1]
    end
    return 1
end

function __tcpstate_commands
    for line in (tcpstate --help 2>/dev/null)
        string match -q 'Options*' -- $line; and break
        string replace -rf '^  ([a-z][a-z-]*)  +(.*)' '$1\t$2' -- $line
    end
end

function __tcpstate_options
    tcpstate (__tcpstate_command) --help 2>/dev/null |
        string replace -rf '^  -[a-zA-Z], (--[a-z-]+)( [A-Z]+)? +(.*)' '$1\t$3'
    printf '--help\tprint this help\n'
end

function __tcpstate_states
    for line in (tcpstate explain 2>/dev/null)
        test -n "$line"; or break
        set -l parts (string split -m 1 ' ' -- $line)
        printf '%s\t%s\n' (string lower $parts[1] | string replace -a _ -) (string trim $parts[2])
    end
end

# __tcpstate_takes PATTERN: whether the usage of the command matches it.
function __tcpstate_takes
    set -l command (__tcpstate_command); or return 1
    set -l help (tcpstate $command --help 2>/dev/null)
    string match -qr -- "OPTIONS\].*($argv[1])" $help[1]
end

function __tcpstate_thresholds
    tcpstate why --threshold '?=' 2>&1 | string replace -r '.* use one of ' '' |
        string split ', ' | string replace -r '$' '='
end

# Columns of the list of sockets, after those that stand before the last comma of the word.
function __tcpstate_columns
    set -l before (commandline -ct | string match -r '.*,')
    tcpstate sockets --help 2>/dev/null | sed -n '/^Columns/,/^Fields/p' |
        string replace -rf '^  ([a-z]+)  +(.*)' "$before\$1\t\$2"
end

function __tcpstate_fields
    tcpstate sockets --help 2>/dev/null | string replace -rf '^Fields of FILTER: ' '' |
        string split ', '
end

function __tcpstate_after
    contains -- (commandline -opc)[-1] $argv
end

complete -c tcpstate -f
complete -c tcpstate -n 'not __tcpstate_command' -a '(__tcpstate_commands)'
complete -c tcpstate -n 'string match -q -- "-*" (commandline -ct)' -a '(__tcpstate_options)'
complete -c tcpstate -n '__tcpstate_takes STATE' -a '(__tcpstate_states)'
complete -c tcpstate -n '__tcpstate_takes "EXPRESSION|FILTER"; and __tcpstate_after state exclude' \
    -a '(__tcpstate_states) all connected synchronized bucket big'
complete -c tcpstate \
    -n '__tcpstate_takes "EXPRESSION|FILTER"; and not __tcpstate_after state exclude -o --columns -s --sort' \
    -a '(__tcpstate_fields) and or not'
complete -c tcpstate -n '__tcpstate_takes "FILE|FOLDER"; or __tcpstate_after -f --input' -F
complete -c tcpstate -n '__tcpstate_after -F --format' -a 'openmetrics prometheus'
complete -c tcpstate -n '__tcpstate_after -o --columns -s --sort' -a '(__tcpstate_columns)'
complete -c tcpstate -n '__tcpstate_after -T --threshold' -a '(__tcpstate_thresholds)'
