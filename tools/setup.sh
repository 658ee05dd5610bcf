#!/usr/bin/env bash
# Installs what a task needs and this machine lacks, by package name; says what it does, or that there is nothing to do.
#
#   tools/setup.sh run     to build and run the samples
#   tools/setup.sh test    … and the tests
#   tools/setup.sh tools   … and the sanitizers, clang-format and clang-tidy

set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
cache=${SALUS_CACHE_DIR:-$HOME/.cache/salus}
task=${1:-run}

packages=(g++ make curl cmake ninja-build pkg-config python3-venv ccache mold tzdata ca-certificates
  libssl-dev libpq-dev nlohmann-json3-dev libsodium-dev libutf8proc-dev libhowardhinnant-date-dev
  libcli11-dev libspdlog-dev libtomlplusplus-dev)
environments=()
case $task in
  run) ;;
  test)
    packages+=(git python3-dev postgresql libcatch2-dev librapidcheck-dev libbenchmark-dev wrk)
    environments+=(test)
    ;;
  tools)
    packages+=(git python3-dev libcatch2-dev librapidcheck-dev clang-19 libclang-rt-19-dev llvm-19)
    environments+=(tools)
    ;;
  *)
    echo "usage: tools/setup.sh [run|test|tools]" >&2
    exit 2
    ;;
esac

missing_packages() {
  local installed
  installed=$(dpkg-query --show --showformat '${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null || true)
  for package in "${packages[@]}"; do
    grep -qx "installed $package" <<<"$installed" || echo "$package"
  done
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# Debian 12 has Catch2 3 in its backports alone; they are taken from the mirror that the machine uses already.
add_backports() {
  local site list=/etc/apt/sources.list.d/salus-backports.sources
  # shellcheck disable=SC2016  # apt expands it
  site=$(apt-get indextargets --format '$(SITE)' \
    'Created-By: Packages' 'Codename: bookworm' 'Component: main' | head -n 1)
  if [ -z "$site" ]; then
    echo "setup: apt knows no mirror of Debian 12; add bookworm-backports by hand for libcatch2-dev." >&2
    exit 1
  fi
  printf 'Types: deb\nURIs: %s\nSuites: bookworm-backports\nComponents: main\nSigned-By: %s\n' \
    "$site" /usr/share/keyrings/debian-archive-keyring.gpg | as_root tee "$list" >/dev/null
  as_root apt-get update -qq
}

install_packages() {
  local missing=("$@")
  echo "setup: installing ${missing[*]}"
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    echo "setup: this needs root. Run once: su -c 'cd $root && tools/setup.sh $task'" >&2
    exit 1
  fi
  as_root apt-get update -qq
  if [[ " ${missing[*]} " == *" libcatch2-dev "* ]] && grep -qs '^VERSION_CODENAME=bookworm' /etc/os-release; then
    add_backports
    missing=("${missing[@]/%libcatch2-dev/libcatch2-dev/bookworm-backports}")
    missing+=(catch2/bookworm-backports)  # libspdlog-dev wants this empty package, and Debian's own one is Catch2 2
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# A virtual environment holds exactly what its list of requirements says, or is made anew.
make_environment() {
  local requirements=$1 folder=$2 python=/usr/bin/python3
  cmp -s "$requirements" "$folder/requirements.txt" && return
  echo "setup: making $folder from ${requirements#"$root"/}"
  [ -x "$python" ] || python=python3
  rm -rf "$folder"
  "$python" -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
  cp "$requirements" "$folder/requirements.txt"
  changed=yes
}

changed=no
if command -v dpkg-query >/dev/null; then
  mapfile -t missing < <(missing_packages)
  if [ ${#missing[@]} -gt 0 ]; then
    install_packages "${missing[@]}"
    changed=yes
  fi
else
  echo "setup: not a Debian or Ubuntu system; please see to the like of: ${packages[*]}"
fi

for name in "${environments[@]}"; do
  case $name in
    test) make_environment "$root/tests/requirements.txt" "$cache/venv-test" ;;
    tools) make_environment "$root/tools/requirements.txt" "$cache/venv-tools" ;;
  esac
done
[ "$changed" = yes ] || echo "setup: everything for '$task' is here"
