//! Terminals of every kind, and their ends: what is written to them, what they do not answer, how they go, and what a fault of
//! the program leaves behind. The real program in a real pseudo-terminal, offline.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(unix)]

mod terminal;

use std::fs;
use std::io::Read as _;
use std::path::Path;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use tempfile::TempDir;
use terminal::Terminal;

fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let config = "[[feed]]\nurl = \"builtin:welcome\"\n";
    fs::write(home.path().join("config.toml"), config).unwrap();
    home
}

fn pullquote() -> CommandBuilder {
    CommandBuilder::new(env!("CARGO_BIN_EXE_pullquote"))
}

fn start(home: &Path, variables: &[(&str, &str)]) -> Terminal {
    Terminal::run(home, (100, 30), pullquote(), variables)
}

fn raw(terminal: &Terminal) -> String {
    String::from_utf8_lossy(&terminal.raw).into_owned()
}

/// Everything that was set is undone, the last of each after the last setting.
fn assert_restored(terminal: &Terminal) {
    let raw = raw(terminal);
    for (set, undone) in [
        ("\x1b[?1049h", "\x1b[?1049l"),
        ("\x1b[?25l", "\x1b[?25h"),
        ("\x1b[?2004h", "\x1b[?2004l"),
        ("\x1b[22;2t", "\x1b[23;2t"),
    ] {
        assert!(raw.contains(set), "{set:?}");
        assert!(raw.rfind(undone) > raw.rfind(set), "{undone:?}");
    }
    assert_eq!(
        raw.matches("\x1b[22;2t").count(),
        raw.matches("\x1b[23;2t").count()
    );
}

/// The reports of faults beside the cache.
fn reports(home: &Path) -> Vec<String> {
    let files = fs::read_dir(home.join("data")).unwrap();
    let mut names: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    names.retain(|path| path.to_string_lossy().contains("crash-"));
    names
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}

#[test]
fn a_terminal_that_answers_nothing_is_asked_nothing() {
    let home = home();
    let mut terminal = start(home.path(), &[]);
    terminal.wait("Start here");
    terminal.wait("Good morning");
    let raw = raw(&terminal);
    for query in [
        "\x1b[c", "\x1b[0c", "\x1b[>c", "\x1b[6n", "\x1b[14t", "\x1b[16t", "\x1b[18t", "\x1b_G",
        "\x1bP+q", "\x1b[?u",
    ] {
        assert!(!raw.contains(query), "{query:?} waits for an answer");
    }
    terminal.keys("\x03");
    assert_eq!(terminal.exit(), 0);
}

#[test]
fn the_title_and_the_progress_are_set_and_gone_at_the_end() {
    let home = home();
    let mut terminal = start(home.path(), &[("TERM", "xterm-ghostty")]);
    terminal.wait("Start here");
    terminal.keys("R");
    terminal.wait("feed asked");
    terminal.keys("\x03");
    assert_eq!(terminal.exit(), 0);
    assert_restored(&terminal);
    let raw = raw(&terminal);
    assert!(raw.contains("\x1b]2;pullquote · ") && raw.contains(" unread\x1b\\"));
    assert!(
        raw.rfind("\x1b]9;4;0\x1b\\") > raw.rfind("\x1b]9;4;1;"),
        "{raw:?}"
    );
    assert!(raw.contains("\x1b]9;4;1;"));
}

