#!/bin/bash
# In a root: what `make install` left in a folder, put where it belongs.
set -eu
. /test/programs.sh
cp -a /artefacts/usr/local/. /usr/local/
export PATH="/usr/local/bin:$PATH"
ldconfig
mkdir -p /home/try && cd /home/try
installed_programs /usr/local
