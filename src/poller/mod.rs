//! Network to articles: what is due, what comes, and what is in it. Knows nothing of the cache.

pub mod dates;
pub mod decode;
pub mod discover;
pub mod parse;
mod repair;

pub use crate::news::clean;
pub use discover::{Discovered, discover};
pub use parse::{ParseError, parse};
