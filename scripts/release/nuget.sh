#!/usr/bin/env bash
# The NuGet package: nuget.sh OUT
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$RELEASE/windows-tree.sh"
tree="$WORK/tree"
sources=("$PROJECT"/bindings/csharp/*.cs)
mkdir -p "$tree/lib/net461"
# References of .NET Framework 4 serve .NET Framework, Mono and .NET, which forwards them. The assembly is made strict:
# what warns is an error.
printf '[assembly: System.Reflection.AssemblyVersion("%s.0")]\n[assembly: System.Reflection.AssemblyFileVersion("%s.0")]\n[assembly: System.Reflection.AssemblyTitle("LegacyBridge")]\n' \
  "$VERSION" "$VERSION" >"$WORK/version.cs"
mcs -nologo -target:library -optimize+ -warnaserror+ -langversion:7 -doc:"$tree/lib/net461/LegacyBridge.Net.xml" \
  -out:"$tree/lib/net461/LegacyBridge.Net.dll" "${sources[@]}" "$WORK/version.cs"
python3 "$RELEASE/nuget.py" same "$tree/lib/net461/LegacyBridge.Net.dll"
sign "$tree/lib/net461/LegacyBridge.Net.dll"
mkdir -p "$tree/lib/netstandard2.0"
cp "$tree/lib/net461"/* "$tree/lib/netstandard2.0/"
for arch in x86 x64; do
  command install -Dm644 "$PARTS/windows/$arch/legacybridge.dll" "$tree/runtimes/win-$arch/native/legacybridge.dll"
done
for arch in x64 arm64; do
  command install -Dm644 "$PARTS/linux-$arch/liblegacybridge.so.$VERSION" "$tree/runtimes/linux-$arch/native/liblegacybridge.so"
done
command install -Dm644 "$PROJECT/packaging/nuget/LegacyBridge.targets" "$tree/build/net461/LegacyBridge.targets"
command install -m644 "$PROJECT/packaging/nuget/README.md" "$tree/README.md"
licences "$tree" x86_64-pc-windows-gnu i686-pc-windows-gnu x86_64-unknown-linux-gnu aarch64-unknown-linux-gnu
python3 "$RELEASE/nuget.py" pack "$tree" "$VERSION" "$1"
