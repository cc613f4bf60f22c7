//! `pullquote read`.

use std::fs;
use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Context as _;

use super::args::{Places, ReadArgs};
use crate::renderer::{LayoutOptions, document, layout, plain};

/// Runs the command.
pub fn run(_places: &Places, options: &ReadArgs) -> anyhow::Result<ExitCode> {
    let Some(source) = &options.source else {
        anyhow::bail!("not yet")
    };
    let bytes = fs::read(source).with_context(|| format!("cannot read {source}"))?;
    let text = String::from_utf8_lossy(&bytes);
    let document = if text.trim_start().starts_with('<') {
        document(&text, None)
    } else {
        plain(&text)
    };
    let width: u16 = std::env::var("COLUMNS")
        .ok()
        .and_then(|c| c.parse().ok())
        .unwrap_or(80);
    let page = layout(
        &document,
        &LayoutOptions {
            width,
            measure: width,
            ..LayoutOptions::default()
        },
    );
    let mut out = std::io::stdout().lock();
    for line in &page.lines {
        let text: String = line.runs.iter().map(|r| r.text.as_str()).collect();
        writeln!(out, "{text}")?;
    }
    Ok(ExitCode::SUCCESS)
}
