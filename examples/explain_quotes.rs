//! Prints, for lines {"id","text","lang"?} on standard input, why the quote engine chose as it did: the features of each
//! quoted stretch and of each candidate, as JSON. It is what the weights in `assets/quotes/weights.txt` were set with.

use std::io::BufRead as _;

use pullquote::quotes;
use pullquote::renderer::{Block, BlockKind, Document};
use serde_json::{Value, json};

fn main() -> anyhow::Result<()> {
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let text = line["text"].as_str().unwrap_or_default().to_owned();
        let mut blocks = Vec::new();
        let mut start = 0;
        for paragraph in text.split_inclusive('\n') {
            let range = start..start + paragraph.trim_end().len();
            if !range.is_empty() {
                blocks.push(Block {
                    range,
                    kind: BlockKind::Paragraph,
                    quote_depth: 0,
                    markers: Vec::new(),
                });
            }
            start += paragraph.len();
        }
        let language = line["lang"].as_str().map(str::to_owned);
        let document = Document {
            text,
            blocks,
            language,
            ..Document::default()
        };
        let characters = |at: usize| document.text[..at].chars().count();
        let found: Vec<Value> = quotes::explain(&document)
            .into_iter()
            .map(|e| {
                let candidates: Vec<Value> = e
                    .candidates
                    .iter()
                    .map(|c| {
                        let mention = c.mention.as_ref().map(|m| [characters(m.start), characters(m.end)]);
                        json!({ "mention": mention, "name": c.name, "score": c.score, "features": c.features })
                    })
                    .collect();
                json!({
                    "start": characters(e.words.start), "end": characters(e.words.end),
                    "speech": e.speech, "features": e.features, "candidates": candidates,
                })
            })
            .collect();
        println!("{}", json!({ "id": line["id"], "quotes": found }));
    }
    Ok(())
}
