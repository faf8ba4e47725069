//! What other languages use: the bindings' declarations, their programs, their guides.

mod checker;
mod com;
mod commands;
mod cpp;
mod declarations;
mod declared;
mod guides;
mod hosts;
mod javascript;
#[path = "../kit/mod.rs"]
mod kit;
mod release;
mod uses;
