# Shared by ./run and ./test: one virtual environment in .venv, filled from a lock file with hashes.
# Sourced, never run. Needs $root. POSIX sh only: a bare Debian has dash and nothing else.

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

# Sets $python to the first Python of 3.11 or newer; PYTHON=... overrides the search.
find_python() {
    for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

make_venv() {
    rm -rf "$root/.venv"
    if command -v uv >/dev/null 2>&1; then
        uv venv --quiet --python '>=3.11' "$root/.venv" || stop "uv could not make .venv in $root."
        return 0
    fi
    find_python || stop "Bitim needs Python 3.11 or newer. On Debian or Ubuntu: sudo apt install python3 python3-venv"
    "$python" -c 'import venv, ensurepip' >/dev/null 2>&1 ||
        stop "Python's venv module is missing. On Debian or Ubuntu: sudo apt install python3-venv"
    "$python" -m venv "$root/.venv" || { rm -rf "$root/.venv"; stop "The folder .venv could not be made in $root."; }
}

# prepare LOCK [LOCK...]: .venv holds what the first lock names. A note of each lock's checksum is kept, so a changed
# lock installs again and an unchanged one costs nothing. Further locks are those that the first one contains.
prepare() {
    lock=$1
    "$root/.venv/bin/python" -c '' >/dev/null 2>&1 || make_venv
    noted="$root/.venv/.installed-$lock"
    sum=$(cksum <"$root/$lock")
    if [ "$sum" != "$(cat "$noted" 2>/dev/null || true)" ]; then
        say "Fetching the packages named in $lock; this happens once and takes about a minute."
        if command -v uv >/dev/null 2>&1; then
            uv pip install --quiet --python "$root/.venv/bin/python" --require-hashes -r "$root/$lock" ||
                stop "The packages could not be fetched. Is there a connection? Nothing was started."
        else
            "$root/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
                --require-hashes -r "$root/$lock" ||
                stop "The packages could not be fetched. Is there a connection? Nothing was started."
        fi
        for each in "$@"; do cksum <"$root/$each" >"$root/.venv/.installed-$each"; done
    fi
    PYTHONPATH="$root/src"
    export PYTHONPATH
}
