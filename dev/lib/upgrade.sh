# shellcheck shell=bash
# The upgrade: a demo database made by an earlier commit, brought to the code of now.
# dev/test sources this; it gives $work (a folder for this run), check and report.
: "${work:=}"

upgrade_base() {
    printf '%s/upgrade/%s' "$CSM_CHECKOUT" "$1"
}

# The demo database of a commit, kept: it never changes.
make_old_database() {
    local commit=$1 base name
    base=$(upgrade_base "$commit")
    name=$(db_name "from_${commit:0:12}")
    if [ "$(cat "$base/ready" 2>/dev/null)" = "$(template_key)" ] && db_exists "$name"; then
        return 0
    fi
    rm -rf "$base"
    mkdir -p "$base/addons/csm"
    git -C "$CSM_REPO" archive "$commit" | tar -x -C "$base/addons/csm" || return 1
    write_odoo_conf "$base/odoo.conf" "$base/addons"
    db_fresh "$name" demo
    ODOO_RC=$base/odoo.conf install_csm "$name" --with-demo "$base/install.log" || return 1
    csm_installed "$name" && template_key >"$base/ready"
}

# One line "table count" for each table of csm.
count_rows() {
    psql -XqAtd "$1" -F ' ' -c "
        select table_name, (xpath('/row/n/text()', query_to_xml(
            format('select count(*) as n from %I', table_name), false, true, '')))[1]::text
        from information_schema.tables
        where table_schema = 'public' and table_type = 'BASE TABLE' and table_name like 'csm\_%'
        order by 1"
}

# Print each table that has fewer rows than before.
lost_rows() {
    LC_ALL=C join -a 1 -e 0 -o 0,1.2,2.2 "$1" "$2" |
        awk '$3 < $2 { print $1 " had " $2 " rows and has " $3; lost = 1 } END { exit lost }'
}

upgrade_old_database() {
    local log=$1 new
    new=$(db_name "upgrade_$$")
    db_copy "$(db_name "from_${2:0:12}")" "$new"
    count_rows "$new" >"$work/rows-before"
    odoo server -d "$new" -u csm --stop-after-init --no-http >"$log" 2>&1 </dev/null || return 1
    count_rows "$new" >"$work/rows-after"
    csm_installed "$new"
}

upgrade_check() {
    local commit log=$CSM_CHECKOUT/log/upgrade.log
    commit=$(tr -d '[:space:]' <"$CSM_REPO/dev/upgrade-from")
    [ -n "$commit" ] || return 0
    check "demo database of the commit in dev/upgrade-from" make_old_database "$commit"
    [ -f "$(upgrade_base "$commit")/ready" ] || return 0
    check "upgrade from ${commit:0:12}" upgrade_old_database "$log" "$commit"
    [ -f "$work/rows-after" ] || return 0
    check "upgrade loses no rows" lost_rows "$work/rows-before" "$work/rows-after"
    check "upgrade leaves a clean log" report clean "$log"
}
