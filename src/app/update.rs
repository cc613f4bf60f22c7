//! What happens when something happens: `(state, message) -> effects`, pure. Each pane's part stands in its own file.

use super::state::State;
use super::{
    Action, Effect, Key, KeyCode, List, Message, NoticeKind, Overlay, Pane, PollResult, PollWhat,
    Progress, Prompt, action_for,
};
use crate::news::Scope;

/// Lines that a turn of the wheel scrolls.
const WHEEL: isize = 3;

/// Changes the state by what happened, and says what the world must do.
pub fn update(state: &mut State, message: Message) -> Vec<Effect> {
    let mut effects = Vec::new();
    match message {
        Message::Key(key) => state.key(key, &mut effects),
        Message::Paste(text) => state.paste(&text, &mut effects),
        Message::Resize(size) => {
            state.size = size;
            // A terminal that was small for a moment has lost what stood on it, even if it has its old size again.
            effects.push(Effect::Redraw);
            state.settle(&mut effects);
        }
        Message::Click { column, row } => state.click(column, row, &mut effects),
        Message::Wheel { up, column, row } => {
            let by = if up { -WHEEL } else { WHEEL };
            match state.panes().at(column, row) {
                Some(Pane::Reading) => state.scroll_reading(by),
                Some(pane) => state.step(pane, by.signum(), &mut effects),
                None => {}
            }
        }
        Message::Feeds { feeds, bookmarks } => {
            state.feeds = feeds;
            state.bookmarks = bookmarks;
            state.follow_scope();
        }
        Message::List {
            ticket,
            append,
            page,
        } => state.take_list(ticket, append, page, &mut effects),
        Message::Article { ticket, loaded } => state.take_article(ticket, loaded),
        Message::AllRead { changed } => {
            state.took_all_read(changed);
            effects.push(Effect::LoadFeeds);
        }
        Message::Enriched { counts } => state.took_counts(&counts),
        Message::PollStarted { total } => {
            state.progress = Some(Progress {
                total,
                ..Progress::default()
            });
        }
        Message::Polled(result) => state.took_poll(&result, &mut effects),
        Message::PollEnded => state.poll_ended(&mut effects),
        Message::Done(text) => state.say(NoticeKind::Info, text),
        Message::Failed(text) => {
            state.say(NoticeKind::Error, text);
            effects.push(Effect::LoadFeeds);
        }
        Message::Terminate => effects.push(Effect::Quit),
    }
    effects
}

impl State {
    fn key(&mut self, key: Key, effects: &mut Vec<Effect>) {
        self.notice = None;
        if self.prompt.is_some() && self.prompt_key(key, effects) {
            return;
        }
        let Some(action) = action_for(key) else {
            return;
        };
        if self.overlay.is_some() && self.overlay_action(action) {
            return;
        }
        self.act(action, effects);
    }

    /// A key while the filter is typed; false where it means what it always means.
    fn prompt_key(&mut self, key: Key, effects: &mut Vec<Effect>) -> bool {
        let Some(prompt) = &mut self.prompt else {
            return false;
        };
        match key {
            Key {
                code: KeyCode::Char('c'),
                ctrl: true,
                ..
            } => return false,
            Key {
                code: KeyCode::Esc, ..
            } => {
                self.prompt = None;
                self.filter(String::new(), effects);
                return true;
            }
            Key {
                code: KeyCode::Enter,
                ..
            } => {
                self.prompt = None;
                return true;
            }
            Key {
                code: KeyCode::Up | KeyCode::Down,
                ..
            } => {
                let by = if key.code == KeyCode::Up { -1 } else { 1 };
                self.step(Pane::List, by, effects);
                return true;
            }
            Key {
                code: KeyCode::Char('u'),
                ctrl: true,
                ..
            } => prompt.text.clear(),
            Key {
                code: KeyCode::Char('w'),
                ctrl: true,
                ..
            } => {
                let kept = prompt.text.trim_end().rfind(' ').map_or(0, |at| at + 1);
                prompt.text.truncate(kept);
            }
            Key {
                code: KeyCode::Backspace,
                ..
            } => {
                prompt.text.pop();
            }
            Key {
                code: KeyCode::Char(c),
                ctrl: false,
                alt: false,
            } if !c.is_control() => prompt.text.push(c),
            _ => return true,
        }
        let words = prompt.text.clone();
        self.filter(words, effects);
        true
    }

