#!/bin/bash
# In a root: the wheel, in a fresh environment without network.
set -eu
. /test/programs.sh
mkdir -p /home/try && cd /home/try
python3 -m venv env
env/bin/pip install -q --no-index /artefacts/legacybridge-"$VERSION"-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl
same "pip install" env/bin/python /test/convert.py /test/letter.rtf
env/bin/pip uninstall -q -y legacybridge
! env/bin/python -c "import legacybridge" 2>/dev/null || fail "pip uninstall leaves it"
[ -z "$(find env -ipath '*legacybridge*')" ] || fail "pip uninstall leaves files"
echo "ok pip uninstall leaves nothing"
