# shellcheck shell=bash
# A private PostgreSQL cluster on a socket of its own, unless PGHOST names a server.

CSM_PG_STARTED=
if [ -n "${PGHOST:-}" ] && [ "${CSM_PG_PRIVATE:-}" != 1 ]; then
    CSM_PG_PRIVATE=0
else
    CSM_PG_PRIVATE=1
    # initdb refuses root, and the user postgres may not enter root's home.
    if [ "$(id -u)" = 0 ]; then
        CSM_PG_BASE=/var/lib/postgresql/csm-$(printf '%s' "$CSM_CACHE" | sha256sum | cut -c1-12)
    else
        CSM_PG_BASE=$CSM_CACHE/pg
    fi
fi
export CSM_PG_PRIVATE

pg_bin() {
    local newest
    newest=$(find /usr/lib/postgresql -maxdepth 3 -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
    dirname "${newest:-/usr/bin/initdb}"
}

as_pg() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && exec runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

pg_socket() {
    # A socket's path may not be longer than 107 letters.
    if [ ${#CSM_PG_BASE} -lt 80 ]; then
        printf '%s/run' "$CSM_PG_BASE"
    else
        printf '/tmp/csm-pg-%s-%s' "$(id -u)" "$(printf '%s' "$CSM_PG_BASE" | sha256sum | cut -c1-8)"
    fi
}

# Safe against a crash of the machine (fsync stays on); only the last half second may be lost. Not
# wal_level = minimal: a sequence made and counted under it falls back in a crash, and the next record
# would get a number that is taken.
pg_settings() {
    cat <<CONF
listen_addresses = ''
unix_socket_directories = '$(pg_socket)'
unix_socket_permissions = 0700
shared_buffers = 256MB
max_connections = 200
synchronous_commit = off
wal_level = replica
max_wal_senders = 0
max_wal_size = 4GB
checkpoint_timeout = 15min
recovery_init_sync_method = syncfs
log_checkpoints = off
CONF
}

# A machine that lost its power or was copied while it ran leaves the marks of a server behind; its
# number may meanwhile be another process, and PostgreSQL would then refuse to start.
pg_forget_dead() {
    local mark pid
    for mark in "$CSM_PG_BASE/data/postmaster.pid" "$(pg_socket)/.s.PGSQL.5432.lock"; do
        pid=$(as_pg head -n 1 "$mark" 2>/dev/null | tr -d ' ') || continue
        [ "$(as_pg readlink "/proc/$pid/cwd" 2>/dev/null)" = "$CSM_PG_BASE/data" ] ||
            as_pg rm -f "$mark"
    done
}

# Start the server and wait as long as it lives: after a crash it first repairs its files, which
# takes minutes on a slow disk. "Not yet" is not "never".
pg_launch() {
    local ctl log=$CSM_PG_BASE/data/server.log waited=0
    ctl=$(pg_bin)/pg_ctl
    pg_forget_dead
    as_pg "$ctl" -D "$CSM_PG_BASE/data" -l "$log" -W start 3>&- || return 1
    until pg_isready -q; do
        sleep 0.2
        waited=$((waited + 1))
        [ "$waited" != 50 ] || say "PostgreSQL still starts; after a crash it repairs its files first" 2>&3
        if ! as_pg "$ctl" -D "$CSM_PG_BASE/data" status >/dev/null && [ "$waited" -gt 25 ]; then
            as_pg tail -n 15 "$log"
            return 1
        fi
        [ "$waited" -lt 6000 ] || return 1
    done
}

pg_init() {
    local bin
    bin=$(pg_bin)
    if [ "$(id -u)" = 0 ]; then
        command install -d -o postgres -g postgres -m 700 "$CSM_PG_BASE" "$(pg_socket)"
    else
        mkdir -p "$CSM_PG_BASE" "$(pg_socket)"
        chmod 700 "$CSM_PG_BASE" "$(pg_socket)"
    fi
    if [ ! -f "$CSM_PG_BASE/data/csm-ready" ]; then
        as_pg rm -rf "$CSM_PG_BASE/data"
        logged initdb "make the private PostgreSQL cluster" \
            as_pg "$bin/initdb" -D "$CSM_PG_BASE/data" -U csm -A trust -E UTF8 --locale=C.UTF-8
        as_pg touch "$CSM_PG_BASE/data/csm-ready"
    fi
    pg_settings | as_pg tee "$CSM_PG_BASE/data/csm.conf" >/dev/null
    as_pg grep -q '^include .csm.conf' "$CSM_PG_BASE/data/postgresql.conf" ||
        echo "include 'csm.conf'" | as_pg tee -a "$CSM_PG_BASE/data/postgresql.conf" >/dev/null
}

pg_start() {
    if [ "$CSM_PG_PRIVATE" = 0 ]; then
        psql -Xqd postgres -c 'select 1' >/dev/null 2>&1 ||
            fail "PGHOST names the server $PGHOST, but a connection to its database postgres is refused. Set PGPORT, PGUSER and PGPASSWORD, or unset PGHOST to get a private server."
        [ "$(psql -Xqtd postgres -c 'select current_user' | tr -d ' \n')" != postgres ] ||
            fail "Odoo refuses the database user postgres. Make another (createuser --createdb csm) and name it in PGUSER."
        return 0
    fi
    PGHOST=$(pg_socket)
    export PGHOST PGUSER=csm PGPORT=5432
    unset PGPASSWORD PGDATABASE
    # Held while this process lives: the one that started the server stops it only when alone.
    exec 9>"$CSM_CACHE/pg-users"
    flock -s 9
    pg_isready -q && return 0
    rm -f "$CSM_CACHE/pg-left"
    pg_init
    # The server outlives this command and must not keep its locks.
    logged postgres "start the private PostgreSQL server" pg_launch 3>&2 8>&- 9>&-
    CSM_PG_STARTED=1
}

# Let the private server end, whoever started it: now, or with the last command that uses it.
pg_leave() {
    CSM_PG_STARTED=1
    pg_stop
    if [ "$CSM_PG_PRIVATE" = 1 ] && pg_isready -q; then
        say "others use the PostgreSQL server; dev/demo and dev/test stop it when they end last"
    fi
}

# Stop the private server, if this command started it; if another still uses it, that one will.
pg_stop() {
    local left=$CSM_CACHE/pg-left
    # A server that PGHOST names is nobody's here.
    [ "$CSM_PG_PRIVATE" = 1 ] || return 0
    [ -n "$CSM_PG_STARTED" ] || [ -e "$left" ] || return 0
    if ! flock -n 9; then
        touch "$left"
        return 0
    fi
    rm -f "$left"
    as_pg "$(pg_bin)/pg_ctl" -D "$CSM_PG_BASE/data" -m fast -w stop >/dev/null 2>&1 || true
    CSM_PG_STARTED=
}
