//! The whole of it, once: the real program in a real pseudo-terminal, offline and with an empty home.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(unix)]

mod terminal;

use terminal::Terminal;

/// Modes that the program sets, and what undoes each.
const MODES: &[(&str, &str)] = &[
    ("\x1b[?1049h", "\x1b[?1049l"),
    ("\x1b[?25l", "\x1b[?25h"),
    ("\x1b[?1000h", "\x1b[?1000l"),
    ("\x1b[?1006h", "\x1b[?1006l"),
    ("\x1b[?2004h", "\x1b[?2004l"),
];

fn assert_restored(terminal: &Terminal) {
    let raw = String::from_utf8_lossy(&terminal.raw);
    for (set, undone) in MODES {
        assert!(raw.rfind(set).is_some(), "{set:?} is set");
        assert!(raw.rfind(undone) > raw.rfind(set), "{set:?} is undone");
    }
}

/// A configuration of the welcome edition alone, so that no test asks for anything from the network.
fn offline(home: &std::path::Path) {
    std::fs::write(
        home.join("config.toml"),
        "[[feed]]\nurl = \"builtin:welcome\"\n",
    )
    .unwrap();
}

#[test]
fn a_first_run_writes_the_configuration_and_shows_the_welcome_edition() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), 120, 36, &[]);
    terminal.wait("Start here");
    terminal.wait("Quotes");
    terminal.keys("\x03");
    assert_eq!(terminal.exit(), 0);
    assert_restored(&terminal);
    let written = std::fs::read_to_string(home.path().join("config.toml")).unwrap();
    assert!(written.contains("builtin:welcome"));
    assert!(
        String::from_utf8_lossy(&terminal.raw).contains("config.toml"),
        "it says where"
    );
}

#[test]
fn read_bookmark_resize_quit_and_the_bookmark_is_there_again() {
    let home = tempfile::tempdir().unwrap();
    offline(home.path());
    let mut terminal = Terminal::start(home.path(), 120, 36, &[]);
    terminal.wait("Start here");
    terminal.keys("\r");
    terminal.wait("Good morning");
    terminal.keys("b");
    terminal.until("the bookmark's sign", |screen| screen.contains('★'));
    for (columns, rows) in [(80, 24), (20, 5), (200, 60), (1, 1), (40, 12), (120, 36)] {
        terminal.resize(columns, rows);
    }
    terminal.wait("Quotes");
    terminal.wait("Good morning");
    terminal.keys("q");
    terminal.keys("q");
    assert_eq!(terminal.exit(), 0);
    assert_restored(&terminal);

    let mut again = Terminal::start(home.path(), 120, 36, &[]);
    again.wait("Start here");
    again.keys("B");
    again.wait("1 kept");
    again.wait("Start here");
    again.keys("\x03");
    assert_eq!(again.exit(), 0);
}

#[test]
fn a_signal_to_end_gives_the_terminal_back_and_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    offline(home.path());
    let mut terminal = Terminal::start(home.path(), 80, 24, &[]);
    terminal.wait("Start here");
    terminal.keys("b");
    terminal.until("the bookmark's sign", |screen| screen.contains('★'));
    terminal.terminate();
    assert_eq!(terminal.exit(), 0);
    assert_restored(&terminal);

    let mut again = Terminal::start(home.path(), 80, 24, &[]);
    again.wait("Start here");
    again.keys("B");
    again.wait("1 kept");
    again.keys("\x03");
    assert_eq!(again.exit(), 0);
}

#[test]
fn a_note_is_written_in_the_readers_own_editor_which_has_the_terminal_to_itself() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    offline(home.path());
    // It takes a line from the terminal as it takes one from a person.
    let editor = home.path().join("editor");
    let script = "#!/bin/sh\necho an editor\nread line\nprintf '%s' \"$line\" >> \"$1\"\n";
    std::fs::write(&editor, script).unwrap();
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut terminal = Terminal::start(home.path(), 120, 36, &[]);
    terminal.wait("Start here");
    terminal.wait("Good morning");
    terminal.keys("N");
    terminal.wait("an editor");
    terminal.keys("quite the jb question?\r");
    terminal.wait("note written");
    terminal.wait("† quite the jb question?");
    // The whole line reached the editor, and the keys are the reader's again.
    terminal.keys("b");
    terminal.until("a bookmark", |screen| screen.contains('★'));
    terminal.keys("\x03");
    assert_eq!(terminal.exit(), 0);
    assert_restored(&terminal);
}
