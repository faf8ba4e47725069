//! Every exported function while the system refuses memory: the call ends with a status, and works when
//! there is memory again. Here some places of each; `make test-oom` tries more. The programs are
//! `tests/oom/calls.c` and `tests/oom/refuse.c`.
#![cfg(all(feature = "capi", target_os = "linux", target_env = "gnu"))]

use std::path::Path;
use std::process::Command;

use crate::kit::native;

#[test]
fn a_refused_allocation_ends_a_call_and_nothing_else() {
    let folder = native::scratch("oom");
    let shim = folder.join("refuse.so");
    let source = |name: &str| native::package().join("tests/oom").join(name);
    let mut compiler = Command::new("cc");
    compiler.args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-O1", "-g", "-shared", "-fPIC"]);
    native::run(compiler.arg(source("refuse.c")).arg("-o").arg(&shim).arg("-ldl"));
    let calls = folder.join("calls");
    let mut compiler = Command::new("cc");
    compiler.args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-O1", "-g"]);
    compiler.arg("-I").arg(native::package().join("include"));
    compiler.arg(source("calls.c")).arg(&shim).arg("-o").arg(&calls);
    native::link(&mut compiler, &folder);
    native::run(&mut compiler);
    // The first eight places of each function, and few of those behind them.
    let run = |library: &Path| {
        let name = format!("linked:{}", library.display());
        let mut command = Command::new(&calls);
        native::run(command.env("LD_PRELOAD", &shim).arg(name).arg(&folder).arg("400"))
    };
    let output = run(Path::new("liblegacybridge.so.1"));
    print!("{}", String::from_utf8_lossy(&output.stdout));
}
