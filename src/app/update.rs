//! What happens when something happens: `(state, message) -> effects`, pure. Each pane's part stands in its own file.

use super::state::State;
use super::{Action, Effect, Key, Message, NoticeKind, Overlay, Pane, PollWhat, Prompt, Purpose};

/// Changes the state by what happened, and says what the world must do.
pub fn update(state: &mut State, message: Message) -> Vec<Effect> {
    let mut effects = Vec::new();
    match message {
        Message::Key(key) => state.key(key, &mut effects),
        Message::Elapsed { ticket } => {
            state.elapsed(ticket);
            state.fade(ticket);
            state.tell(ticket, &mut effects);
        }
        Message::Paste(text) => state.paste(&text, &mut effects),
        Message::Resize(size) => {
            state.size = size;
            // A terminal that was small for a moment has lost what stood on it, even if it has its old size again.
            effects.push(Effect::Redraw);
            state.settle(&mut effects);
        }
        Message::Click { column, row } => state.click(column, row, &mut effects),
        Message::Drag { column, row } => state.drag(column, row, &mut effects),
        Message::Release => state.release(&mut effects),
        Message::DoubleClick { column, row } => state.double_click(column, row, &mut effects),
        Message::Wheel { up, column, row } => state.wheel(up, column, row, &mut effects),
        Message::Feeds { feeds, bookmarks } => {
            state.take_feeds(feeds, bookmarks, &mut effects);
            state.mark_offered();
            state.took_feeds_to_show(&mut effects);
            if !state.feeds_asked {
                effects.push(Effect::People(super::PeopleEffect::Follows));
            }
        }
        Message::List {
            ticket,
            append,
            page,
        } => state.take_list(ticket, append, page, &mut effects),
        Message::Contexts { ticket, found } => state.take_contexts(ticket, found, &mut effects),
        Message::ViewCounts(counts) => state.view_counts = counts,
        Message::Article { ticket, loaded } => {
            state.take_article(ticket, loaded, &mut effects);
            state.took_article(&mut effects);
        }
        Message::More { ticket, part } => state.take_part(ticket, *part),
        Message::LaidOut { ticket, page } => state.take_page(ticket, *page),
        Message::Left { id, position, note } => state.take_left(id, position, note),
        Message::Note { id, note } => effects.push(Effect::EditNote { id, note }),
        Message::NoteEdited { id, before, after } => {
            state.take_note(id, before, &after, &mut effects);
        }
        Message::Tags(tags) => state.take_tags(&tags),
        Message::Edit { ticket, edit } => state.take_edit(ticket, edit),
        Message::Front { ticket, page } => state.take_front(ticket, *page),
        Message::AllRead { changed } => {
            state.took_all_read(changed);
            state.load_feeds(&mut effects);
        }
        Message::Enriched { found } => {
            state.front.is_stale_now();
            state.took_found(&found);
            state.took_enriched(&found, &mut effects);
        }
        Message::People(message) => state.take_people(message, &mut effects),
        Message::Subscribing(message) => state.take_subscribing(*message, &mut effects),
        Message::Ruled(ruled) => state.took_ruled(*ruled, &mut effects),
        Message::Changed => {
            state.front.is_stale_now();
            state.load_feeds(&mut effects);
            state.load_list(&mut effects);
        }
        Message::PollStarted { total } => state.poll_started(total),
        Message::Polled(result) => state.took_poll(&result, &mut effects),
        Message::PollEnded => state.poll_ended(&mut effects),
        Message::FullText { id, result } => state.took_full_text(id, result, &mut effects),
        Message::Downloading { ticket, got, total } => state.download_goes_on(ticket, got, total),
        Message::Downloaded { ticket, result } => state.download_ended(ticket, result),
        Message::SpeechEnded { ticket, result } => state.speech_ended(ticket, result),
        Message::Guest { ticket, result } => state.take_guest(ticket, result, &mut effects),
        Message::Picture { ticket, result } => state.take_picture(ticket, result),
        Message::PictureReady => {}
        Message::Done(text) => state.say(NoticeKind::Info, text),
        Message::Failed(text) => {
            state.feeds_asked = false;
            state.say(NoticeKind::Error, text);
        }
        Message::NotKept(text) => {
            state.say(NoticeKind::Error, text);
            state.load_feeds(&mut effects);
            state.load_list(&mut effects);
        }
        Message::Stop => state.suspend(&mut effects),
        Message::GoOn => effects.push(Effect::TakeAgain),
        Message::Terminate => state.quit(&mut effects),
    }
    state.follow_front(&mut effects);
    state.mark_seen(&mut effects);
    state.lay_out_view(&mut effects);
    state.want_pictures(&mut effects);
    effects
}

impl State {
    fn key(&mut self, key: Key, effects: &mut Vec<Effect>) {
        self.notice = None;
        if self.prompt.is_some() && self.prompt_key(key, effects)
            || self.subscribing_key(key, effects)
        {
            return;
        }
        if self.shares_key(key, effects) || self.enclosures_key(key, effects) {
            return;
        }
        if self.overlay.is_none() && self.links_key(key, effects) {
            return;
        }
        if self.people_key(key, effects) || (self.overlay.is_none() && self.words_key(key, effects))
        {
            return;
        }
        self.press(key, effects);
    }

