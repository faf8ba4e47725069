#!/bin/bash
# In a root: what `make install` left in a folder, put where it belongs.
set -eu
. /test/programs.sh
cp -a /artefacts/usr/local/. /usr/local/
ldconfig
mkdir -p /home/try && cd /home/try
installed_programs /usr/local
