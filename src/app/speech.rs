//! Reading aloud: the article's words, from where one reads or as they are selected, go to a program that speaks.

use super::state::State;
use super::{Action, Effect, NoticeKind, Pane};

impl State {
    /// Begins to read aloud, or stops.
    pub(super) fn read_aloud(&mut self, effects: &mut Vec<Effect>) {
        if let Some(ticket) = self.speaking.take() {
            effects.push(Effect::Stop { ticket });
            return self.say(NoticeKind::Info, "silent");
        }
        if self.programs.speech.is_empty() {
            return self.say(
                NoticeKind::Info,
                "nothing speaks yet: `command` of [speech] in the configuration names a program, such as espeak-ng",
            );
        }
        if self.what_is_read().is_none() {
            return;
        }
        let height = self.reading_size().0;
        let Some(reading) = &self.reading else {
            return;
        };
        let text = match &self.selection {
            Some(selection) => reading.document.slice(&selection.range()).to_owned(),
            None if reading.scroll == 0 => {
                let title = &reading.article.headline.title;
                format!("{title}.\n\n{}", reading.document.text)
            }
            None => {
                let start = reading.bytes_on_screen(height).start;
                reading
                    .document
                    .slice(&(start..reading.document.text.len()))
                    .to_owned()
            }
        };
        if text.trim().is_empty() {
            return self.say(NoticeKind::Info, "there is nothing to read aloud");
        }
        let ticket = self.ticket();
        self.speaking = Some(ticket);
        effects.push(Effect::Speak {
            ticket,
            command: self.programs.speech.clone(),
            text,
        });
        let key = self.keymap.said(Pane::Reading, Action::ReadAloud);
        self.say(NoticeKind::Info, format!("reading aloud; {key} stops"));
    }

    /// The program that spoke has ended.
    pub(super) fn speech_ended(&mut self, ticket: u64, result: Result<(), String>) {
        let was = self.speaking.take_if(|speaking| *speaking == ticket);
        if let (Some(_), Err(why)) = (was, result) {
            self.say(NoticeKind::Error, why);
        }
    }
}
