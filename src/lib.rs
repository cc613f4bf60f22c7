//! pullquote: a news reader for the terminal that finds every quotation, and who said it.
//!
//! Data flows one way, and each step is a folder:
//!
//! ```text
//! config ─► poller ─► cache ─► renderer ─► quotes ─► app ─► tui      (cli uses the same parts without a screen)
//! ```
//!
//! - [`news`] holds the nouns that all the others speak of; plain data, no I/O.
//! - [`config`] reads the reader's TOML file.
//! - [`poller`] fetches feeds and turns their bytes into entries.
//! - [`cache`] keeps articles in `SQLite`.
//! - [`renderer`] turns HTML into a [`renderer::Document`], and that into wrapped lines.
//! - [`quotes`] finds the quotations in a document's text, and who said them.
//! - [`app`] is the heart: state, messages, actions, effects, and the pure `update`.
//! - [`tui`] draws the state and reads keys.
//! - [`runtime`] performs the effects, and sends messages back.
//! - [`cli`] is the program without a screen.
//! - [`guard`] parts panics that cost one article from those that end the program.
//!
//! The walls between them are checked by `tests/layers.rs`.

pub mod app;
pub mod cache;
pub mod cli;
pub mod config;
pub mod guard;
pub mod news;
pub mod poller;
pub mod quotes;
pub mod renderer;
pub mod runtime;
pub mod tui;
