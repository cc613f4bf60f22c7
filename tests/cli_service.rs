//! What runs by itself: polls as a service, hooks, and the doctor who looks at it all.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;

use command::{Home, entry};

const WELCOME: &str = "[[feed]]\nurl = \"builtin:welcome\"\n";

#[test]
fn a_hook_runs_for_what_is_new_and_for_a_first_poll_only_if_it_says_so() {
    for first_poll in [false, true] {
        let home = Home::empty();
        let hook = format!(
            "[hooks]\nfirst_poll = {first_poll}\nnew_article = [\"touch\", \"{}/came-{{id}}\"]\n",
            home.dir().display()
        );
        home.write("config.toml", format!("{hook}{WELCOME}").as_bytes());
        let polled = home.run(&["poll"]);
        assert_eq!(polled.code, 0, "{}", polled.err);
        let rows = home.run(&["list", "--json"]).json();
        assert!(rows.len() > 3);
        for row in rows {
            let file = format!("came-{}", row["id"]);
            assert_eq!(home.exists(&file), first_poll, "{file}");
        }
    }
}

#[cfg(unix)]
#[test]
fn the_daemon_polls_and_ends_when_it_is_asked_to() {
    use std::io::{BufRead as _, BufReader};
    let home = Home::new(WELCOME);
    let mut child = home.start(&["poll", "--daemon"]);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || lines.next().unwrap().unwrap();
    assert_eq!(next(), "polling 1 feeds");
    assert!(next().contains("1 feed polled"));
    let id = child.id().to_string();
    let kill = |signal: &str| {
        let sent = std::process::Command::new("kill")
            .args([signal, &id])
            .status();
        assert!(sent.unwrap().success());
    };
    // It sleeps for a minute at least, unless it is woken.
    home.write("config.toml", format!("# anew\n{WELCOME}").as_bytes());
    kill("-USR1");
    assert_eq!(next(), "read the configuration anew: 1 feeds");
    kill("-TERM");
    assert_eq!(next(), "ended");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(home.read("data/open.lock"), "", "that was a clean end");
    assert!(!home.run(&["list", "--json"]).json().is_empty());
}

#[test]
fn the_doctor_says_what_is_wrong_and_what_to_do() {
    let home = Home::new(WELCOME);
    #[cfg(unix)]
    set_mode(&home.path("config.toml"), 0o600);
    let status = |home: &Home, name: &str| {
        let outcome = home.run_in(
            &[("TERM", "dumb"), ("LANG", "C")],
            &["doctor", "--offline", "--json"],
        );
        let rows = outcome.json();
        let row = rows.iter().find(|row| row["name"] == name).unwrap();
        let hinted = row["hint"].is_string();
        let status = row["status"].as_str().unwrap().to_owned();
        assert_eq!(hinted, status != "ok", "{row}");
        (outcome.code, status)
    };
    assert_eq!(status(&home, "cache"), (0, "warn".to_owned()));
    assert_eq!(status(&home, "terminal"), (0, "warn".to_owned()));
    assert_eq!(status(&home, "encoding"), (0, "warn".to_owned()));
    assert_eq!(status(&home, "configuration"), (0, "ok".to_owned()));
    home.write("config.toml", b"[poll]\nevry = 3\n");
    assert_eq!(status(&home, "configuration"), (1, "fail".to_owned()));
    home.write("config.toml", WELCOME.as_bytes());
    home.run(&["poll"]);
    assert_eq!(status(&home, "integrity"), (0, "ok".to_owned()));

    let mut bytes = std::fs::read(home.path("data/pullquote.db")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0xA5);
    home.write("data/pullquote.db", &bytes);
    let outcome = home.run(&["doctor", "--offline"]);
    assert_eq!(outcome.code, 1, "{}", outcome.out);
    assert!(outcome.out.contains("FAIL"), "{}", outcome.out);
    let next = home.run(&["poll"]);
    assert_eq!(next.code, 2);
    assert!(next.err.contains("set aside"), "{}", next.err);
    assert_eq!(home.run(&["poll"]).code, 0);
}

#[cfg(unix)]
#[test]
fn the_doctor_says_who_can_read_the_configuration() {
    let home = Home::new(WELCOME);
    set_mode(home.dir().to_str().unwrap(), 0o755);
    let line = |home: &Home| {
        let outcome = home.run(&["doctor", "--offline"]);
        assert_eq!(outcome.code, 0, "{}", outcome.out);
        let mut lines = outcome.out.lines();
        let line = lines.find(|line| line.contains("configuration")).unwrap();
        (line.to_owned(), lines.next().unwrap().to_owned())
    };
    let file = home.path("config.toml");
    set_mode(&file, 0o644);
    let (said, hint) = line(&home);
    assert!(said.starts_with("warn"), "{said}");
    assert!(said.ends_with("other users can read it"), "{said}");
    let command = format!("`chmod 600 {file}`");
    assert!(hint.ends_with(&command), "{hint}");
    set_mode(&file, 0o600);
    assert!(line(&home).0.starts_with("ok"));
}

#[cfg(unix)]
fn set_mode(path: &str, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;

    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn feeds_are_renamed_and_moved_and_comments_stay() {
    let home = Home::new(
        "# mine\n[[feed]] # the paper\nurl = \"https://ledger.example/feed\"\nfolder = \"News\"\n",
    );
    let renamed = home.run(&[
        "feed",
        "rename",
        "https://ledger.example/feed",
        "The Ledger",
    ]);
    assert_eq!(renamed.code, 0, "{}", renamed.err);
    let moved = home.run(&["feed", "move", "the ledger", "Papers"]);
    assert_eq!(moved.out, "The Ledger stands in the folder Papers now\n");
    let row = &home.run(&["feed", "list", "--json"]).json()[0];
    assert_eq!(
        (&row["name"], &row["folder"]),
        (&"The Ledger".into(), &"Papers".into())
    );
    assert!(
        home.read("config.toml")
            .starts_with("# mine\n[[feed]] # the paper\n")
    );
    home.run(&["feed", "move", "The Ledger"]);
    home.run(&["feed", "rename", "The Ledger"]);
    let row = &home.run(&["feed", "list", "--json"]).json()[0];
    assert!(row["name"].is_null() && row["folder"].is_null(), "{row}");
    assert_eq!(home.run(&["feed", "rename", "Herald", "x"]).code, 2);
}

#[test]
fn an_article_is_shown_in_every_form() {
    let home = Home::new("");
    let html = "<p>The <b>last</b> ferry, said <a href='https://a.example/'>Ida Quill</a>.</p>";
    home.store("ledger", &[entry("Ferry *stays*", html, 100)], 1000);
    let show = |form: &str| home.run(&["show", "1", form]).out;
    assert_eq!(show("--html"), format!("{html}\n"));
    assert_eq!(
        show("--markdown"),
        "# Ferry \\*stays\\*\n\nledger.example · 1970-01-01 00:01\n<https://news.example/100>\n\n\
         The **last** ferry, said [Ida Quill](https://a.example/).\n"
    );
    assert_eq!(show("--text"), home.run(&["show", "1"]).out);
    assert_eq!(home.run(&["show", "1", "--html", "--json"]).code, 2);
}
