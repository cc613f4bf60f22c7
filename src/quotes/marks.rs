//! Quotation marks to quoted ranges: pairs of every style, nested, mixed, turned the wrong way, or never closed.
//! Works within one block of text, in one pass; says nothing of what is speech.

use std::ops::Range;

use super::sides::{Side, side};

/// What shows that words are quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// Quotation marks.
    Marks,
    /// A `q` element.
    Element,
    /// A block quotation.
    Block,
    /// A labelled line of a transcript.
    Transcript,
    /// A pull quote: words of the text once more.
    Repeat,
}

/// A quoted stretch of one block: the outermost marks alone, nested ones stay inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quoted {
    /// With its marks.
    pub(super) outer: Range<usize>,
    /// Without its marks.
    pub(super) inner: Range<usize>,
    /// The block that it stands in.
    pub(super) block: usize,
    /// Whether the closing mark stands there; if not, the range runs to the end of the block.
    pub(super) closed: bool,
    pub(super) origin: Origin,
    /// Where the document says whose words these are: the attribution of a block quotation.
    pub(super) by: Option<Range<usize>>,
}

/// How an article sets its marks, found once for the whole text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Conventions {
    /// “ closes, as in „…“.
    pub(super) low_opening: bool,
    /// »…« rather than «…».
    pub(super) inward: bool,
    /// Speech stands between ‘…’ or '…'.
    pub(super) single: bool,
}

/// No more marks than these are kept open at once; deeper ones are text.
const DEEPEST: usize = 6;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Double,
    Guillemet,
    Single,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    pub(super) at: usize,
    pub(super) inner: usize,
    pub(super) class: Class,
    pub(super) low: bool,
}

impl Conventions {
    /// Reads the conventions off a text, in one pass.
    pub(super) fn of(text: &str) -> Self {
        let mut found = Self {
            low_opening: text.contains('„'),
            ..Self::default()
        };
        let guillemet = text.find(['«', '»']).or_else(|| text.find(['‹', '›']));
        if let Some(at) = guillemet {
            found.inward = text[at..].starts_with(['»', '›']);
        }
        let (mut single, mut double) = (0usize, 0usize);
        let mut before: (Option<char>, Option<char>) = (None, None);
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let next = chars.peek().copied();
            // Where speech begins: at the head of a paragraph, or after a comma or a colon.
            let speech_may_begin = matches!(
                before,
                (_, None | Some('\n')) | (Some(',' | ':' | '.' | '!' | '?' | '\n'), Some(' '))
            );
            if speech_may_begin
                && next.is_some_and(|n| n.is_uppercase() || matches!(n, '…' | '“' | '\''))
            {
                match c {
                    '\'' if next == Some('\'') => double += 1, // doubled: no sign of the single style
                    '‘' | '‚' | '\'' => single += 1,
                    '“' | '"' | '„' | '«' | '»' => double += 1,
                    _ => {}
                }
            }
            before = (before.1, Some(c));
        }
        found.single = single > double;
        found
    }
}

/// Adds the quoted stretches of `text[block]`, in order.
pub(super) fn pair(
    text: &str,
    block: Range<usize>,
    number: usize,
    conventions: Conventions,
    found: &mut Vec<Quoted>,
) {
    let body = &text[block.clone()];
    let mut open: Vec<Open> = Vec::new();
    // Pairs closed while an outer mark was still open: they count if that one is never closed.
    let mut inside: Vec<Quoted> = Vec::new();
    let mut previous: Option<char> = None;
    let mut skip_to = 0;
    for (offset, c) in body.char_indices() {
        let before = previous;
        previous = Some(c);
        if offset < skip_to || !is_mark(c, conventions) {
            continue;
        }
        let mut end = offset + c.len_utf8();
        // ``…'' as typewriters and TeX set them.
        let doubled = matches!(c, '`' | '\'') && body[end..].starts_with(c);
        if doubled {
            end += 1;
            skip_to = end;
        } else if c == '`' {
            continue;
        }
        let next = body[end..].chars().next();
        let class = match c {
            '«' | '»' | '‹' | '›' => Class::Guillemet,
            '‘' | '’' | '‚' | '\'' | '‛' if !doubled => Class::Single,
            _ => Class::Double,
        };
        let current = open.iter().rev().find(|o| o.class == class).copied();
        match side(c, doubled, before, next, current, conventions, &body[end..]) {
            Side::Opens if open.len() < DEEPEST => open.push(Open {
                at: block.start + offset,
                inner: block.start + end,
                class,
                low: matches!(c, '„' | '‚'),
            }),
            Side::Closes => {
                let Some(place) = open.iter().rposition(|o| o.class == class) else {
                    continue;
                };
                let o = open[place];
                open.truncate(place);
                let quoted = Quoted {
                    outer: o.at..block.start + end,
                    inner: o.inner..block.start + offset,
                    block: number,
                    closed: true,
                    origin: Origin::Marks,
                    by: None,
                };
                if place == 0 {
                    inside.clear();
                    found.push(quoted);
                } else {
                    while inside
                        .last()
                        .is_some_and(|q| q.outer.start > quoted.outer.start)
                    {
                        inside.pop();
                    }
                    inside.push(quoted);
                }
            }
            Side::Opens | Side::Neither => {}
        }
    }
    if let Some(first) = open.first() {
        unclosed(text, &block, number, *first, inside, found);
    }
}

