# What the scripts need on the machine: installed with apt where that is possible, else named with the command that helps.
# Sourced by ./demo and ./test.

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo > /dev/null && sudo -n true 2> /dev/null; then sudo "$@"
    else return 1
    fi
}

apt_updated=no
apt_install() {
    command -v apt-get > /dev/null || return 1
    if [ "$apt_updated" = no ]; then as_root apt-get update -qq > /dev/null 2>&1 || true; apt_updated=yes; fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1" > /dev/null 2>&1
}

# need_command COMMAND PACKAGE
need_command() {
    command -v "$1" > /dev/null && return
    apt_install "$2" && command -v "$1" > /dev/null && return
    echo "This needs the command $1, which is not here and could not be installed. Install it with: apt-get install $2" >&2
    exit 2
}

# need_library HEADER PACKAGE
need_library() {
    local folder
    for folder in /usr/include /usr/local/include; do [ -e "$folder/$1" ] && return; done
    apt_install "$2" && return
    echo "This needs the C header $1, which is not here and could not be installed. Install it with: apt-get install $2" >&2
    exit 2
}

# need_python_module MODULE PACKAGE
need_python_module() {
    python3 -c "import $1" 2> /dev/null && return
    apt_install "$2" && python3 -c "import $1" 2> /dev/null && return
    echo "This needs the Python module $1, which is not here and could not be installed. Install it with: apt-get install $2" >&2
    exit 2
}

need_swift() {
    if ! command -v swift > /dev/null; then
        echo "Couplet is built with Swift 6.2 or later, and there is no swift command here. Install it from https://www.swift.org/install/linux/." >&2
        exit 2
    fi
    local version
    version=$(swift --version 2> /dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
    read -r major minor <<< "${version:-0 0}"
    if [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 2 ]; }; then
        echo "Couplet needs Swift 6.2 or later (its process and HTTP libraries do); this is Swift $major.$minor. Install a newer one from https://www.swift.org/install/linux/." >&2
        exit 2
    fi
}
