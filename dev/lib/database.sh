# shellcheck shell=bash
# Databases: templates of Odoo's modules, copies of them, and what is kept for a state of the code.

CSM_DEPENDS=crm,hr,hr_attendance,hr_holidays,portal,rpc
CSM_LANGUAGES=zh_CN,zh_TW

odoo() {
    "$CSM_CACHE/venv/bin/python" -m odoo "$@"
}

# Everything that decides what a template holds.
template_key() {
    {
        cat "$ODOO_HOME/odoo/release.py"
        echo "$ODOO_HOME $CSM_DEPENDS $CSM_LANGUAGES $CSM_CACHE 1"
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
    rm -rf "$CSM_CACHE/data/filestore/$1"
}

# db_copy <from> <to>: the files of attachments never change, so links are enough.
db_copy() {
    db_drop "$2"
    psql -Xqd postgres -c "create database \"$2\" template \"$1\" strategy file_copy"
    if [ -d "$CSM_CACHE/data/filestore/$1" ]; then
        cp -al "$CSM_CACHE/data/filestore/$1" "$CSM_CACHE/data/filestore/$2"
    fi
}

db_rename() {
    db_drop "$2"
    psql -Xqd postgres -c "alter database \"$1\" rename to \"$2\""
    rm -rf "$CSM_CACHE/data/filestore/$2"
    [ ! -d "$CSM_CACHE/data/filestore/$1" ] || mv "$CSM_CACHE/data/filestore/$1" "$CSM_CACHE/data/filestore/$2"
}

# make_template <name>: Odoo's own modules and both languages; the name tells whether with demo.
make_template() {
    local name=$1 building=$1_building demo=--without-demo=True
    if [ -e "$CSM_CACHE/data/filestore/$name" ] && db_exists "$name"; then
        return 0
    fi
    [[ $name != *_demo_* ]] || demo=--with-demo
    say "installing $CSM_DEPENDS (about a minute, once)"
    db_drop "$building"
    psql -Xqd postgres -c "create database \"$building\" template template0 encoding 'UTF8' lc_collate 'C'"
    logged "$name" "install Odoo's own modules" \
        odoo server -d "$building" -i "$CSM_DEPENDS" "$demo" --load-language "$CSM_LANGUAGES" \
        --stop-after-init --no-http
    say "building the bundles of the web client"
    logged "$name-assets" "build the bundles of the web client" \
        odoo shell -d "$building" --no-http --shell-file "$CSM_REPO/dev/lib/assets.py"
    db_rename "$building" "$name"
}

# db_fresh <name> [plain|demo]: a database with Odoo's own modules, before csm.
db_fresh() {
    local template
    template=$(template_name "${2:-plain}")
    make_template "$template"
    db_copy "$template" "$1"
}
