#!/bin/bash
# The NuGet package from a feed of files, compiled against and run by Mono.
set -eu
. "$TEST/programs.sh"
tools nuget:nuget mcs:mono-mcs mono:mono-runtime
mkdir feed
cp "$ARTEFACTS/LegacyBridge.$VERSION.nupkg" feed/
HOME="$PWD" nuget install LegacyBridge -Version "$VERSION" -Source "$PWD/feed" -OutputDirectory packages -NonInteractive >nuget.log 2>&1 ||
  { tail -20 nuget.log; fail "nuget install"; }
package="packages/LegacyBridge.$VERSION"
for file in runtimes/{win-x86,win-x64}/native/legacybridge.dll runtimes/{linux-x64,linux-arm64}/native/liblegacybridge.so build/net461/LegacyBridge.targets; do
  [ -f "$package/$file" ] || fail "no $file"
done
cp "$package/lib/net461/LegacyBridge.Net.dll" "$package/runtimes/linux-x64/native/liblegacybridge.so" .
mcs -nologo -r:LegacyBridge.Net.dll -out:convert.exe "$TEST/convert.cs"
same "Mono" env LD_LIBRARY_PATH="$PWD" mono convert.exe "$TEST/letter.rtf"
