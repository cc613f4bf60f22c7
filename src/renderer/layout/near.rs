//! The part of a very long document around one place, set at once; of all other blocks only as many lines as they may
//! take. What is guessed makes way for the whole page, which is set elsewhere.

use std::ops::Range;

use super::{LayoutOptions, Rooms, set};
use crate::renderer::page::{Line, Page};
use crate::renderer::{BlockKind, Document};

/// Bytes of text that are set before and after the place.
const NEAR: usize = 16 << 10;
/// A list is set from its first item on, unless that is so many blocks above.
const LIST: usize = 256;
/// Links of the list at the end that are set with what is near.
const LINKS: usize = 256;
/// Blocks that are set before it is asked again whether the page is wanted.
const AT_ONCE: usize = 512;

/// A page on which the blocks near a byte of the text are set; for the end of the text, the last of the links below it.
pub fn layout_near(
    document: &Document,
    byte: usize,
    options: &LayoutOptions,
    rooms: &Rooms,
) -> Page {
    let blocks = &document.blocks;
    let links = if options.list_links {
        document.links.len()
    } else {
        0
    };
    let mut page = Page {
        width: options.width.min(options.measure),
        ..Page::default()
    };
    if links > LINKS && byte >= blocks.last().map_or(0, |block| block.range.end) {
        guess(document, 0..blocks.len(), &mut page);
        let first = links - LINKS;
        guess_links(1 + first, &mut page);
        let begins = page.lines.len();
        let none = blocks.len()..blocks.len();
        set(document, none, (*options, rooms), &mut page, |setter| {
            setter.links_from(first);
        });
        page.set = Some(begins..page.lines.len());
        return page;
    }
    let begins_after = |byte: usize| blocks.partition_point(|block| block.range.start <= byte);
    let mut first = begins_after(byte.saturating_sub(NEAR)).saturating_sub(1);
    let least = first.saturating_sub(LIST);
    while first > least && !blocks[first].markers.is_empty() {
        first -= 1;
    }
    let last = begins_after(byte.saturating_add(NEAR)).max(first);
    guess(document, 0..first, &mut page);
    let begins = page.lines.len();
    let with_links = last == blocks.len() && (1..=LINKS).contains(&links);
    set(
        document,
        first..last,
        (*options, rooms),
        &mut page,
        |setter| {
            for number in first..last {
                setter.gap(number);
                setter.block(number);
            }
            if with_links {
                setter.link_list();
            }
        },
    );
    page.set = Some(begins..page.lines.len());
    guess(document, last..blocks.len(), &mut page);
    if !with_links && links > 0 {
        guess_links(1 + links, &mut page);
    }
    page
}

/// Below what is there, as many lines as the blocks from number `first` on may take.
pub fn guess_more(document: &Document, first: usize, page: &mut Page) {
    guess(document, first..document.blocks.len(), page);
    page.set.get_or_insert(0..0);
}

/// Sets all of a document, for as long as somebody wants it.
pub fn layout_while(
    document: &Document,
    options: &LayoutOptions,
    rooms: &Rooms,
    is_wanted: impl Fn() -> bool,
) -> Option<Page> {
    let mut page = Page::default();
    let mut is_whole = true;
    let all = 0..document.blocks.len();
    set(
        document,
        all.clone(),
        (*options, rooms),
        &mut page,
        |setter| {
            for number in all {
                if number % AT_ONCE == 0 && !is_wanted() {
                    is_whole = false;
                    return;
                }
                setter.gap(number);
                setter.block(number);
            }
            if options.list_links {
                setter.link_list();
            }
        },
    );
    is_whole.then_some(page)
}

/// A line for each link.
fn guess_links(lines: usize, page: &mut Page) {
    let end = page.ends.last().copied().unwrap_or(0);
    let lines = page.lines.len() + lines;
    page.lines.resize(lines, Line::default());
    page.ends.resize(lines, end);
}

fn guess(document: &Document, blocks: Range<usize>, page: &mut Page) {
    let width = usize::from(page.width.max(1));
    let mut end = page.ends.last().copied().unwrap_or(0);
    for number in blocks {
        let block = &document.blocks[number];
        let words = match block.kind {
            BlockKind::Code { .. } => document.slice(&block.range).matches('\n').count(),
            _ => 0,
        };
        let bytes = block.range.len();
        // And the blank line before it.
        let lines = 2 + words.max(bytes / width);
        for line in 1..=lines {
            page.lines.push(Line {
                block: Some(number),
                ..Line::default()
            });
            end = end.max((block.range.start + bytes * line / lines) as u32);
            page.ends.push(end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::renderer::{document, layout};

    fn long() -> Document {
        let paragraph = |n: usize| {
            format!(
                "<p>The {n}th boat came in <b>late</b> and was made fast in the dark.</p><ul><li>{n}</ul>"
            )
        };
        let html: String = (0..4000).map(paragraph).collect();
        document(&html, None)
    }

    #[test]
    fn what_is_near_is_set_as_in_the_whole_and_the_rest_is_as_long_as_it_may_be() {
        let document = long();
        let options = LayoutOptions {
            width: 40,
            measure: 40,
            ..LayoutOptions::default()
        };
        let whole = layout(&document, &options);
        let byte = document.text.find("The 2500th").unwrap();
        let page = layout_near(&document, byte, &options, &Rooms::new());
        let set = page.set.clone().unwrap();
        assert!(set.len() < whole.lines.len() / 4, "{set:?}");
        assert!(page.lines.len().abs_diff(whole.lines.len()) < whole.lines.len() / 2);
        let (here, there) = (page.line_of(byte), whole.line_of(byte));
        assert!(set.contains(&here));
        for step in 0..40 {
            assert_eq!(page.lines[here + step], whole.lines[there + step]);
            assert_eq!(page.lines[here - step], whole.lines[there - step]);
        }
        // A place that is not set is guessed, and places stay in their order.
        let lines: Vec<usize> = (0..document.text.len())
            .step_by(997)
            .map(|at| page.line_of(at))
            .collect();
        assert!(lines.is_sorted());
        assert_eq!(page.cells(&(3..9)), []);
        let top = page.first_byte_from(10).unwrap();
        assert!(top > 0 && top < document.text.len() / 50);
    }

    #[test]
    fn the_whole_is_set_while_it_is_wanted() {
        let document = long();
        let options = LayoutOptions::default();
        let whole = layout_while(&document, &options, &Rooms::new(), || true);
        assert_eq!(whole, Some(layout(&document, &options)));
        assert_eq!(
            layout_while(&document, &options, &Rooms::new(), || false),
            None
        );
    }

    #[test]
    fn a_document_without_blocks_has_an_empty_page() {
        let none = Document::default();
        let page = layout_near(&none, 5, &LayoutOptions::default(), &Rooms::new());
        assert!(page.lines.is_empty());
    }
}
