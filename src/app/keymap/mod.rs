//! Which keys ask for what, in which pane: a preset, and over it what the reader has bound. Pure.

mod presets;

use std::fmt;

use super::action::{ACTIONS, Action, ActionInfo};
use super::keys::{Key, sequence};
use super::panes::Pane;

pub use presets::Preset;

/// Where a binding holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In every pane.
    Everywhere,
    /// In one.
    In(Pane),
}

impl Place {
    /// Each with its name in the configuration.
    pub const ALL: [(&str, Self); 5] = [
        ("all", Self::Everywhere),
        ("sources", Self::In(Pane::Sources)),
        ("list", Self::In(Pane::List)),
        ("reading", Self::In(Pane::Reading)),
        ("quotes", Self::In(Pane::Quotes)),
    ];
}

/// What the reader binds to keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Where it holds.
    pub place: Place,
    /// The keys, one after the other; never empty.
    pub keys: Vec<Key>,
    /// What they ask for; `None` for nothing at all.
    pub action: Option<Action>,
}

/// Why bindings cannot hold together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clash {
    /// The same keys are bound twice in one place; or the first are the beginning of the second, which could never be
    /// reached. Their places in what was given.
    Two {
        /// The earlier one.
        first: usize,
        /// The later one.
        second: usize,
    },
    /// Nothing is left that quits.
    NoWayOut,
}

/// What keys that were pressed so far ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// This.
    Action(Action),
    /// They begin longer sequences.
    Beginning,
    /// Nothing.
    Nothing,
}

const PANES: [Pane; 4] = [Pane::Sources, Pane::List, Pane::Reading, Pane::Quotes];

/// The keys of every pane.
#[derive(Clone, PartialEq, Eq)]
pub struct Keymap {
    preset: Preset,
    /// In the order of [`PANES`]; within a pane, no sequence begins another.
    panes: [Vec<(Vec<Key>, Action)>; PANES.len()],
}

impl Default for Keymap {
    fn default() -> Self {
        Self::new(Preset::Vim, &[]).expect("a preset has no clash: a test tries each")
    }
}

impl fmt::Debug for Keymap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keymap")
            .field("preset", &self.preset)
            .finish_non_exhaustive()
    }
}

impl Keymap {
    /// The keys of a preset, and the reader's own over them. Where the two get into each other's way, the reader's hold.
    pub fn new(preset: Preset, own: &[Binding]) -> Result<Self, Clash> {
        for (second, binding) in own.iter().enumerate() {
            let clashes = |other: &Binding| {
                other.place == binding.place && either_begins(&other.keys, &binding.keys)
            };
            if let Some(first) = own[..second].iter().position(clashes) {
                return Err(Clash::Two { first, second });
            }
        }
        let usual = preset_keys(preset);
        let panes = PANES.map(|pane| {
            let mut keys = usual.clone();
            for place in [Place::Everywhere, Place::In(pane)] {
                for binding in own.iter().filter(|binding| binding.place == place) {
                    keys.retain(|(there, _)| !either_begins(there, &binding.keys));
                    keys.extend(binding.action.map(|action| (binding.keys.clone(), action)));
                }
            }
            keys
        });
        let leaves = |keys: &Vec<(Vec<Key>, Action)>| {
            keys.iter()
                .any(|(_, action)| matches!(action, Action::Quit | Action::Back))
        };
        if !panes.iter().all(leaves) {
            return Err(Clash::NoWayOut);
        }
        Ok(Self { preset, panes })
    }

    fn of(&self, pane: Pane) -> &[(Vec<Key>, Action)] {
        let at = PANES.iter().position(|known| *known == pane);
        &self.panes[at.unwrap_or_default()]
    }

    /// What keys ask for in a pane.
    pub fn find(&self, pane: Pane, pressed: &[Key]) -> Found {
        let mut found = Found::Nothing;
        for (keys, action) in self.of(pane) {
            if keys == pressed {
                return Found::Action(*action);
            }
            if keys.starts_with(pressed) {
                found = Found::Beginning;
            }
        }
        found
    }

