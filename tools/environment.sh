#!/bin/sh
# Makes the virtual environment and installs one pinned set into it: tools/environment.sh run|public|dev, or the path of a file of pins
set -eu
set_name=$1
case $set_name in *.txt) pins=$set_name ;; *) pins=requirements/$set_name.txt ;; esac
python=${PYTHON:-python3}
venv=${VENV:-.venv}
say() { printf '%s\n' "$*" >&2; }

command -v "$python" >/dev/null || { say "No $python found. Install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3 run"; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { say "$($python --version) is too old; Python 3.11 or newer is needed."; exit 1; }

if [ ! -x "$venv/bin/pip" ]; then
  say "Creating the environment in $venv ..."
  if ! "$python" -m venv "$venv" >/dev/null 2>&1; then
    rm -rf "$venv"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
      say "This Python has no venv module; installing Debian's python3-venv ..."
      apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
      "$python" -m venv "$venv"
    else
      say "This Python has no venv module. On Debian or Ubuntu: sudo apt-get install python3-venv"
      exit 1
    fi
  fi
fi
say "Installing the pinned packages ($set_name) ..."
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$pins"
