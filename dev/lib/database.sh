# shellcheck shell=bash
# Databases: templates of Odoo's modules, copies of them, and what is kept for a state of the code.

# What the manifest depends on, and the module through which programs call.
CSM_DEPENDS=$(tr -d ' "\n' <"$CSM_REPO/__manifest__.py" |
    sed -n 's/.*[{,]depends:\[\([^]]*[^],]\),\{0,1\}\].*/\1/p'),rpc
# The first is the language of new users.
# The first one is what users and partners get.
CSM_LANGUAGES=en_US,zh_CN,zh_TW

odoo() {
    "$CSM_CACHE/venv/bin/python" -m odoo "$@"
}

# odoo_script <database> <file>: Odoo's shell runs what it reads.
odoo_script() {
    odoo shell -d "$1" --no-http <"$2"
}

# Everything that decides what a template holds.
template_key() {
    {
        cat "$ODOO_HOME/odoo/release.py"
        echo "$ODOO_HOME $CSM_DEPENDS $CSM_LANGUAGES $CSM_CACHE 3"
    } | sha256sum | cut -c1-8
}

# template_name plain|demo
template_name() {
    printf 'csm_template_%s_%s' "$1" "$(template_key)"
}

db_exists() {
    psql -Xqtd postgres -c "select 1 from pg_database where datname = '$1'" | grep -q 1
}

db_drop() {
    psql -Xqd postgres -c 'set client_min_messages = error' -c "drop database if exists \"$1\" with (force)"
    rm -rf "$CSM_DATA/filestore/$1"
}

# db_copy <from> <to>: the files of attachments never change, so links are enough.
db_copy() {
    db_drop "$2"
    psql -Xqd postgres -c "create database \"$2\" template \"$1\" strategy file_copy"
    if [ -d "$CSM_DATA/filestore/$1" ]; then
        cp -al "$CSM_DATA/filestore/$1" "$CSM_DATA/filestore/$2"
    fi
}

db_rename() {
    db_drop "$2"
    psql -Xqd postgres -c "alter database \"$1\" rename to \"$2\""
    rm -rf "$CSM_DATA/filestore/$2"
    [ ! -d "$CSM_DATA/filestore/$1" ] || mv "$CSM_DATA/filestore/$1" "$CSM_DATA/filestore/$2"
}

# What a copy of this database knows of its tables; without it PostgreSQL plans for empty ones.
db_analyze() {
    psql -Xqd "$1" -c 'analyze'
}

# make_template <name>: Odoo's own modules and both languages; the name tells whether with demo.
make_template() {
    local name=$1 building=$1_building demo=--without-demo=True
    if [ -e "$CSM_DATA/filestore/$name" ] && db_exists "$name"; then
        return 0
    fi
    [[ $name != *_demo_* ]] || demo=--with-demo
    say "installing $CSM_DEPENDS (about a minute, once)"
    db_drop "$building"
    psql -Xqd postgres -c "create database \"$building\" template template0 encoding 'UTF8' lc_collate 'C'"
    logged "$name" "install Odoo's own modules" \
        odoo server -d "$building" -i "$CSM_DEPENDS" "$demo" --load-language "$CSM_LANGUAGES" \
        --stop-after-init --no-http
    build_bundles "$building"
    db_analyze "$building"
    db_rename "$building" "$name"
}

# So that the first page is there at once, and two first visitors do not build the same thing.
build_bundles() {
    say "building the bundles of the web client"
    logged "$1-assets" "build the bundles of the web client" \
        odoo_script "$1" "$CSM_REPO/dev/lib/assets.py"
}

# db_fresh <name> [plain|demo]: a database with Odoo's own modules, before csm.
db_fresh() {
    local template
    template=$(template_name "${2:-plain}")
    make_template "$template"
    db_copy "$template" "$1"
}

# --- csm installed, kept for one state of the code ---------------------------------------------

# Names of databases that belong to this checkout.
db_name() {
    printf 'csm_%s_%s' "$(basename "$CSM_CHECKOUT" | cut -c1-8)" "$1"
}

# What killed commands of this checkout left behind: their process stands in the name.
db_sweep() {
    local prefix pid rest name
    prefix=$(db_name "")
    psql -Xqtd postgres -c "select datname from pg_database where datname ~ '^${prefix}(test|rest|demo|i18n|upgrade|mutate)_[0-9]+(_[0-9]+)?\$'" |
        while read -r name; do
            rest=${name#"$prefix"}
            pid=${rest#*_}
            [ -z "$name" ] || [ -e "/proc/${pid%_*}" ] || db_drop "$name"
        done
}

# The hash of all that an installed database depends on: neither tests, nor tools, nor documents.
code_hash() {
    (
        cd "$CSM_REPO" || exit
        git ls-files -co --exclude-standard -- \
            ':!tests' ':!dev' ':!.ci' ':!doc' ':!bench' ':!static/tests' ':!*.md' ':!.*' |
            LC_ALL=C sort | while IFS= read -r file; do
            [ -f "$file" ] && printf '%s\0' "$file"
        done | xargs -0 sha256sum
        template_key
    ) | sha256sum | cut -c1-12
}

# The log tells "installed" only at the very end of a loading without failure.
install_csm() {
    local name=$1 demo=$2 log=$3
    odoo server -d "$name" -i csm "$demo" --stop-after-init --no-http >"$log" 2>&1 </dev/null
}

# The web client's bundles take twenty seconds to put together: once here, not in each copy.
make_bundles() {
    odoo shell -d "$1" --no-http --log-level=error >/dev/null 2>&1 <<'PY' || true
env["ir.qweb"]._pregenerate_assets_bundles()
env.cr.commit()
PY
}

# make_ready <plain|demo>: a database with csm installed as the code is now; call it under
# lock_ready. Its log stays for those who judge it. Returns 1 if csm cannot be installed.
make_ready() {
    local kind=$1 name hash mark log demo=--without-demo=True
    name=$(db_name "ready_$kind")
    hash=$(code_hash)
    mark=$CSM_CHECKOUT/ready-$kind
    log=$CSM_CHECKOUT/log/ready-$kind.log
    [ "$kind" = plain ] || demo=--with-demo
    if [ "$(cat "$mark" 2>/dev/null)" = "$hash" ] && db_exists "$name"; then
        return 0
    fi
    rm -f "$mark"
    db_fresh "${name}_new" "$kind"
    if ! install_csm "${name}_new" "$demo" "$log" || ! csm_installed "${name}_new"; then
        db_drop "${name}_new"
        return 1
    fi
    make_bundles "${name}_new"
    db_analyze "${name}_new"
    db_rename "${name}_new" "$name"
    printf '%s\n' "$hash" >"$mark"
}

csm_installed() {
    psql -Xqtd "$1" -c "select 1 from ir_module_module where name = 'csm' and state = 'installed'" |
        grep -q 1
}

# A database can be copied only while nobody is connected to it or rebuilds it.
lock_ready() {
    exec 7>"$CSM_CHECKOUT/ready.lock"
    flock 7
}

unlock_ready() {
    exec 7>&-
}
