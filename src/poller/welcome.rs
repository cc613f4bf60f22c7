//! The welcome edition: a feed document inside the program, read like any other. Needs no network.

use super::schedule::hash;

/// Its address in the configuration.
pub const WELCOME_URL: &str = "builtin:welcome";

/// The document.
pub const WELCOME: &[u8] = include_bytes!("../../assets/welcome.xml");

/// Its validator: another edition has another.
pub fn etag() -> Vec<u8> {
    format!("\"{:016x}\"", hash(&[WELCOME])).into_bytes()
}
