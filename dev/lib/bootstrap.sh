# shellcheck shell=bash
# From a bare Debian 12 to everything CSM needs to run: sourced, then `bootstrap` is called.
# Whatever is downloaded lies in $CSM_CACHE, outside the repository; a second pass finds it there.

# shellcheck source=dev/lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=dev/lib/postgres.sh
. "$(dirname "${BASH_SOURCE[0]}")/postgres.sh"
# shellcheck source=dev/lib/database.sh
. "$(dirname "${BASH_SOURCE[0]}")/database.sh"

# --- Debian packages ---------------------------------------------------------------------------

find_python() {
    local python
    for python in /usr/bin/python3.11 python3.11 python3; do
        if "$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            command -v "$python"
            return 0
        fi
    done
    return 1
}

package_here() {
    dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

# The names of the Debian packages that this machine lacks.
missing_packages() {
    local package
    for package in libjs-jquery libjs-jquery-form libjs-underscore fonts-font-awesome \
        fonts-roboto-unhinted fonts-inconsolata fonts-noto-cjk libmagic1 libpangoft2-1.0-0 \
        libharfbuzz-subset0; do
        package_here "$package" || echo "$package"
    done
    find_python >/dev/null || echo python3-venv
    [ -x "$(pg_bin)/initdb" ] || [ "$CSM_PG_PRIVATE" = 0 ] || echo postgresql
    command -v psql >/dev/null || echo postgresql-client
    command -v chromium >/dev/null || echo chromium
    command -v msgfmt >/dev/null || echo gettext
    command -v git >/dev/null || echo git
    command -v shellcheck >/dev/null || echo shellcheck
    command -v node >/dev/null || echo nodejs
    command -v npm >/dev/null || echo npm
}

install_packages() {
    local missing sudo=()
    mapfile -t missing < <(missing_packages)
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null ||
        fail "This machine is no Debian, so install these by hand and run the command again: ${missing[*]}."
    if [ "$(id -u)" != 0 ]; then
        { command -v sudo >/dev/null && sudo -v; } ||
            fail "These Debian packages are missing and you may not install them: ${missing[*]}. Ask root to run: apt-get install ${missing[*]}"
        sudo=(sudo)
    fi
    say "installing ${missing[*]}"
    logged apt-update "read the list of Debian packages" \
        "${sudo[@]}" apt-get -o APT::Update::Error-Mode=any update
    # The cluster of the machine itself is not wanted, only the programs.
    logged apt-install "install the Debian packages ${missing[*]}" \
        "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "${missing[@]}"
}

# --- Odoo 19 -----------------------------------------------------------------------------------

# The machine's own Debian mirror, with the unstable suite, as one apt source.
write_unstable_source() {
    local mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    # shellcheck disable=SC2016 # apt fills these in
    mirror=$(apt-get indextargets --format '$(ORIGIN) $(LABEL) $(REPO_URI)' 'Created-By: Packages' |
        sed -n 's/^Debian Debian //p' | head -n 1)
    [ -n "$mirror" ] || fail "No Debian mirror is known to apt here. Set ODOO_HOME to a folder with Odoo 19 instead."
    {
        printf 'Types: deb\nURIs: %s\nSuites: sid\nComponents: main\n' "$mirror"
        [ ! -f "$keyring" ] || printf 'Signed-By: %s\n' "$keyring"
    } >"$1"
}

# apt with a state of its own, so that the machine's own lists do not change. A mirror that lags some
# days behind is good enough; signatures are checked all the same.
private_apt() {
    local state=$CSM_CACHE/apt
    apt-get -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$state/sourceparts" \
        -o Dir::Etc::preferencesparts=/dev/null -o Dir::State::Lists="$state/lists" \
        -o Dir::Cache::archives="$state/archives" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
        -o APT::Sandbox::User="$(id -un)" -o APT::Update::Error-Mode=any \
        -o Acquire::Check-Valid-Until=false -o Acquire::Languages=none "$@"
}

download_odoo() {
    local state=$CSM_CACHE/apt
    mkdir -p "$state/sourceparts" "$state/lists/partial" "$state/archives/partial"
    rm -f "$state"/odoo-19_*.deb
    write_unstable_source "$state/sourceparts/unstable.sources"
    say "reading Debian's unstable suite (11 MB)"
    logged odoo-list "read the list of Debian's unstable suite" private_apt update
    say "downloading Odoo 19 (123 MB)"
    logged odoo-download "download Odoo 19 (or set ODOO_HOME to a folder that has it)" \
        env -C "$state" bash -c "$(declare -f private_apt); private_apt download odoo-19"
}

unpack_odoo() {
    local to=$CSM_CACHE/odoo-19 new=$CSM_CACHE/odoo-19.new share
    say "unpacking Odoo 19"
    rm -rf "$new"
    logged odoo-unpack "unpack Odoo 19" dpkg -x "$CSM_CACHE"/apt/odoo-19_*.deb "$new"
    # Debian's build links to these, relative to itself.
    for share in javascript fonts fonts-font-awesome; do
        [ -e "$new/usr/share/$share" ] || ln -s "/usr/share/$share" "$new/usr/share/$share"
    done
    # Left out by Debian; without it each bundle logs an error and browser tests fail.
    local selfie=$new/usr/lib/python3/dist-packages/odoo/addons/mail/static/lib/selfie_segmentation
    mkdir -p "$selfie"
    [ -e "$selfie/selfie_segmentation.js" ] || : >"$selfie/selfie_segmentation.js"
    rm -rf "$to"
    mv "$new" "$to"
    rm -rf "$CSM_CACHE/apt"
}

get_odoo() {
    if [ -z "${ODOO_HOME:-}" ]; then
        ODOO_HOME=$CSM_CACHE/odoo-19/usr/lib/python3/dist-packages
        if [ ! -f "$ODOO_HOME/odoo/release.py" ]; then
            download_odoo
            unpack_odoo
        fi
    fi
    [ -f "$ODOO_HOME/odoo/release.py" ] ||
        fail "ODOO_HOME is $ODOO_HOME, but there is no folder odoo in it. Name the folder that holds the package odoo, or an Odoo checkout."
    grep -q '^version_info = (19, 0' "$ODOO_HOME/odoo/release.py" ||
        fail "ODOO_HOME is $ODOO_HOME, but CSM needs Odoo 19.0 and this is another version."
    export ODOO_HOME PYTHONPATH=$ODOO_HOME PYTHONDONTWRITEBYTECODE=
}

# --- Python and node tools ---------------------------------------------------------------------

# make_venv <name> <lock file>: a virtual environment that belongs to this very lock.
make_venv() {
    local python venv
    python=$(find_python) || fail "Python 3.11 with venv is missing. Install python3.11-venv and run the command again."
    venv=$CSM_CACHE/$1-$(hash_of "$2")
    if [ ! -f "$venv/ready" ]; then
        say "installing $(grep -c '==' "$2") Python packages"
        rm -rf "$venv"
        logged "$1" "make the Python environment" "$python" -m venv "$venv"
        logged "$1" "install the Python packages of $(basename "$2")" \
            "$venv/bin/python" -m pip install --require-hashes --no-deps -r "$2"
        touch "$venv/ready"
    fi
    ln -sfn "$venv" "$CSM_CACHE/$1"
}

make_node() {
    local node
    node=$CSM_CACHE/node-$(hash_of "$CSM_REPO/package.json" "$CSM_REPO/package-lock.json")
    if [ ! -f "$node/ready" ]; then
        say "installing the node packages"
        rm -rf "$node"
        mkdir -p "$node"
        cp "$CSM_REPO/package.json" "$CSM_REPO/package-lock.json" "$node/"
        logged node "install the node packages" \
            npm ci --prefix "$node" --no-audit --no-fund --no-update-notifier
        touch "$node/ready"
    fi
    ln -sfn "$node" "$CSM_CACHE/node"
}

# --- The checkout ------------------------------------------------------------------------------

# The link that names the addon, and Odoo's configuration; both belong to this checkout.
make_checkout() {
    mkdir -p "$CSM_CHECKOUT/addons" "$CSM_CHECKOUT/log" "$CSM_DATA"
    ln -sfn "$CSM_REPO" "$CSM_CHECKOUT/addons/csm"
    write_odoo_conf "$CSM_CHECKOUT/odoo.conf" "$CSM_CHECKOUT/addons"
    export ODOO_RC=$CSM_CHECKOUT/odoo.conf
}

# write_odoo_conf <file> <folder of addons>
write_odoo_conf() {
    local core=$ODOO_HOME/odoo/addons
    [ ! -d "$ODOO_HOME/addons" ] || core=$core,$ODOO_HOME/addons
    cat >"$1" <<CONF
[options]
addons_path = $core,$2
data_dir = $CSM_DATA
admin_passwd = $(id -u)-private
list_db = False
max_cron_threads = 0
CONF
}

# bootstrap <steps of the whole command>: 7 of them are made here.
bootstrap() {
    steps "$1"
    lock_cache
    step "Debian packages"
    install_packages
    step "Odoo 19"
    get_odoo
    step "Python packages"
    make_venv venv "$CSM_REPO/dev/requirements.txt"
    step "Tools that check the code"
    make_venv lint "$CSM_REPO/dev/requirements-lint.txt"
    make_node
    step "PostgreSQL"
    pg_start
    step "Checkout"
    make_checkout
    step "Database template with Odoo's own modules"
    make_template "$(template_name plain)"
    unlock_cache
}