    fn paste(&mut self, text: &str, effects: &mut Vec<Effect>) {
        if let Some(prompt) = &mut self.prompt {
            let line = text.chars().map(|c| if c.is_control() { ' ' } else { c });
            prompt.text.extend(line.take(200));
            let words = prompt.text.clone();
            self.filter(words, effects);
        }
    }

    /// An action while something lies over the panes; false where it goes to the panes all the same.
    fn overlay_action(&mut self, action: Action) -> bool {
        let page = usize::from(self.size.rows / 2);
        match (&mut self.overlay, action) {
            (_, Action::Quit | Action::Redraw) => return false,
            (Some(Overlay::Help(scroll)), Action::Down) => *scroll += 1,
            (Some(Overlay::Help(scroll)), Action::Up) => *scroll = scroll.saturating_sub(1),
            (Some(Overlay::Help(scroll)), Action::Flow | Action::PageDown | Action::HalfDown) => {
                *scroll += page;
            }
            (Some(Overlay::Help(scroll)), Action::PageUp | Action::HalfUp) => {
                *scroll = scroll.saturating_sub(page);
            }
            (Some(Overlay::Help(scroll)), Action::Top) => *scroll = 0,
            (Some(Overlay::Help(scroll)), Action::Bottom) => *scroll = super::ACTIONS.len(),
            _ => self.overlay = None,
        }
        if let Some(Overlay::Help(scroll)) = &mut self.overlay {
            *scroll = (*scroll).min(super::ACTIONS.len());
        }
        true
    }

    fn act(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let page = match self.focus {
            Pane::List => self.list_rows_on_screen(),
            Pane::Reading => self.reading_size().0.saturating_sub(2),
            Pane::Sources => 10,
            Pane::Quotes => 3,
        };
        let page = page.max(1).cast_signed();
        match action {
            Action::Down => self.step(self.focus, 1, effects),
            Action::Up => self.step(self.focus, -1, effects),
            Action::PageDown => self.step(self.focus, page, effects),
            Action::PageUp => self.step(self.focus, -page, effects),
            Action::HalfDown => self.step(self.focus, (page / 2).max(1), effects),
            Action::HalfUp => self.step(self.focus, -(page / 2).max(1), effects),
            Action::Top => self.top(effects),
            Action::Bottom => self.step(self.focus, isize::MAX, effects),
            Action::Open => match self.focus {
                Pane::Sources => self.set_focus(Pane::List, effects),
                Pane::List => {
                    self.open(effects);
                    self.settle(effects);
                }
                Pane::Reading => self.step_quote(true),
                Pane::Quotes => self.set_focus(Pane::Reading, effects),
            },
            Action::NextPane => self.move_focus(true, true, effects),
            Action::PreviousPane => self.move_focus(false, true, effects),
            Action::Right => self.move_focus(true, false, effects),
            Action::Left => self.move_focus(false, false, effects),
            Action::Flow => self.flow(effects),
            Action::NextUnread => self.next_unread(false, effects),
            Action::PreviousUnread => self.previous_unread(effects),
            Action::NextArticle => self.step_article(true, effects),
            Action::PreviousArticle => self.step_article(false, effects),
            Action::NextQuote => self.step_quote(true),
            Action::PreviousQuote => self.step_quote(false),
            Action::Bookmark => self.toggle_bookmark(effects),
            Action::Bookmarks => self.toggle_bookmarks(effects),
            Action::ToggleRead => self.toggle_read(effects),
            Action::AllRead => self.all_read(effects),
            Action::Undo => self.take_back(effects),
            Action::Refresh => match self
                .current_feed()
                .map(|feed| (feed.id, feed.title.clone()))
            {
                Some((id, title)) => {
                    self.say(NoticeKind::Info, format!("asking {title}"));
                    effects.push(Effect::Poll(PollWhat::Feed(id)));
                }
                None => effects.push(Effect::Poll(PollWhat::All)),
            },
            Action::RefreshAll => effects.push(Effect::Poll(PollWhat::All)),
            Action::Browser => self.browse(effects),
            Action::Copy => self.copy(effects),
            Action::Filter => {
                if !self.alone {
                    self.set_focus(Pane::List, effects);
                    self.prompt = Some(Prompt {
                        text: self.list.words.clone(),
                    });
                }
            }
            Action::Details => self.overlay = self.current_feed().map(|_| Overlay::Details),
            Action::Help => self.overlay = Some(Overlay::Help(0)),
            Action::Back => self.back(effects),
            Action::Escape => self.escape(effects),
            Action::Redraw => effects.push(Effect::Redraw),
            Action::Quit => effects.push(Effect::Quit),
        }
    }

