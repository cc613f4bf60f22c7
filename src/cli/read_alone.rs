//! An article that is in no feed, in the reader.

use std::process::ExitCode;

use super::args::Places;
use super::reader;
use crate::renderer::article::Reading;
use crate::runtime;

/// Opens the reader with this article alone. `source` is the file or the address that it came from.
pub(super) fn open(places: &Places, reading: Reading, source: &str) -> anyhow::Result<ExitCode> {
    let config = super::full_text::configuration(places)?;
    reader::run_alone(&config, &runtime::guest(reading, source))
}
