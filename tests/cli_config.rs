//! `pullquote config init` and `show`, as a reader uses them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;

use command::Home;

#[test]
fn init_writes_a_configuration_once() {
    let home = Home::empty();
    let first = home.run(&["config", "init"]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.out.starts_with("wrote "), "{}", first.out);
    assert_eq!(home.run(&["config", "check"]).code, 0);
    home.write("config.toml", b"# mine\n");
    let second = home.run(&["config", "init"]);
    assert!(second.out.contains("there already"), "{}", second.out);
    assert_eq!(home.read("config.toml"), "# mine\n");
}

#[test]
fn show_prints_what_holds_and_is_itself_a_configuration() {
    let home = Home::new(
        "[reading]\nmeasure = 60\n[[folder]]\nname = \"F\"\nevery = \"2h\"\n[[feed]]\nurl = \"https://a.example/\"\nfolder = \"F\"\n",
    );
    let shown = home.run(&["config", "show"]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    assert!(
        shown.out.contains("measure = 60\n") && shown.out.contains("mouse = true\n"),
        "{}",
        shown.out
    );
    let json = &home.run(&["config", "show", "--json"]).json()[0];
    assert_eq!(json["feed"][0]["every"], "2h", "the folder's");
    home.write("config.toml", shown.out.as_bytes());
    assert_eq!(home.run(&["config", "show"]).out, shown.out);

    let missing = Home::empty().run(&["config", "show"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("hint:"), "{}", missing.err);
}
