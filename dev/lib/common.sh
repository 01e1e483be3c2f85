# shellcheck shell=bash
# What every command shares: where things lie, how steps are told, how failure is told.

CSM_REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
CSM_CACHE=${CSM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/csm}
if ! mkdir -p "$CSM_CACHE/log" 2>/dev/null || [ ! -w "$CSM_CACHE" ]; then
    printf 'You may not write into the folder %s. Name another in CSM_CACHE and run the command again.\n' \
        "$CSM_CACHE" >&2
    exit 1
fi
CSM_CACHE=$(cd "$CSM_CACHE" && pwd -P)
# Files and marks belong to the databases of one server: another server has its own.
CSM_SERVER=
if [ -n "${PGHOST:-}" ] && [ "${CSM_PG_PRIVATE:-}" != 1 ]; then
    CSM_SERVER=$PGHOST:${PGPORT:-5432}
fi
CSM_CHECKOUT=$CSM_CACHE/checkouts/$(printf '%s' "$CSM_REPO$CSM_SERVER" | sha256sum | cut -c1-12)
CSM_DATA=$CSM_CACHE/data${CSM_SERVER:+-$(printf '%s' "$CSM_SERVER" | sha256sum | cut -c1-12)}
export CSM_REPO CSM_CACHE CSM_CHECKOUT CSM_DATA

CSM_STEP=0
CSM_STEPS=0

# The part of a command that can be counted begins here: $1 steps.
steps() {
    CSM_STEP=0
    CSM_STEPS=$1
}

# Say which step begins; with CSM_QUIET only real work is told, by `say`.
step() {
    CSM_STEP=$((CSM_STEP + 1))
    [ -n "${CSM_QUIET:-}" ] || printf '[%d/%d] %s\n' "$CSM_STEP" "$CSM_STEPS" "$*" >&2
}

say() {
    printf '      %s\n' "$*" >&2
}

fail() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

# The first 12 letters of the hash of the named files' contents.
hash_of() {
    cat -- "$@" | sha256sum | cut -c1-12
}

lacks_network() {
    grep -qE 'Could not resolve|Temporary failure|Network is unreachable|Connection (refused|timed out|failed)|Could not connect|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|NewConnectionError|Name or service not known' "$1"
}

# logged <name> <what it does> <command...>: runs with its output in a log; failure is one sentence.
logged() {
    local log=$CSM_CACHE/log/$1.log what=$2
    shift 2
    "$@" </dev/null >"$log" 2>&1 && return 0
    if lacks_network "$log"; then
        fail "There is no network, and without it this machine cannot $what. Connect it and run the command again (details: $log)."
    fi
    tail -n 15 "$log" >&2
    fail "It was not possible to $what; the whole output is in $log."
}

# Two commands on one cache wait for each other here; the lock ends with the subshell or process.
lock_cache() {
    exec 8>"$CSM_CACHE/lock"
    flock -n 8 && return 0
    say "another command prepares the same cache; waiting for it"
    flock 8
}

unlock_cache() {
    exec 8>&-
}

# The first port from $1 upwards that nobody listens on.
free_port() {
    python3 - "$1" <<'PY'
import socket, sys
port = int(sys.argv[1])
while port < 65536:
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("0.0.0.0", port))
        break
    except OSError:
        port += 1
print(port)
PY
}
