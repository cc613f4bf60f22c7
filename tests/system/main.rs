//! Tests of the whole program that take a minute, or wait for a moment of the clock: `tests/system/run` runs them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod killed;
mod server;
