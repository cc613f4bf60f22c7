//! The bars of the renderer: a megabyte of HTML to a document, and a 100 KB article re-wrapped.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use pullquote::renderer::{LayoutOptions, document, layout};

fn main() {
    divan::main();
}

/// An article with what articles have: paragraphs with links and emphasis, headings, lists, quotations, a table.
fn article(bytes: usize) -> String {
    let part = concat!(
        "<h2 class=\"headline section\">The river <em>and</em> its towns</h2>\n",
        "<p>The council of Oldmarsh voted on Tuesday to raise the flood wall by <strong>forty centimetres</strong>, ",
        "a decision that <a href=\"https://ledger.example/2025/08/wall?utm_source=feed\">residents had asked for</a> ",
        "since the winter of 2019. “We have waited long enough,” said Ada Quill, who keeps the ferry. The work begins ",
        "in spring — if the tenders come in below the estimate — and lasts for two summers.</p>\n",
        "<p class=\"story-body\" data-part=\"2\">Engineers measured the <i>old</i> wall in nineteen places. In four of ",
        "them the stones had moved by more than a hand’s width since the last survey, and water stood behind two.</p>\n",
        "<ul><li>The north bank is first.</li><li>The mill follows, with <a href=\"/mill\">its own budget</a>.</li></ul>\n",
        "<blockquote><p>It is not the height that worries me. It is the foot of it.</p></blockquote>\n",
        "<figure><img src=\"/wall.jpg\" alt=\"The wall at low water\"><figcaption>The wall in May.</figcaption></figure>\n",
    );
    part.repeat(bytes / part.len() + 1)
}

#[divan::bench(sample_count = 20)]
fn a_megabyte_to_a_document(bencher: Bencher) {
    let html = article(1_000_000);
    bencher
        .counter(BytesCount::of_str(&html))
        .bench_local(|| document(black_box(&html), None));
}

#[divan::bench(args = [40, 72, 120])]
fn an_article_of_100_kb_wrapped(bencher: Bencher, width: u16) {
    let mut html = article(100_000);
    while document(&html, None).text.len() < 100_000 {
        html.push_str(&article(20_000));
    }
    let document = document(&html, None);
    let options = LayoutOptions {
        width,
        measure: width,
        ..LayoutOptions::default()
    };
    bencher
        .counter(BytesCount::of_str(&document.text))
        .bench_local(|| layout(black_box(&document), &options));
}
