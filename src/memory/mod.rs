//! Memory: the output buffer, pools, interner, gauge and limits.

mod output;

pub use output::Output;
