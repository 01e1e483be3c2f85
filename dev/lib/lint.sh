# shellcheck shell=bash
# The checks that read files only. Each is a function without output when all is well.

# The files of the checkout that git knows or would know.
files_of() {
    (cd "$CSM_REPO" && git ls-files -co --exclude-standard -- "$@" |
        while IFS= read -r file; do [ -f "$file" ] && printf '%s\n' "$file"; done)
}

# lint_copy <folder>: the addon in a folder named csm, for tools that skip the root of a repository.
lint_copy() {
    mkdir -p "$1"
    files_of . ':!dev' ':!.ci' ':!bench' | tar -C "$CSM_REPO" -cf - -T - | tar -C "$1" -xf -
}

lint_ruff() {
    (cd "$CSM_REPO" && "$CSM_CACHE/lint/bin/ruff" check --quiet --cache-dir "$CSM_CACHE/ruff" "$@" .)
}

lint_format() {
    (cd "$CSM_REPO" && "$CSM_CACHE/lint/bin/ruff" format --check --cache-dir "$CSM_CACHE/ruff" .)
}

# lint_pylint <folder with csm in it>: a later room adds to a model from a class of its own, so
# classes of one model are not to be merged (and a disable in the file would come before the enable).
lint_pylint() {
    # Tests commit on cursors of their own, write plain texts and swallow what they provoke.
    pylint_over "$1" --ignore=tests csm &&
        pylint_over "$1" \
            --disable=translation-required,invalid-commit,except-pass,odoo-addons-relative-import \
            csm/tests
}

pylint_over() {
    local folder=$1
    shift
    (cd "$folder" && env -u PYTHONPATH PYLINTHOME="$CSM_CACHE/pylint" \
        "$CSM_CACHE/lint/bin/pylint" --rcfile="$CSM_REPO/.pylintrc" \
        --disable=consider-merging-classes-inherited "$@")
}

lint_oca() {
    (cd "$1" && env -u PYTHONPATH "$CSM_CACHE/lint/bin/oca-checks-odoo-module" \
        --disable=xml-header-missing,xml-header-wrong,prefer-readme-rst csm)
}

# prettier <--check|--write>
prettier() {
    local files
    mapfile -t files < <(files_of '*.xml' '*.js' '*.cjs' '*.css' '*.scss' '*.json')
    (cd "$CSM_REPO" && CSM_NODE=$CSM_CACHE/node "$CSM_CACHE/node/node_modules/.bin/prettier" \
        --log-level warn "$1" "${files[@]}")
}

lint_shell() {
    local files
    mapfile -t files < <(cd "$CSM_REPO" && grep -lE '^#!/usr/bin/env bash|^# shellcheck shell=bash' \
        -r dev .ci)
    (cd "$CSM_REPO" && shellcheck -x "${files[@]}")
}
