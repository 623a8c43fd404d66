#!/bin/sh
# Sets everything up on a Debian 12 (or newer) and runs one of:
#   sh installer/dev.sh demo    the whole journey on sample data, then the window on its result
#                               (without a display: pictures of its pages)
#   sh installer/dev.sh test    ruff, pyright, import-linter and pytest
#   sh installer/dev.sh setup   only the set-up
# System packages are installed by apt where they are missing (as root or by sudo); everything else goes into .venv.
set -eu
cd "$(dirname "$0")/.."

venv=.venv
task=${1:-}
case $task in demo | test | setup) ;; *)
  sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
  exit 2
  ;;
esac

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# What Qt and the papers need of the system, and the public tools that the tests hold bundles against.
run_packages="python3-venv libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0 fonts-noto-core fonts-liberation2
 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 libxcb-image0 libxcb-render-util0 libxcb-randr0 libxcb-xinerama0"
test_packages="$run_packages openssl unzip age tesseract-ocr tesseract-ocr-vie"

install_system() {
  missing=""
  for package in $1; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || missing="$missing $package"
  done
  if [ -n "$missing" ]; then
    echo "Installing system packages:$missing"
    as_root apt-get update -qq
    # shellcheck disable=SC2086 - a list of names
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
  fi
}

install_python() {
  lock=$1
  stamp=$venv/.installed
  wanted=$(cat "$lock" pyproject.toml installer/hatch_build.py resources/i18n/*/LC_MESSAGES/*.po | cksum)
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted $lock" ] && return
  [ -x $venv/bin/python ] || python3 -m venv $venv
  echo "Installing Python packages from $lock"
  $venv/bin/pip install -q --disable-pip-version-check --require-hashes -r "$lock"
  $venv/bin/pip install -q --disable-pip-version-check --no-deps --no-build-isolation --editable .
  echo "$wanted $lock" >"$stamp"
}

demo() {
  install_system "$run_packages"
  install_python installer/requirements-dev.txt
  home=${PAPI_HOME:-$(mktemp -d "${TMPDIR:-/tmp}/papi-demo-XXXXXX")}
  $venv/bin/papi demo --home "$home"
  if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec $venv/bin/papi-desktop --home "$home/commune"
  fi
  for side in commune authority; do
    QT_QPA_PLATFORM=offscreen $venv/bin/papi-desktop --home "$home/$side" --tour "$home/pictures/$side"
  done
  echo "No display: pictures of the pages are in $home/pictures"
}

run_tests() {
  install_system "$test_packages"
  install_python installer/requirements-dev.txt
  status=0
  check() {
    echo "== $1"
    shift
    "$@" || { echo "FAILED: $*"; status=1; }
  }
  check "ruff" $venv/bin/ruff check .
  check "ruff format" $venv/bin/ruff format --check .
  check "pyright" $venv/bin/pyright --pythonpath $venv/bin/python
  check "import-linter" $venv/bin/lint-imports
  check "pytest" env QT_QPA_PLATFORM=offscreen $venv/bin/python -m pytest -n 2
  return $status
}

case $task in
  demo) demo ;;
  test) run_tests ;;
  setup)
    install_system "$test_packages"
    install_python installer/requirements-dev.txt
    ;;
esac