/// What is left open at the end of a block. A mark at the head of the block, or one with no other pair after it, holds
/// to the end (speech that runs on into the next paragraph); else it was a slip and the pairs after it stand.
fn unclosed(
    text: &str,
    block: &Range<usize>,
    number: usize,
    open: Open,
    inside: Vec<Quoted>,
    found: &mut Vec<Quoted>,
) {
    let same_style = inside
        .iter()
        .any(|q| text[q.outer.clone()].chars().next() == text[open.at..].chars().next());
    if same_style {
        found.extend(inside);
        return;
    }
    let end = block.start + text[block.clone()].trim_end().len();
    if open.class != Class::Single && end > open.inner {
        found.push(Quoted {
            outer: open.at..end,
            inner: open.inner..end,
            block: number,
            closed: false,
            origin: Origin::Marks,
            by: None,
        });
    }
}

fn is_mark(c: char, conventions: Conventions) -> bool {
    match c {
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '〝' | '〞' | '`' | '＂' | '‹' | '›' | '\'' => {
            true
        }
        '‘' | '’' | '‚' | '‛' => conventions.single,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        pair(text, 0..text.len(), 0, Conventions::of(text), &mut found);
        found.iter().map(|q| &text[q.inner.clone()]).collect()
    }

    #[test]
    fn every_style_of_marks_is_paired() {
        assert_eq!(quoted("“One,” he said. “Two.”"), ["One,", "Two."]);
        assert_eq!(quoted("\"One,\" he said. \"Two.\""), ["One,", "Two."]);
        assert_eq!(quoted("„Eins“, sagte er. „Zwei.“"), ["Eins", "Zwei."]);
        assert_eq!(quoted("„Eins”, sagte er. „Zwei\"."), ["Eins", "Zwei"]);
        assert_eq!(quoted("« Un », dit-il. « Deux. »"), [" Un ", " Deux. "]);
        assert_eq!(quoted("»Eins«, sagte er. »Zwei.«"), ["Eins", "Zwei."]);
        assert_eq!(quoted("‹Un›, dit-il."), ["Un"]);
        assert_eq!(
            quoted("‘It’s the girls’ school,’ he said. ‘Don’t.’"),
            ["It’s the girls’ school,", "Don’t."]
        );
        assert_eq!(
            quoted("'It's late,' he said. 'Don't.'"),
            ["It's late,", "Don't."]
        );
        assert_eq!(quoted("``One,'' he said."), ["One,"]);
    }

    #[test]
    fn nested_marks_stay_inside() {
        assert_eq!(
            quoted("“She said ‘no’ to me,” he said."),
            ["She said ‘no’ to me,"]
        );
        assert_eq!(
            quoted("“She said “no” to me,” he said."),
            ["She said “no” to me,"]
        );
        assert_eq!(
            quoted("‘She said “no” to me,’ he said."),
            ["She said “no” to me,"]
        );
        assert_eq!(quoted("«Il a dit “non”», dit-elle."), ["Il a dit “non”"]);
    }

    #[test]
    fn odd_marks_derail_nothing() {
        assert_eq!(quoted("“One,“ he said. ”Two.”"), ["One,", "Two."]);
        assert_eq!(quoted("He is 6'2\" tall. \"Yes,\" he said."), ["Yes,"]);
        assert_eq!(quoted("It’s his dogs’ home."), Vec::<&str>::new());
        assert_eq!(quoted("“It runs on"), ["It runs on"]);
        assert_eq!(quoted("A slip “here. “Yes,” he said."), ["Yes,"]);
        assert_eq!(quoted("”"), Vec::<&str>::new());
    }
}
