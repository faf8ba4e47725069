#!/bin/bash
# Signing with a throw-away certificate: what release.sh does with SIGN_CERT and SIGN_KEY, on files of the ZIP and on setup.exe and
# MSI. A signature is found and holds, twice the same bytes, and a changed byte is seen.
set -eu
. "$TEST/programs.sh"
tools unzip:unzip openssl:openssl osslsigncode:osslsigncode
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj "/CN=Nobody" \
  -addext "extendedKeyUsage=codeSigning" -addext "keyUsage=digitalSignature" 2>/dev/null
unzip -q -j "$ARTEFACTS/legacybridge-$VERSION-windows.zip" '*/x86/legacybridge.dll' '*/x64/legacybridge.exe'
cp "$ARTEFACTS/legacybridge-$VERSION-setup.exe" "$ARTEFACTS/legacybridge-$VERSION.msi" .
export SIGN_CERT="$PWD/cert.pem" SIGN_KEY="$PWD/key.pem"
. "$PROJECT/scripts/release/lib.sh"
for file in legacybridge.dll legacybridge.exe "legacybridge-$VERSION-setup.exe" "legacybridge-$VERSION.msi"; do
  cp "$file" once
  cp "$file" twice
  sign "$PWD/once" "$PWD/twice"
  cmp once twice || fail "$file: signed twice, other bytes"
  ! cmp -s once "$file" || fail "$file: not signed"
  osslsigncode verify -CAfile cert.pem -in once >verify.log 2>&1 || { tail -5 verify.log; fail "$file: the signature does not hold"; }
  printf '\377' | dd of=once bs=1 seek=5000 conv=notrunc status=none
  ! osslsigncode verify -CAfile cert.pem -in once >/dev/null 2>&1 || fail "$file: a changed byte is not seen"
  echo "ok $file: $(($(stat -c %s twice) - $(stat -c %s "$file"))) bytes more"
done