    /// Moves within a pane by rows or lines.
    fn step(&mut self, pane: Pane, by: isize, effects: &mut Vec<Effect>) {
        match pane {
            Pane::Sources => self.select_source(self.source.saturating_add_signed(by), effects),
            Pane::List => {
                let last = self.list.rows.len().saturating_sub(1);
                self.list.selected = self.list.selected.saturating_add_signed(by).min(last);
                self.show_selection(effects);
            }
            Pane::Reading => self.scroll_reading(by),
            Pane::Quotes => {
                let Some(reading) = &self.reading else {
                    return;
                };
                let last = reading.quotes.len().saturating_sub(1);
                let at = match reading.selected {
                    Some(at) => at.saturating_add_signed(by).min(last),
                    None => reading.quotes_on_screen(self.reading_size().0).start,
                };
                self.select_quote(at);
            }
        }
    }

    /// To the top of the pane; in the list, that also shows what has arrived.
    fn top(&mut self, effects: &mut Vec<Effect>) {
        if self.focus == Pane::List && self.list.arrived > 0 {
            self.list.selected = 0;
            self.list.rows.clear();
            self.load_list(effects);
        } else {
            self.step(self.focus, isize::MIN, effects);
        }
    }

    /// The one key that reads everything: open, page, next unread, next feed.
    fn flow(&mut self, effects: &mut Vec<Effect>) {
        let selected = self.list.headline().map(|row| (row.id, row.read));
        if matches!(self.focus, Pane::Sources | Pane::List) {
            if selected.is_some_and(|(_, read)| !read) {
                self.open(effects);
                self.settle(effects);
            } else {
                self.next_unread(true, effects);
            }
            return;
        }
        // While the article that was asked for is on its way, a page further would be one of the wrong article.
        let shown = self
            .reading
            .as_ref()
            .map(|reading| reading.article.headline.id);
        let coming = self.wanted.is_some() && selected.map(|(id, _)| id) != shown;
        if coming && !self.alone || self.next_page() {
            return;
        }
        if self.alone {
            self.say(NoticeKind::Info, "the end");
        } else {
            self.next_unread(true, effects);
        }
    }

    fn set_focus(&mut self, pane: Pane, effects: &mut Vec<Effect>) {
        self.focus = pane;
        self.settle(effects);
    }

    /// To the pane on the right or on the left; `round` goes on from the last to the first.
    fn move_focus(&mut self, right: bool, round: bool, effects: &mut Vec<Effect>) {
        let all = [Pane::Sources, Pane::List, Pane::Reading, Pane::Quotes];
        let panes = if self.alone { &all[2..] } else { &all[..] };
        let at = panes
            .iter()
            .position(|pane| *pane == self.focus)
            .unwrap_or(0);
        let last = panes.len() - 1;
        let next = match (right, round) {
            (true, true) => (at + 1) % panes.len(),
            (true, false) => (at + 1).min(last),
            (false, true) => at.checked_sub(1).unwrap_or(last),
            (false, false) => at.saturating_sub(1),
        };
        if panes[next] != self.focus {
            let opening = self.focus == Pane::List && panes[next] == Pane::Reading;
            self.focus = panes[next];
            if opening {
                self.open(effects);
            }
            if self.focus == Pane::Quotes
                && self
                    .reading
                    .as_ref()
                    .is_some_and(|reading| reading.selected.is_none())
            {
                self.step(Pane::Quotes, 0, effects);
            }
            self.settle(effects);
        }
    }

    /// After a pane came, went or changed its size: everything selected is on the screen again.
    fn settle(&mut self, effects: &mut Vec<Effect>) {
        self.show_source();
        self.reflow();
        self.show_selection(effects);
    }