    /// What a key asks for, or begins to ask for, in any pane.
    pub fn asked_by(&self, key: Key) -> Option<&'static ActionInfo> {
        let mut all = self.panes.iter().flatten();
        all.find(|(keys, _)| keys[0] == key)
            .and_then(|(_, action)| info(*action))
    }

    /// How sequences go on that begin with these keys: the keys that are missing, and what they ask for.
    pub fn going_on(&self, pane: Pane, pressed: &[Key]) -> Vec<(String, &'static ActionInfo)> {
        let mut ways: Vec<_> = self
            .of(pane)
            .iter()
            .filter_map(|(keys, action)| {
                Some((written(keys.strip_prefix(pressed)?), info(*action)?))
            })
            .collect();
        ways.sort_by(|(a, _), (b, _)| a.cmp(b));
        ways
    }

    /// The keys that ask for an action in a pane, as they are written.
    pub fn keys_of(&self, pane: Pane, action: Action) -> Vec<String> {
        let keys = self.of(pane).iter();
        keys.filter(|(_, bound)| *bound == action)
            .map(|(keys, _)| written(keys))
            .collect()
    }

    /// The key of an action, as it is said in a sentence: its first key in this pane, else in any; without one, what the
    /// palette calls it.
    pub fn said(&self, pane: Pane, action: Action) -> String {
        let here = self.keys_of(pane, action).into_iter().next();
        let key = here.or_else(|| self.all_keys_of(action).into_iter().next());
        key.map_or_else(
            || format!(":{}", info(action).map_or("", |row| row.name)),
            |key| bare(&key).to_owned(),
        )
    }

    /// A sentence in which the name of an action in braces stands for its key: `{undo} takes it back`.
    pub fn worded(&self, pane: Pane, sentence: &str) -> String {
        let mut worded = String::with_capacity(sentence.len());
        let mut rest = sentence;
        while let Some(open) = rest.find('{') {
            let named = rest[open + 1..]
                .split_once('}')
                .and_then(|(name, after)| Some((action_named(name)?, after)));
            worded.push_str(&rest[..open]);
            rest = if let Some((action, after)) = named {
                worded.push_str(&self.said(pane, action));
                after
            } else {
                worded.push('{');
                &rest[open + 1..]
            };
        }
        worded.push_str(rest);
        worded
    }

    /// The keys that ask for an action somewhere, as they are written.
    pub fn all_keys_of(&self, action: Action) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for pane in PANES {
            for keys in self.keys_of(pane, action) {
                if !all.contains(&keys) {
                    all.push(keys);
                }
            }
        }
        all
    }
}

/// A key as it is said in a sentence: `enter` needs no brackets, `<c-d>` does.
pub fn bare(key: &str) -> &str {
    let name = key
        .strip_prefix('<')
        .and_then(|name| name.strip_suffix('>'));
    name.filter(|name| !name.contains(['-', '<', ' ']) && !name.is_empty())
        .unwrap_or(key)
}

/// Keys as they are written, with blanks between them.
fn written(keys: &[Key]) -> String {
    let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
    keys.join(" ")
}

fn either_begins(one: &[Key], other: &[Key]) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

fn info(action: Action) -> Option<&'static ActionInfo> {
    ACTIONS.iter().find(|row| row.action == action)
}

/// The action of this name.
pub fn action_named(name: &str) -> Option<Action> {
    let row = ACTIONS.iter().find(|row| row.name == name)?;
    Some(row.action)
}

fn preset_keys(preset: Preset) -> Vec<(Vec<Key>, Action)> {
    let differences = preset.differences();
    let mut keys: Vec<(Vec<Key>, Action)> = Vec::new();
    // What a preset says of itself comes first, and takes its keys from the others.
    for (name, own) in differences {
        let action = action_named(name).expect("the presets name actions: a test looks");
        keys.extend(
            own.iter()
                .filter_map(|keys| Some((sequence(keys)?, action))),
        );
    }
    for row in ACTIONS
        .iter()
        .filter(|row| differences.iter().all(|(name, _)| *name != row.name))
    {
        for written in row.keys {
            if let Some(sequence) = sequence(written)
                && !keys
                    .iter()
                    .any(|(taken, _)| either_begins(taken, &sequence))
            {
                keys.push((sequence, row.action));
            }
        }
    }
    keys
}

#[cfg(test)]
mod tests;
