//! `docs/keys.md` has every action, with its keys in each preset: it is made from the program's own table.

use std::fmt::Write as _;
use std::path::Path;

use pullquote::app::{ACTIONS, Group, Keymap, Preset};

#[test]
fn the_manual_of_keys_has_every_action() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md");
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let (begin, end) = ("<!-- actions -->\n", "<!-- /actions -->");
    let (before, rest) = text.split_once(begin).expect("where the table begins");
    let (table, after) = rest.split_once(end).expect("where the table ends");
    let written = written();
    if std::env::var_os("PULLQUOTE_BLESS").is_some() {
        let text = format!("{before}{begin}{written}{end}{after}");
        std::fs::write(&path, text).expect("a page that can be written");
    } else {
        assert_eq!(table, written, "PULLQUOTE_BLESS=1 writes the table anew");
    }
}

fn written() -> String {
    let maps = Preset::ALL.map(|(_, preset)| Keymap::new(preset, &[]).expect("a preset"));
    let mut text = String::new();
    for group in Group::ALL {
        let title = group.title();
        writeln!(text, "\n### {title}\n\n| Action | What it does | vim | emacs | arrows |\n|---|---|---|---|---|").expect("a line");
        for row in ACTIONS.iter().filter(|row| row.group == group) {
            let keys = maps.each_ref().map(|map| {
                let keys = map.all_keys_of(row.action);
                let keys: Vec<String> = keys
                    .iter()
                    .map(|keys| format!("`{}`", keys.replace('|', "\\|")))
                    .collect();
                keys.join(" ")
            });
            writeln!(
                text,
                "| `{}` | {} | {} |",
                row.name,
                row.help,
                keys.join(" | ")
            )
            .expect("a line");
        }
    }
    text.push('\n');
    text
}
