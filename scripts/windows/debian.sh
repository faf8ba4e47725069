# Root folders with a Debian in them; sourced after lib.sh, not run.

# The mirror that this machine itself uses, if it is a Debian; else none, and debootstrap takes its own.
mirror() {
  local found=
  if grep -qx 'ID=debian' /etc/os-release 2>/dev/null; then
    found="$(cat /etc/apt/sources.list.d/*.sources 2>/dev/null | sed -n 's/^URIs:[[:space:]]*\([^[:space:]]*\/debian\)\/\{0,1\}\([[:space:]].*\)\{0,1\}$/\1/p' | head -1)"
    [ -n "$found" ] || found="$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
      sed -n 's/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\/debian\)\/\{0,1\} .*/\2/p' | head -1)"
  fi
  echo "$found"
}

# debian_root SUITE FOLDER : a minimal root of that suite; the folder does not exist or is empty.
debian_root() {
  local suite="$1" root="$2" keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  local partial="$root.partial"
  need debootstrap debootstrap
  [ -f "$keyring" ] || install debian-archive-keyring || fail "Debian's keys are missing: debian-archive-keyring"
  rm -rf --one-file-system "$partial"
  mkdir -p "$partial"
  say "making a Debian root ($suite)"
  # shellcheck disable=SC2046
  debootstrap --variant=minbase --include=ca-certificates --keyring="$keyring" "$suite" "$partial" $(mirror) >"$partial.log" 2>&1 ||
    { tail -20 "$partial.log" >&2; fail "debootstrap failed"; }
  rm -f "$partial.log"
  if [ -f /etc/ssl/certs/ca-certificates.crt ]; then
    mkdir -p "$partial/etc/ssl/certs"
    cp /etc/ssl/certs/ca-certificates.crt "$partial/etc/ssl/certs/ca-certificates.crt"
  fi
  # Proxies, certificates and retries of this machine.
  apt-config dump 2>/dev/null | grep -E '^Acquire::(http|https|Retries|AllowReleaseInfo)' >"$partial/etc/apt/apt.conf.d/90machine" || true
  if [ -d "$root" ]; then rmdir "$root"; fi
  mv "$partial" "$root"
}
