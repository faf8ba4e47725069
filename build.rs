//! What the linker is told about the shared library: on ELF systems its SONAME, which rustc does
//! not set; on Windows its resources (version, type library), and to write no time of the build.
//! And whether a failed allocation can end a call instead of the process.

use std::env::var;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=LEGACYBRIDGE_RESOURCES");
    println!("cargo:rerun-if-env-changed=RUSTC_BOOTSTRAP");
    let is = |key: &str, value: &str| var(key).is_ok_and(|found| found == value);
    // Tests that need documents of others show as ignored where there are none. None of them runs on
    // Windows: the DLLs don't know of it.
    println!("cargo:rerun-if-env-changed=LEGACYBRIDGE_CORPUS");
    let has_corpus = var("LEGACYBRIDGE_CORPUS").is_ok_and(|folder| !folder.is_empty());
    if has_corpus && is("CARGO_CFG_TARGET_FAMILY", "unix") {
        println!("cargo:rustc-cfg=legacybridge_corpus");
    }
    // Where the compiler lets this crate use what is not stable (.cargo/config.toml), a failed
    // allocation ends the call: see src/system/unwind.rs. Elsewhere it ends the process.
    let allowed = var("RUSTC_BOOTSTRAP").unwrap_or_default();
    if allowed == "1" || allowed.split(',').any(|name| name == "legacybridge") {
        println!("cargo:rustc-cfg=legacybridge_alloc_error_hook");
    }
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
