//! A configuration file's text: a configuration, or an error that shows its place.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use pullquote::config::parse;
use pullquote_fuzz::assert_clean;

fuzz_target!(|text: &str| {
    if let Err(error) = parse(text, Path::new("config.toml")) {
        assert_clean(&error.to_string());
    }
});
