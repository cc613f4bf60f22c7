//! What feed-rs cannot read, made into what it can: an outline that survives any damage, and from it a well-formed
//! Atom feed. Never touches a document that feed-rs reads by itself.
//!
//! ```text
//! text ─► tokens ─► walk ─► Outline ─► is_plain? ─► feed-rs, as it stands
//!                                 └──► atom ──────► feed-rs, written anew
//! ```
//!
//! `names` is the one table of which element of which format means what; JSON Feed is written anew by `json`.

mod address;
mod atom;
mod base64;
mod choice;
mod hints;
mod json;
mod names;
mod outline;
mod person;
mod plain;
mod references;
mod scope;
mod text;
mod tokens;
mod walk;
mod xml;

pub use atom::write as atom;
pub use hints::hints;
pub use json::feed as json;
pub use outline::outline;
pub use plain::is_plain;

/// The relation of a link, and the type of an attachment, that is a picture for its entry.
pub const PICTURE: &str = "image/*";

/// Entries of one document that are kept; a bound on memory, not on readers.
const MOST_ENTRIES: usize = 100_000;
