//! Tests of the whole program that take a minute, need the administrator's rights, or wait for a moment of the clock:
//! `tests/system/run` runs them. Each case prints one line.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(unix)]

mod big;
mod clock;
mod disk;
mod killed;
mod marking;
mod names;
mod process;
mod server;
mod soak;
#[path = "../terminal/mod.rs"]
mod terminal;
mod web;
mod world;