    fn back(&mut self, effects: &mut Vec<Effect>) {
        match self.focus {
            Pane::Quotes => self.set_focus(Pane::Reading, effects),
            Pane::Reading if !self.alone => self.set_focus(Pane::List, effects),
            Pane::Sources => self.set_focus(Pane::List, effects),
            _ if !self.list.words.is_empty() => self.filter(String::new(), effects),
            _ if self.list.scope == Scope::Bookmarks => self.toggle_bookmarks(effects),
            _ => effects.push(Effect::Quit),
        }
    }

    fn escape(&mut self, effects: &mut Vec<Effect>) {
        if let Some(reading) = self
            .reading
            .as_mut()
            .filter(|reading| reading.selected.is_some())
        {
            reading.selected = None;
        } else if !self.list.words.is_empty() {
            self.filter(String::new(), effects);
        } else if self.focus != Pane::List && !self.alone {
            self.set_focus(Pane::List, effects);
        }
    }

    fn click(&mut self, column: u16, row: u16, effects: &mut Vec<Effect>) {
        self.notice = None;
        if self.overlay.take().is_some() {
            return;
        }
        let panes = self.panes();
        let Some(pane) = panes.at(column, row) else {
            return;
        };
        let content = panes.area(pane).unwrap_or_default().content();
        let line = usize::from(row.saturating_sub(content.y));
        let on_title = row < content.y;
        match pane {
            _ if on_title => self.set_focus(pane, effects),
            Pane::Sources => {
                let mut at = 0;
                let hit = self.sources().iter().skip(self.source_top).position(|row| {
                    at += 1 + usize::from(row.error.is_some());
                    line < at
                });
                self.set_focus(Pane::Sources, effects);
                if let Some(hit) = hit {
                    self.select_source(self.source_top + hit, effects);
                }
            }
            Pane::List => {
                let hit = self.list.top + line / usize::from(List::row_height(content.width));
                if hit < self.list.rows.len() {
                    self.list.selected = hit;
                    self.focus = Pane::List;
                    self.open(effects);
                    // With the list still beside it, a click opens without leaving the list.
                    if panes.reading.is_some() {
                        self.focus = Pane::List;
                    }
                    self.settle(effects);
                }
            }
            Pane::Reading => {
                self.set_focus(Pane::Reading, effects);
                self.click_text(line, column);
            }
            Pane::Quotes => self.set_focus(Pane::Quotes, effects),
        }
    }

    /// A click on a quotation in the text selects it.
    fn click_text(&mut self, line: usize, column: u16) {
        let Some(area) = self.panes().reading else {
            return;
        };
        let (left, _) = super::panes::text_column(area.content(), self.settings.measure);
        let hit = self.reading.as_ref().and_then(|reading| {
            let line = (reading.scroll + line).checked_sub(reading.header_height())?;
            let byte = reading.page.at(line, column.checked_sub(left)?)?;
            reading
                .quotes
                .iter()
                .position(|quote| quote.ranges.iter().any(|range| range.contains(&byte)))
        });
        if let Some(index) = hit {
            self.select_quote(index);
        }
    }

    fn took_poll(&mut self, result: &PollResult, effects: &mut Vec<Effect>) {
        if let Some(progress) = &mut self.progress {
            progress.done += 1;
            progress.failed += usize::from(result.failed);
            progress.new += result.new;
        }
        if result.new == 0 && !result.failed {
            return;
        }
        effects.push(Effect::LoadFeeds);
        if result.new == 0 {
            return;
        }
        if self.list.rows.is_empty() {
            self.load_list(effects);
        } else {
            self.list.arrived += result.new;
        }
    }

    fn poll_ended(&mut self, effects: &mut Vec<Effect>) {
        if let Some(progress) = self.progress.take() {
            let new = match progress.new {
                0 => "nothing new".to_owned(),
                n => format!("{n} new"),
            };
            let failed = match progress.failed {
                0 => String::new(),
                n => format!(", {n} failed"),
            };
            let kind = if progress.failed > 0 {
                NoticeKind::Error
            } else {
                NoticeKind::Info
            };
            if progress.total > 0 {
                self.say(
                    kind,
                    format!(
                        "{} of {} feeds asked: {new}{failed}",
                        progress.done, progress.total
                    ),
                );
            }
        }
        effects.push(Effect::LoadFeeds);
    }
}
