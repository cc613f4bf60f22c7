//! The quote sidebar: who said what, beside the text, and the reader's highlights among it. What is now on the screen is
//! lit, the rest dim.

use ratatui::style::{Modifier, Style};

use super::theme::Voice;
use super::view::{Canvas, Look};
use crate::app::{CardLine, CardPart, Entry, INDENT, Reading, State};
use crate::news::QuoteKind;

/// How many there are, and how they are arranged.
pub(super) fn title(state: &State, look: &Look) -> (String, String) {
    let Some(reading) = &state.reading else {
        return ("Quotes".to_owned(), String::new());
    };
    let dot = look.signs.dot;
    let title = match reading.spoken() {
        _ if !state.sidebar.words.is_empty() => {
            format!("Quotes {dot} /{}", state.sidebar.words)
        }
        0 => "Quotes".to_owned(),
        count => format!("Quotes {dot} {count}"),
    };
    let facts = if state.sidebar.grouped && !reading.entries.is_empty() {
        "by speaker".to_owned()
    } else {
        String::new()
    };
    (title, facts)
}

/// Draws the pane.
pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>) {
    let Some(reading) = &state.reading else {
        return;
    };
    if reading.entries.is_empty() {
        return draw_empty(state, reading, canvas);
    }
    let page = state
        .panes()
        .reading
        .map_or(0, |area| usize::from(area.content().height));
    for (at, line) in state.sidebar_lines().iter().enumerate() {
        draw_line(reading, page, canvas, at, line);
    }
}

fn draw_empty(state: &State, reading: &Reading, canvas: &mut Canvas<'_>) {
    let soft = canvas.look.theme.soft;
    let lines = if state.sidebar.words.is_empty() || reading.spoken() == 0 {
        [
            "Nobody is quoted here.",
            "{select-words} selects words to keep.",
        ]
    } else {
        ["Nothing holds these words.", "{escape} shows everything."]
    };
    for (index, line) in lines.iter().enumerate() {
        let line = state.keymap.worded(state.focus, line);
        canvas.line(1 + index, 2, &[(&line, soft)]);
    }
}

fn draw_line(reading: &Reading, page: usize, canvas: &mut Canvas<'_>, at: usize, line: &CardLine) {
    let look = canvas.look;
    let theme = &look.theme;
    let Some(entry) = line.entry else {
        if line.part == CardPart::Rule {
            let cells = usize::from(canvas.area.width.saturating_sub(INDENT + 1));
            let rule = look.signs.horizontal.repeat(cells);
            canvas.line(at, INDENT - 1, &[(&rule, theme.faint)]);
        }
        return;
    };
    let selected = reading.selected == Some(entry);
    let lit = selected || page == 0 || reading.is_lit(entry, page);
    let voice = voice(reading, entry, look);
    let (name, words, facts) = if lit {
        (voice.name, theme.text, theme.soft)
    } else {
        (theme.soft, theme.soft, theme.soft)
    };
    let grey =
        matches!(entry, Entry::Quote(index) if reading.quotes[index].kind == QuoteKind::Fragment);
    let words = if grey { theme.soft } else { words };
    if selected {
        canvas.line(at, 0, &[(look.signs.selected, voice.name)]);
    }
    if let Some(marker) = marker(reading, entry, look)
        && matches!(line.part, CardPart::FirstWords | CardPart::Words)
    {
        let style = if lit { marker } else { theme.faint };
        canvas.line(at, INDENT - 1, &[(look.signs.selected, style)]);
    }
    let text = line.text.as_str();
    match line.part {
        CardPart::Name { unsure } => {
            let sign = if unsure { " ?" } else { "" };
            let by = look.signs.by;
            canvas.line(
                at,
                INDENT - 1,
                &[(by, name), (text, name), (sign, theme.soft)],
            );
        }
        CardPart::Title => canvas.line(at, INDENT - 1, &[(text, facts)]),
        CardPart::Also => canvas.line(at, INDENT, &[(text, facts)]),
        CardPart::Label => {
            let style = theme.soft.add_modifier(Modifier::ITALIC);
            canvas.line(at, INDENT - 1, &[(text, style)]);
        }
        // The mark hangs before the words, so that they stand in one line.
        CardPart::FirstWords => {
            let mut rest = text.chars();
            let mark = rest.next().filter(|c| *c != ' ').map(String::from);
            if let Some(mark) = mark {
                canvas.line(at, INDENT - 1, &[(&mark, words)]);
            }
            canvas.line(at, INDENT, &[(rest.as_str(), words)]);
        }
        CardPart::Words => canvas.line(at, INDENT, &[(text, words)]),
        CardPart::Note => {
            let style = words.add_modifier(Modifier::ITALIC);
            canvas.line(at, INDENT + 2, &[(text, style)]);
        }
        CardPart::Facts => draw_facts(reading, entry, canvas, at, facts),
        CardPart::Gap | CardPart::Rule => {}
    }
}

/// Cue, paragraph, and the signs of what the reader did with it.
fn draw_facts(reading: &Reading, entry: Entry, canvas: &mut Canvas<'_>, at: usize, style: Style) {
    let look = canvas.look;
    let signs = look.signs;
    let mut facts = Vec::new();
    match entry {
        Entry::Quote(index) => facts.extend(cue(reading, index)),
        Entry::Mark(index) => {
            let highlight = &reading.marked[index].highlight;
            facts.push(match &highlight.said {
                Some(said) => said
                    .person
                    .as_ref()
                    .map_or_else(|| "kept".to_owned(), |person| person.name.clone()),
                None => highlight.colour.name().to_owned(),
            });
        }
    }
    let paragraph = reading
        .place(entry)
        .and_then(|place| reading.document.paragraph_number(place.start));
    facts.extend(paragraph.map(|number| format!("{}{number}", signs.paragraph)));
    let facts = facts.join(&format!(" {} ", signs.dot));
    let mut pieces = vec![(facts.as_str(), style)];
    let star = format!(" {}", signs.bookmark);
    let pen = format!(" {}", signs.edited);
    if let Entry::Quote(index) = entry {
        if reading.kept(index).is_some() {
            pieces.push((&star, look.theme.accent));
        }
        if reading.is_corrected(index) {
            pieces.push((&pen, style));
        }
    }
    canvas.line(at, INDENT, &pieces);
}

/// The word that makes it speech, as it stands within a sentence.
fn cue(reading: &Reading, index: usize) -> Option<String> {
    let cue = reading.document.slice(reading.quotes[index].cue.as_ref()?);
    cue.contains(char::is_alphabetic)
        .then(|| cue.to_lowercase())
}

/// How the words of an entry's speaker look.
pub(super) fn voice(reading: &Reading, entry: Entry, look: &Look) -> Voice {
    look.theme.voice(match entry {
        Entry::Quote(index) => reading.voices[index],
        Entry::Mark(_) => None,
    })
}

/// The colour of a highlight, for the bar beside its words.
fn marker(reading: &Reading, entry: Entry, look: &Look) -> Option<Style> {
    match entry {
        Entry::Mark(index) if reading.marked[index].highlight.said.is_none() => {
            let colour = reading.marked[index].highlight.colour;
            Some(look.theme.markers[colour.number()].bar)
        }
        _ => None,
    }
}
