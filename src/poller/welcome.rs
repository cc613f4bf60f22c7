//! The welcome edition: a feed document inside the program, read like any other. Needs no network.

use super::schedule::hash;

/// The document.
pub const DOCUMENT: &[u8] = include_bytes!("../../assets/welcome.xml");

/// Its validator: another edition has another.
pub fn etag() -> Vec<u8> {
    format!("\"{:016x}\"", hash(&[DOCUMENT])).into_bytes()
}
