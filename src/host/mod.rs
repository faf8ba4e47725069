//! What the two faces, [`crate::ffi`] and `com`, stand on: all that a host's call needs beside the
//! conversion itself.
//!
//! | file | what it is for |
//! |---|---|
//! | [`guard`] | what every call passes through: panics, the last error, the gate |
//! | [`outputs`] | outputs that the host has not freed yet |
//! | [`arguments`] | numbers of the host's that mean something: formats, times |
//! | [`files`] | a file in, a file out; paths as hosts give them |
//! | [`jobs`] | batch jobs, and columns, whose panics are contained |
//! | [`log`] | telling the host what the library says |
//! | [`statistics`] | the figures of the process |
//! | [`metrics`] | the same as Prometheus text |
//! | `forking` | what happens to all of this when the process is copied |
//! | [`closing`] | giving everything back |
//!
//! Nothing here sees a pointer of the host's: there is no unsafe code in this room.

pub(crate) mod arguments;
pub(crate) mod closing;
pub(crate) mod files;
#[cfg(unix)]
mod forking;
pub(crate) mod guard;
pub(crate) mod jobs;
pub(crate) mod log;
pub(crate) mod metrics;
pub(crate) mod outputs;
pub(crate) mod statistics;
