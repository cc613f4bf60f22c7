//! `pullquote quotes --from`: quotations of plain texts, a JSON object a line.
//!
//! In: `{"id","text","lang"?}`. Out: `{"id","quotes":[{"start","end","speaker_mention","speaker","cue",…}],"ms"}`, all
//! offsets counted in characters, as other tools count them.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::ops::Range;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::{Value, json};

use super::args::QuotesArgs;
use crate::news::{Quote, QuoteKind};
use crate::quotes;
use crate::renderer::{Block, BlockKind, Document};

/// One text to read.
#[derive(Debug, Deserialize)]
struct Line {
    id: Value,
    text: String,
    lang: Option<String>,
}

/// Runs the command.
pub fn run(file: &Path, options: &QuotesArgs) -> anyhow::Result<ExitCode> {
    let input: Box<dyn BufRead> = if file.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        let opened = File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
        Box::new(BufReader::new(opened))
    };
    let mut out = BufWriter::new(io::stdout().lock());
    for (number, line) in input.lines().enumerate() {
        let line = line.with_context(|| format!("cannot read line {}", number + 1))?;
        if line.trim().is_empty() {
            continue;
        }
        let line: Line = serde_json::from_str(&line)
            .with_context(|| format!("line {} is not {{\"id\",\"text\"}}", number + 1))?;
        let document = plain(line.text, line.lang);
        if options.explain {
            serde_json::to_writer(&mut out, &explanation(&line.id, &document))?;
            writeln!(out)?;
            continue;
        }
        let begin = Instant::now();
        let found = quotes::extract(&document);
        let ms = begin.elapsed().as_secs_f64() * 1000.0;
        serde_json::to_writer(&mut out, &prediction(&line.id, &document.text, &found, ms))?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Why the engine chose as it did; what the weights in `assets/quotes/weights.txt` were set with.
fn explanation(id: &Value, document: &Document) -> Value {
    let characters = |at: usize| document.text[..at].chars().count();
    let found = quotes::explain(document).into_iter().map(|e| {
        let candidates = e.candidates.iter().map(|c| {
            let mention = c
                .mention
                .as_ref()
                .map(|m| [characters(m.start), characters(m.end)]);
            json!({ "mention": mention, "name": c.name, "score": c.score, "features": c.features })
        });
        json!({
            "start": characters(e.words.start), "end": characters(e.words.end), "speech": e.speech,
            "features": e.features, "candidates": candidates.collect::<Vec<_>>(),
        })
    });
    json!({ "id": id, "quotes": found.collect::<Vec<_>>() })
}

/// A plain text as a document: each line is a paragraph.
fn plain(text: String, language: Option<String>) -> Document {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        if !words.trim().is_empty() {
            blocks.push(Block {
                range: start..start + words.len(),
                kind: BlockKind::Paragraph,
                quote_depth: 0,
                markers: Vec::new(),
            });
        }
        start += line.len();
    }
    Document {
        text,
        blocks,
        language,
        ..Document::default()
    }
}

/// One line of the answer: each range of a quotation by itself. Quotations in marks alone: no fragments, no lines of a
/// transcript, and nothing between pairs of apostrophes, which are no quotation marks.
fn prediction(id: &Value, text: &str, found: &[Quote], ms: f64) -> Value {
    let offsets = Offsets::of(text);
    let place = |range: &Range<usize>| json!({ "start": offsets.characters(range.start), "end": offsets.characters(range.end) });
    let quotes: Vec<Value> = found
        .iter()
        .filter(|q| !matches!(q.kind, QuoteKind::Fragment | QuoteKind::Transcript))
        .filter(|q| !text[..q.span().start].ends_with("''"))
        .flat_map(|q| q.ranges.iter().map(move |range| (q, range)))
        .map(|(q, range)| {
            let speaker = q.speaker.as_ref();
            json!({
                "start": offsets.characters(range.start),
                "end": offsets.characters(range.end),
                "speaker_mention": speaker.and_then(|s| s.mention.as_ref()).map(place),
                "speaker": speaker.map(|s| &s.person.name),
                "title": speaker.and_then(|s| s.person.title.as_ref()),
                "cue": q.cue.as_ref().map(place),
                "kind": q.kind,
                "confidence": q.confidence,
            })
        })
        .collect();
    json!({ "id": id, "quotes": quotes, "ms": ms })
}

/// Byte offsets to character offsets, with a mark every so many bytes so that a long text stays quick.
struct Offsets<'a> {
    text: &'a str,
    /// Characters before each multiple of `STEP` bytes, rounded up to a character.
    marks: Vec<(usize, usize)>,
}

const STEP: usize = 1024;

impl<'a> Offsets<'a> {
    fn of(text: &'a str) -> Self {
        let mut marks = vec![(0, 0)];
        for (characters, (at, _)) in text.char_indices().enumerate() {
            if at >= marks.len() * STEP {
                marks.push((at, characters));
            }
        }
        Self { text, marks }
    }

    fn characters(&self, byte: usize) -> usize {
        let place = self
            .marks
            .partition_point(|(at, _)| *at <= byte)
            .saturating_sub(1);
        let (at, characters) = self.marks[place];
        characters + self.text[at..byte].chars().count()
    }
}
