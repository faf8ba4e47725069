//! What the linker is told about the shared library: on ELF systems its SONAME, which rustc does
//! not set; on Windows its resources (version, type library), and to write no time of the build.

use std::env::var;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=LEGACYBRIDGE_RESOURCES");
    let is = |key: &str, value: &str| var(key).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_FAMILY", "unix") && !is("CARGO_CFG_TARGET_VENDOR", "apple") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,liblegacybridge.so.1");
    }
    if is("CARGO_CFG_TARGET_OS", "windows") {
        if is("CARGO_CFG_TARGET_ENV", "gnu") {
            println!("cargo:rustc-cdylib-link-arg=-Wl,--no-insert-timestamp");
        }
        // An object file that scripts/windows/build.sh has made.
        if let Ok(resources) = var("LEGACYBRIDGE_RESOURCES") {
            println!("cargo:rerun-if-changed={resources}");
            println!("cargo:rustc-cdylib-link-arg={resources}");
        }
    }
}
