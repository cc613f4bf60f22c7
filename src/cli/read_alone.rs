//! An article that is in no feed, in the reader.

use std::process::ExitCode;

use super::args::Places;
use super::reader;
use crate::renderer::article::Reading;
use crate::runtime;

/// Opens the reader with this article alone. `source` is the file or the address that it came from; `plain`: in words.
pub(super) fn open(
    places: &Places,
    reading: Reading,
    source: &str,
    plain: bool,
) -> anyhow::Result<ExitCode> {
    let config = super::full_text::configuration(places)?;
    reader::run_alone(places, &config, plain, &runtime::guest(reading, source))
}
