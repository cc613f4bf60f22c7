//! How long the quote engine takes: an article of news, and texts made to be slow. The bar is 1 ms for an article, and
//! time that grows with the length of the text and no faster.

use divan::Bencher;
use divan::counter::BytesCount;
use pullquote::quotes::extract;
use pullquote::renderer::{Block, BlockKind, Document};

fn main() {
    divan::main();
}

/// News of our own: about 4,500 characters with a dozen quotations.
const PARAGRAPHS: &[&str] = &[
    "Mayor Otto Branson opened the new lock on Friday, ten years after the flood that took the old one with it.",
    "“It took ten years and four governments,” Mr. Branson said. “I would not do it again.”",
    "The lock was paid for by the harbour board, which said in a statement that the work had been “difficult but worth every hour.”",
    "“The fish are back,” said Mina Okoro, director of the Harbour Institute. “We counted eels for the first time since 1998.”",
    "Ada Brook, who keeps bees on the east bank, was less sure. “The river,” she said, “has always had its own plans.”",
    "According to a report by the Transport Ministry, the number of barges has fallen by a third in five years.",
    "Walter Quill, 71, a retired ferry captain, insisted that “no one was told about the lock” until the first trees were felled.",
    "In a film called “Night Ferry,” made before the flood, the old lock can be seen for a moment behind the actors.",
];

fn document(paragraphs: impl Iterator<Item = String>) -> Document {
    let mut document = Document {
        language: Some("en".to_owned()),
        ..Document::default()
    };
    for paragraph in paragraphs {
        let start = document.text.len();
        document.text.push_str(&paragraph);
        let range = start..document.text.len();
        document.blocks.push(Block {
            range,
            kind: BlockKind::Paragraph,
            quote_depth: 0,
            markers: Vec::new(),
        });
        document.text.push_str("\n\n");
    }
    document
}

fn news(times: usize) -> Document {
    document((0..times).flat_map(|_| PARAGRAPHS.iter().map(|p| (*p).to_owned())))
}

fn run(bencher: Bencher, document: &Document) {
    bencher
        .counter(BytesCount::new(document.text.len()))
        .bench(|| extract(document).len());
}

#[divan::bench]
fn article(bencher: Bencher) {
    run(bencher, &news(5));
}

#[divan::bench(args = [1, 2, 4], sample_count = 5)]
fn megabytes_of_news(bencher: Bencher, megabytes: usize) {
    run(bencher, &news(megabytes * 1200));
}

#[divan::bench(sample_count = 5)]
fn five_megabytes_in_one_paragraph(bencher: Bencher) {
    run(
        bencher,
        &document(std::iter::once(PARAGRAPHS.concat().repeat(6000))),
    );
}

#[divan::bench(args = [50_000, 100_000], sample_count = 5)]
fn nothing_but_marks(bencher: Bencher, marks: usize) {
    run(
        bencher,
        &document(std::iter::once("“\" ”«".repeat(marks / 4))),
    );
}

#[divan::bench(sample_count = 5)]
fn no_speech_at_all(bencher: Bencher) {
    run(
        bencher,
        &document(std::iter::once(
            "the river rose and the lock held and ".repeat(140_000),
        )),
    );
}

#[divan::bench(sample_count = 5)]
fn names_without_end(bencher: Bencher) {
    run(
        bencher,
        &document(
            (0..20_000)
                .map(|n| format!("“Yes,” said Anna{n} Brook{n}, director of the Institute.")),
        ),
    );
}

#[divan::bench(args = [20_000, 40_000], sample_count = 5)]
fn pronouns_without_end(bencher: Bencher, times: usize) {
    run(
        bencher,
        &document(std::iter::once(
            "“Yes,” he said. The mayor sighed. “No,” she said. ".repeat(times / 2),
        )),
    );
}

#[divan::bench(args = [50_000, 100_000], sample_count = 5)]
fn pairs_of_apostrophes(bencher: Bencher, pairs: usize) {
    run(
        bencher,
        &document(std::iter::once("''a river'' ``b'' ".repeat(pairs / 4))),
    );
}

#[divan::bench(args = [25_000, 50_000], sample_count = 5)]
fn nothing_but_labels(bencher: Bencher, lines: usize) {
    run(
        bencher,
        &document(
            (0..lines)
                .map(|n| format!("{}: It leaks.", if n % 2 == 0 { "BROOK" } else { "QUILL" })),
        ),
    );
}
