//! What is known of a feed: its address, its polls, its rhythm, and why it could not be read.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::fit::{wrap, write};
use super::view::{Look, dialog};
use super::when::{at, until};
use crate::app::State;
use crate::news::{Feed, UnixSeconds};

/// Draws the details of the current feed over the screen.
pub(super) fn draw(state: &State, look: &Look, buffer: &mut Buffer, screen: Rect) {
    let Some(feed) = state.current_feed() else {
        return;
    };
    let columns = 78.min(screen.width);
    let facts = facts(feed, state.now, look);
    let label = 15;
    let cells = columns.saturating_sub(4 + label).max(1);
    let mut lines: Vec<(&str, String, Style)> = Vec::new();
    for (name, text, style) in facts {
        for (index, line) in wrap(&text, cells).into_iter().enumerate() {
            lines.push((if index == 0 { name } else { "" }, line, style));
        }
    }
    let rows = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    let area = dialog(
        buffer,
        look,
        screen,
        (columns, rows),
        &feed.title,
        &state.keymap.worded(state.focus, "{back} closes"),
    );
    for (index, (name, text, style)) in lines.iter().take(usize::from(area.height)).enumerate() {
        let y = area.y + u16::try_from(index).unwrap_or(0);
        write(buffer, (area.x, y), label, look, &[(name, look.theme.soft)]);
        write(
            buffer,
            (area.x + label, y),
            area.width.saturating_sub(label),
            look,
            &[(text, *style)],
        );
    }
}

fn facts(feed: &Feed, now: UnixSeconds, look: &Look) -> Vec<(&'static str, String, Style)> {
    let theme = &look.theme;
    let poll = &feed.poll;
    let time = |moment: Option<UnixSeconds>| {
        moment.map_or_else(|| "never".to_owned(), |then| at(then, &look.zone))
    };
    let bytes = |value: &Option<Vec<u8>>| {
        value.as_ref().map_or_else(
            || "none".to_owned(),
            |bytes| String::from_utf8_lossy(bytes).into_owned(),
        )
    };
    let mut facts = Vec::new();
    // What is wrong comes first: where there is little room, it is what one must know.
    if let Some(error) = &poll.error {
        facts.push((
            "Failed",
            format!("{error} ({} in a row)", poll.failures),
            theme.error,
        ));
        if let Some(hint) = &poll.hint {
            facts.push(("Hint", hint.clone(), theme.text));
        }
    }
    facts.push(("Address", feed.url.clone(), theme.text));
    if let Some(site) = &feed.site {
        facts.push(("Site", site.clone(), theme.text));
    }
    let folder = feed.folder.clone().unwrap_or_else(|| "none".to_owned());
    facts.push(("Folder", folder, theme.text));
    if !feed.tags.is_empty() {
        facts.push(("Tags", feed.tags.join(", "), theme.text));
    }
    facts.push((
        "Articles",
        format!("{} unread of {}", feed.unread, feed.total),
        theme.text,
    ));
    facts.push(("Last asked", time(poll.last_poll), theme.text));
    facts.push(("Last answer", time(poll.last_success), theme.text));
    let next = match poll.next_due {
        _ if poll.gone => "never: the server says that it is gone".to_owned(),
        Some(due) => format!("{} ({})", at(due, &look.zone), until(due, now)),
        None => "due".to_owned(),
    };
    facts.push(("Next", next, theme.text));
    if let Some(seconds) = poll.rhythm {
        facts.push(("Rhythm", rhythm(seconds), theme.text));
    }
    facts.push(("ETag", bytes(&poll.etag), theme.soft));
    facts.push(("Last-Modified", bytes(&poll.last_modified), theme.soft));
    if let Some(notice) = poll.notice() {
        facts.push(("Notice", notice, theme.notice));
    }
    if poll.partial {
        facts.push((
            "Partial",
            "the document was cut off; its whole entries were kept".to_owned(),
            theme.notice,
        ));
    }
    let earlier = poll
        .past_failures
        .iter()
        .skip(usize::from(poll.error.is_some()));
    for (index, (when, error)) in earlier.enumerate() {
        let name = if index == 0 { "Before that" } else { "" };
        let text = format!("{}: {error}", at(*when, &look.zone));
        facts.push((name, text, theme.soft));
    }
    facts
}

/// "an article every 3 hours"
fn rhythm(seconds: u64) -> String {
    let hours = seconds / 3600;
    match (seconds / 60, hours) {
        (minutes, _) if minutes < 120 => format!("an article every {} minutes", minutes.max(1)),
        (_, hours) if hours < 48 => format!("an article every {hours} hours"),
        _ => format!("an article every {} days", hours / 24),
    }
}