    /// An action while something lies over the panes; false where it goes to the panes all the same.
    pub(super) fn overlay_action(&mut self, action: Action, effects: &mut Vec<Effect>) -> bool {
        if let Some(Overlay::Enclosures(selected)) = self.overlay {
            return self.enclosures_action(action, selected, effects);
        }
        if let Some(Overlay::Shares(selected)) = self.overlay {
            return self.shares_action(action, selected, effects);
        }
        if let Some(Overlay::Themes { before }) = self.overlay
            && self.theme_action(action, before, effects)
        {
            return true;
        }
        if let Some(Overlay::Outline(selected)) = self.overlay {
            return self.outline_action(action, selected, effects);
        }
        if matches!(action, Action::Quit | Action::Redraw | Action::Suspend) {
            return false;
        }
        let stays = match self.overlay {
            Some(Overlay::Help) => self.help_action(action),
            Some(Overlay::Log) => self.log_action(action, effects),
            _ => false,
        };
        if !stays {
            self.overlay = None;
        }
        true
    }

    pub(super) fn act(&mut self, action: Action, effects: &mut Vec<Effect>) {
        if self.front_action(action, 1, effects)
            || self.people_action(action, effects)
            || self.changes_act(action, effects)
        {
            return;
        }
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
                Pane::Sources if self.on_front_row() => self.open_front(effects),
                Pane::Sources => self.set_focus(Pane::List, effects),
                Pane::List => {
                    self.open(effects);
                    self.settle(effects);
                }
                Pane::Reading => {
                    if !self.next_hit() {
                        self.step_quote(true);
                    }
                }
                Pane::Quotes => self.show_in_text(effects),
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
            Action::GroupQuotes => self.toggle_groups(),
            Action::KeepQuote => self.toggle_kept(effects),
            Action::CorrectSpeaker => self.ask_about_selected(),
            Action::SelectWords => self.begin_selection(effects),
            Action::Highlight => self.highlight_selected(effects),
            Action::LetGo => self.let_go(effects),
            Action::Bookmark => self.toggle_bookmark(effects),
            Action::Bookmarks => self.toggle_bookmarks(effects),
            Action::Later => self.toggle_later(effects),
            Action::Tags => self.ask_tags(),
            Action::Note => self.ask_note(effects),
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
            Action::Older if !self.alone => self.follow_trail(true, effects),
            Action::Newer if !self.alone => self.follow_trail(false, effects),
            Action::Changes => self.toggle_changes(effects),
            Action::Browser => self.browse(effects),
            Action::Links => self.show_hints(effects),
            Action::Pipe => self.ask_pipe(),
            Action::Share => self.share(effects),
            Action::Enclosures => self.list_enclosures(),
            Action::ReadAloud => self.read_aloud(effects),
            Action::FullText => self.fetch_full_text(effects),
            Action::ToggleText => self.toggle_text(),
            Action::Pictures => self.toggle_pictures(),
            Action::Folded => self.toggle_folded(),
            Action::Copy => self.copy(effects),
            Action::Filter if self.focus == Pane::Quotes => self.ask_for_sidebar_filter(),
            Action::Filter => {
                if !self.alone {
                    self.set_focus(Pane::List, effects);
                    let filter = self.list.filter.clone();
                    self.prompt = Some(Prompt::new(Purpose::Filter, filter));
                }
            }
            Action::Sort if !self.alone => self.next_sort(effects),
            Action::Older
            | Action::Newer
            | Action::Sort
            // What `people_action` and `front_action` have not taken is of no use here.
            | Action::People
            | Action::Follow
            | Action::SamePerson
            | Action::AlsoIn
            | Action::FrontPage => {}
            Action::AddFeed => self.ask_address(),
            Action::ChangeFeed => self.open_menu(),
            Action::Details => match self.current_feed() {
                Some(_) => self.overlay = Some(Overlay::Details),
                None => self.say(NoticeKind::Info, "choose a feed first"),
            },
            Action::Layout => self.next_layout(effects),
            Action::Zen => self.toggle_zen(effects),
            Action::Narrower => self.widen(false, effects),
            Action::Wider => self.widen(true, effects),
            Action::ResetWidth => self.reset_width(effects),
            Action::SwapSidebar => self.swap_sidebar(effects),
            Action::Density => self.next_density(effects),
            Action::Justify => self.toggle_justify(effects),
            Action::LineSpacing => self.toggle_spacing(effects),
            Action::Outline => self.show_outline(),
            Action::Palette => self.open_palette(effects),
            Action::Themes => self.choose_theme(),
            Action::Help => {
                self.narrow_help(String::new());
                self.overlay = Some(Overlay::Help);
            }
            Action::Log => self.show_log(),
            Action::Back => self.back(effects),
            Action::Escape => self.escape(effects),
            Action::Redraw => effects.push(Effect::Redraw),
            Action::Suspend => self.suspend(effects),
            Action::Quit => self.quit(effects),
        }
    }
}