#[test]
fn without_a_title_in_the_configuration_none_is_set() {
    let home = home();
    let config = home.path().join("config.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, format!("[screen]\ntitle = false\n{text}")).unwrap();
    let mut terminal = start(home.path(), &[]);
    terminal.wait("Start here");
    terminal.keys("\x03");
    assert_eq!(terminal.exit(), 0);
    let raw = raw(&terminal);
    assert!(!raw.contains("\x1b]2;") && !raw.contains("\x1b[22;2t") && !raw.contains("\x1b]9;"));
}

#[test]
fn the_title_follows_the_configuration_while_the_reader_runs() {
    let home = home();
    let config = home.path().join("config.toml");
    let text = fs::read_to_string(&config).unwrap();
    let write = |title: bool| {
        let draft = home.path().join("draft");
        fs::write(&draft, format!("[screen]\ntitle = {title}\n{text}")).unwrap();
        fs::rename(&draft, &config).unwrap();
    };
    write(false);
    let mut terminal = start(home.path(), &[]);
    terminal.wait("Start here");
    assert!(!raw(&terminal).contains("\x1b[22;2t"));
    write(true);
    terminal.until_written("\x1b]2;pullquote");
    write(false);
    terminal.until_written("\x1b[23;2t");
    write(true);
    terminal.keys("\x03");
    assert_eq!(terminal.exit(), 0);
    assert_restored(&terminal);
}

#[test]
fn a_fault_in_the_view_gives_the_terminal_back_and_leaves_a_report() {
    for (place, thread) in [("view", "main"), ("timer", "timer"), ("poll", "poll")] {
        let home = home();
        let mut terminal = start(home.path(), &[("PULLQUOTE_PANIC", place)]);
        assert_eq!(terminal.exit(), 101, "{place}");
        let raw = raw(&terminal);
        if raw.contains("\x1b[?1049h") {
            assert_restored(&terminal);
        }
        let said = raw.rfind("a report, without a word").expect("where it is");
        assert!(
            raw.rfind("\x1b[?1049l") < Some(said),
            "on the terminal that was given back"
        );
        assert_eq!(raw.matches("a report, without a word").count(), 1);
        let reports = reports(home.path());
        let [report] = reports.as_slice() else {
            panic!("{place}: {reports:?}");
        };
        assert!(report.starts_with("pullquote "), "{report}");
        assert!(
            report.contains(&format!("thread {thread} panicked at")),
            "{report}"
        );
        assert!(report.contains("guard.rs"), "the backtrace");
        assert!(!report.contains("words of an article"), "{report}");
        assert!(!raw.contains("words of an article"));
    }
}

/// A page beside the configuration, opened by itself.
fn alone(home: &Path, options: &[&str], variables: &[(&str, &str)]) -> Terminal {
    let page = home.join("page.html");
    let text = "<!doctype html><html><body><article><h1>The ferry</h1><p>“It sails at dawn,” said Ida Maren, the harbour \
                master.</p></article></body></html>";
    fs::write(&page, text).unwrap();
    let mut command = pullquote();
    command.arg("read");
    command.args(options);
    command.arg(page);
    Terminal::run(home, (100, 30), command, variables)
}

#[test]
fn a_fault_beside_a_page_that_is_read_alone_gives_the_terminal_back_and_leaves_a_report() {
    for (place, thread) in [("view", "main"), ("timer", "timer")] {
        let home = home();
        let mut terminal = alone(home.path(), &[], &[("PULLQUOTE_PANIC", place)]);
        assert_eq!(terminal.exit(), 101, "{place}");
        let raw = raw(&terminal);
        if raw.contains("\x1b[?1049h") {
            assert_restored(&terminal);
        }
        assert_eq!(raw.matches("a report, without a word").count(), 1);
        let reports = reports(home.path());
        let [report] = reports.as_slice() else {
            panic!("{place}: {reports:?}");
        };
        let said = format!("thread {thread} panicked at");
        assert!(report.contains(&said), "{report}");
        assert!(!report.contains("sails at dawn"), "{report}");
    }
}

#[test]
fn a_page_is_read_alone_in_words_where_that_is_asked_for() {
    let home = home();
    let seen = |options: &[&str]| {
        let mut terminal = alone(home.path(), options, &[]);
        terminal.wait("It sails at dawn");
        terminal.wait("harbour master");
        let text = terminal.text();
        terminal.keys("\x03");
        assert_eq!(terminal.exit(), 0);
        text
    };
    assert!(seen(&[]).contains('│'));
    let plain = seen(&["--plain"]);
    assert!(!plain.contains(['│', '─', '❝']), "{plain}");
}

#[test]
fn a_fault_in_one_article_costs_that_article_alone() {
    let home = home();
    let mut terminal = start(home.path(), &[("PULLQUOTE_PANIC", "render")]);
    terminal.wait("Start here");
    terminal.wait("could not be laid out");
    terminal.keys("b");
    terminal.until("the bookmark's sign", |screen| screen.contains('★'));
    terminal.keys("\x03");
    assert_eq!(terminal.exit(), 0);
    assert!(reports(home.path()).is_empty());
}

#[test]
fn a_terminal_that_is_closed_ends_the_reader_and_nothing_is_lost() {
    let home = home();
    let size = PtySize {
        rows: 30,
        cols: 100,
        ..PtySize::default()
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = pullquote();
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("HOME", home.path());
    command.env("PULLQUOTE_CONFIG", home.path().join("config.toml"));
    command.env("PULLQUOTE_DATA_DIR", home.path().join("data"));
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut writer = pair.master.take_writer().unwrap();
    let mut seen = Vec::new();
    let mut until = |text: &str| {
        let mut buffer = [0; 4096];
        while !String::from_utf8_lossy(&seen).contains(text) {
            let count = reader.read(&mut buffer).unwrap();
            seen.extend_from_slice(&buffer[..count]);
        }
    };
    until("Start");
    std::io::Write::write_all(&mut writer, b"b").unwrap();
    until("bookmarked");
    drop((reader, writer, pair.master));
    // A program that ended by itself, not by the signal that comes with a closed terminal.
    assert_eq!(child.wait().unwrap().exit_code(), 0);
    assert!(reports(home.path()).is_empty());

    let mut again = start(home.path(), &[]);
    again.wait("Start here");
    again.keys("B");
    again.wait("1 kept");
    again.keys("\x03");
    assert_eq!(again.exit(), 0);
}

#[test]
fn a_thousand_sizes_while_polling() {
    let home = home();
    let mut terminal = start(home.path(), &[]);
    terminal.wait("Start here");
    for number in 0..1000_u16 {
        if number % 100 == 0 {
            terminal.keys("R");
        }
        terminal.resize(1 + number * 37 % 211, 1 + number * 13 % 67);
    }
    terminal.resize(100, 30);
    terminal.wait("Start here");
    terminal.keys("?");
    terminal.wait("Moving");
    terminal.keys("\x03");
    assert_eq!(terminal.exit(), 0);
    assert_restored(&terminal);
}

#[test]
fn a_megabyte_that_is_pasted_is_no_keys() {
    let home = home();
    let mut terminal = start(home.path(), &[]);
    terminal.wait("Start here");
    let megabyte = "qbA\r\x0c".repeat(200_000);
    terminal.keys(&format!("\x1b[200~{megabyte}\x1b[201~"));
    // In a line that is typed it is cut, and what cannot be typed is blanks.
    terminal.keys("/");
    terminal.keys(&format!("\x1b[200~zz{megabyte}\x1b[201~"));
    terminal.wait("too many terms");
    terminal.keys("\x1b");
    terminal.until("the line is closed", |screen| !screen.contains("too many"));
    terminal.keys("B");
    terminal.wait("No bookmarks yet");
    terminal.keys("\x03");
    assert_eq!(terminal.exit(), 0);
}

#[test]
fn the_console_of_linux_gets_signs_of_ascii_and_its_own_colours() {
    let home = home();
    let mut terminal = start(home.path(), &[("TERM", "linux"), ("COLORTERM", "")]);
    terminal.wait("Start here");
    terminal.keys("b");
    terminal.until("the sign of a bookmark", |screen| screen.contains('+'));
    terminal.keys("\x03");
    assert_eq!(terminal.exit(), 0);
    let raw = raw(&terminal);
    assert!(!raw.contains('●') && !raw.contains('│') && !raw.contains('★'));
    assert!(
        !raw.contains("[38;2;") && !raw.contains(";38;2;"),
        "no 24-bit colour"
    );
    assert!(!raw.contains("\x1b]2;"), "it has no title");
}

#[test]
fn no_color_means_none_and_tmux_and_screen_are_terminals() {
    let coloured = |variables: &[(&str, &str)]| {
        let home = home();
        let mut terminal = start(home.path(), variables);
        terminal.wait("Start here");
        terminal.wait("Good morning");
        terminal.keys("\x03");
        assert_eq!(terminal.exit(), 0);
        let raw = raw(&terminal);
        assert!(
            !raw.contains("\x1b]9;"),
            "what stands between would show it"
        );
        ["[38;", ";38;", "[48;", ";48;"]
            .iter()
            .any(|code| raw.contains(code))
    };
    assert!(!coloured(&[("NO_COLOR", "1")]));
    assert!(coloured(&[
        ("TERM", "tmux-256color"),
        ("TMUX", "/tmp/tmux"),
        ("TERM_PROGRAM", "ghostty")
    ]));
    assert!(coloured(&[("TERM", "screen-256color"), ("COLORTERM", "")]));
}

#[test]
fn a_dumb_terminal_is_told_of_the_commands() {
    let home = home();
    let mut terminal = start(home.path(), &[("TERM", "dumb")]);
    assert_eq!(terminal.exit(), 2);
    let raw = raw(&terminal);
    assert!(
        raw.contains("pullquote list") && !raw.contains("\x1b["),
        "{raw:?}"
    );
}

#[test]
fn a_signal_to_stop_does_not_hang_a_terminal_without_a_shell() {
    let home = home();
    let mut terminal = start(home.path(), &[]);
    terminal.wait("Start here");
    terminal.signal("-TSTP");
    terminal.signal("-CONT");
    terminal.keys("b");
    terminal.until("the bookmark's sign", |screen| screen.contains('★'));
    terminal.keys("\x03");
    assert_eq!(terminal.exit(), 0);
}

#[test]
fn it_stops_as_a_job_and_comes_back() {
    let home = home();
    let shell = format!(
        "set -m; {} ; echo stopped as a job; fg >/dev/null; echo ended with $?",
        env!("CARGO_BIN_EXE_pullquote")
    );
    let mut command = CommandBuilder::new("/bin/sh");
    command.args(["-c", &shell]);
    let mut terminal = Terminal::run(home.path(), (100, 30), command, &[]);
    terminal.wait("Start here");
    terminal.keys("\x1a");
    terminal.until("it goes on", |_| true);
    terminal.keys("b");
    terminal.until("the bookmark's sign", |screen| screen.contains('★'));
    terminal.keys("\x03");
    assert_eq!(terminal.exit(), 0);
    let raw = raw(&terminal);
    assert!(
        raw.contains("stopped as a job") && raw.contains("ended with 0"),
        "{raw:?}"
    );
    assert_restored(&terminal);
}
