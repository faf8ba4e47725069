//! Gives the shared library its SONAME on ELF systems: rustc sets none.

use std::env::var;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let unix = var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "unix");
    let apple = var("CARGO_CFG_TARGET_VENDOR").is_ok_and(|vendor| vendor == "apple");
    if unix && !apple {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,liblegacybridge.so.1");
    }
}
