//! `pullquote read`.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context as _;
use serde_json::json;

use super::args::{Places, ReadArgs};
use crate::renderer::article::read_html;
use crate::renderer::{LayoutOptions, document, layout, plain};

/// Runs the command.
pub fn run(_places: &Places, options: &ReadArgs) -> anyhow::Result<ExitCode> {
    if let (Some(folder), Some(out)) = (&options.batch, &options.out) {
        return batch(folder, out);
    }
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

/// Reads every `folder/*/page.html`, and writes what was found as one JSON object.
fn batch(folder: &Path, out: &Path) -> anyhow::Result<ExitCode> {
    let mut found = BTreeMap::new();
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let path = entry?.path();
        let page = path.join("page.html");
        let (true, Some(id)) = (page.is_file(), path.file_name()) else {
            continue;
        };
        let bytes = fs::read(&page)?;
        if std::env::var("DBG").is_ok() {
            eprintln!("{}", page.display());
        }
        let start = Instant::now();
        let reading = read_html(&String::from_utf8_lossy(&bytes), None);
        let ms = start.elapsed().as_secs_f64() * 1e3;
        let body = reading.body();
        let folded: Vec<_> = reading
            .folded
            .iter()
            .map(|f| json!({"why": f.why, "text": f.text}))
            .collect();
        let error = body.is_empty().then_some("no article found");
        found.insert(
            id.to_string_lossy().into_owned(),
            json!({"articleBody": body, "ms": ms, "error": error, "folded": folded}),
        );
    }
    fs::write(out, serde_json::to_string(&found)?)
        .with_context(|| format!("cannot write {}", out.display()))?;
    Ok(ExitCode::SUCCESS)
}
