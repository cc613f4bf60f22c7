//! Out of the reader: an article piped to a command, shared, read aloud.

use pullquote::app::{Effect, Loaded, Message, Overlay, Pipe, PipeFormat, Share, keys};
use pullquote::renderer;

use crate::links::world;
use crate::world::World;

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn share(name: &str, arguments: &[&str]) -> Share {
    Share {
        name: name.to_owned(),
        command: words(arguments),
        key: None,
    }
}

/// What was piped last: its ticket, the command and the format.
fn piped(world: &World) -> (u64, Vec<String>, PipeFormat) {
    match world.asked.last() {
        Some(Effect::Pipe {
            ticket,
            command,
            format,
            ..
        }) => (*ticket, command.clone(), *format),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_command_is_split_into_words_and_its_prefix_says_what_it_reads() {
    let mut world = world(120, 36);
    world.press("|trans -b \"to: English\" 'a b'\\ c $HOME > x<enter>");
    let (_, command, format) = piped(&world);
    let expected = ["trans", "-b", "to: English", "a b c", "$HOME", ">", "x"];
    assert_eq!((command, format), (words(&expected), PipeFormat::Text));
    world.press("|json: jq .quotes<enter>");
    let (_, command, format) = piped(&world);
    assert_eq!(
        (command, format),
        (words(&["jq", ".quotes"]), PipeFormat::Json)
    );
    // The one before was given up for it.
    assert!(
        world
            .asked
            .iter()
            .any(|effect| matches!(effect, Effect::Stop { .. }))
    );
    world.press("|<up><up><enter>");
    assert_eq!(piped(&world).1[0], "trans");
    let before = world.asked.len();
    world.press("|echo \"a<enter>");
    assert_eq!(world.asked.len(), before);
    assert!(world.screen().contains("a quotation mark is not closed"));
}

#[test]
fn the_last_fifty_commands_are_there_again_at_the_next_start() {
    let mut first = world(120, 36);
    first.press("|wc -w<enter>|jq .<enter>|wc -w<enter>");
    let kept = first.asked.iter().rev().find_map(|effect| match effect {
        Effect::RememberPiped(piped) => Some(piped.clone()),
        _ => None,
    });
    let kept = kept.unwrap();
    assert_eq!(
        kept,
        words(&["jq .", "wc -w"]),
        "each once, the latest last"
    );
    let mut next = world(120, 36);
    let older = (0..60).map(|number| format!("echo {number}"));
    next.state.recall_piped(older.chain(kept).collect());
    next.press("|<up><up><enter>");
    assert_eq!(piped(&next).1, words(&["jq", "."]));
    let oldest = "<up>".repeat(100);
    next.press(&format!("|{oldest}<enter>"));
    assert_eq!(piped(&next).1, words(&["echo", "12"]));
}

#[test]
fn what_a_command_wrote_is_a_text_and_esc_returns() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut world = world(columns, rows);
        world.press("j");
        let before = world.screen();
        world.press("|markdown: trans :de");
        insta::assert_snapshot!(format!("pipe_prompt_{columns}x{rows}"), world.screen());
        world.press("<enter>");
        let (ticket, ..) = piped(&world);
        let text = "Die alte Mole wird ausgebessert, ehe der Hering kommt.\n\nDie Arbeit beginnt am Montag.";
        let title = "Old pier to be repaired before the herring comes";
        let loaded = Loaded::guest(
            title.to_owned(),
            "trans :de".to_owned(),
            renderer::plain(text),
        );
        let result = Ok(Box::new(loaded));
        world.happen(Message::Guest { ticket, result });
        insta::assert_snapshot!(format!("pipe_output_{columns}x{rows}"), world.screen());
        world.press("<esc>");
        assert_eq!(world.screen(), before);
    }
}

#[test]
fn a_saved_command_stands_in_the_palette_and_under_its_key() {
    let mut world = world(120, 36);
    world.state.programs.pipes = vec![Pipe {
        name: "In English".to_owned(),
        command: words(&["trans", "-b", ":en"]),
        format: PipeFormat::Markdown,
        key: keys("<f5>").unwrap().pop(),
    }];
    world.press("<f5>");
    let (_, command, format) = piped(&world);
    assert_eq!((command.len(), format), (3, PipeFormat::Markdown));
    assert!(world.screen().contains("In English is at work; esc stops"));
    world.press("<esc>");
    assert!(matches!(world.asked.last(), Some(Effect::Stop { .. })));
    world.press(":in engl<enter>");
    assert_eq!(piped(&world).1, words(&["trans", "-b", ":en"]));
}

#[test]
fn sharing_is_by_the_only_program_or_by_one_of_a_menu() {
    let mut world = world(120, 36);
    world.press("x");
    assert!(world.screen().contains("nothing to share through"));
    world.state.programs.shares = vec![share("Pocketbook", &["later", "{url}"])];
    world.press("x");
    let shared = |world: &World| match world.asked.last() {
        Some(Effect::Share { name, outgoing, .. }) => (name.clone(), outgoing.quote.clone()),
        other => panic!("{other:?}"),
    };
    assert_eq!(shared(&world), ("Pocketbook".to_owned(), None));
    world
        .state
        .programs
        .shares
        .push(share("Say it", &["say", "{quote}"]));
    world.press("xj<enter>");
    assert!(world.screen().contains("select a quotation first"));
    world.press("]x2");
    let (name, quote) = shared(&world);
    assert_eq!(name, "Say it");
    assert_eq!(quote.as_deref(), Some("The planks are older than I am"));
    assert_eq!(world.state.overlay, None);
    let done = "shared by Say it".to_owned();
    world.happen(Message::Done(done.clone()));
    assert!(world.screen().contains(&done));
}

#[test]
fn the_menu_of_programs() {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut world = world(columns, rows);
        world.state.programs.shares = vec![
            share("Read it later", &["later", "{url}"]),
            share("To the harbour office, by letter", &["mail", "{title}"]),
            share("Notes", &["note", "{quote}"]),
        ];
        world.press("xj");
        assert_eq!(world.state.overlay, Some(Overlay::Shares(1)));
        insta::assert_snapshot!(format!("share_menu_{columns}x{rows}"), world.screen());
        world.press("<esc>");
        assert_eq!(world.state.overlay, None);
    }
}

fn spoken(world: &World) -> &str {
    match world.asked.last() {
        Some(Effect::Speak { text, .. }) => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_article_is_read_aloud_from_where_one_reads_until_the_key_again() {
    let mut world = world(80, 12);
    world.press("X");
    assert!(world.screen().contains("nothing speaks yet"));
    world.state.programs.speech = words(&["espeak-ng"]);
    world.press("X");
    assert!(
        spoken(&world)
            .starts_with("Old pier to be repaired before the herring comes.\n\nThe repair")
    );
    assert!(world.screen().contains("reading aloud; X stops"));
    world.press("X");
    assert!(matches!(world.asked.last(), Some(Effect::Stop { .. })));
    world.press("<pgdn>X");
    assert!(
        !spoken(&world).contains("The repair begins"),
        "{}",
        spoken(&world)
    );
    let Some(Effect::Speak { ticket, .. }) = world.asked.last().cloned() else {
        panic!("{:?}", world.asked);
    };
    let result = Err("espeak-ng did not start".to_owned());
    world.happen(Message::SpeechEnded { ticket, result });
    assert!(world.screen().contains("espeak-ng did not start"));
    assert_eq!(world.state.speaking, None);
    // What is selected alone.
    world.press("gv)X");
    let text = spoken(&world);
    assert!(
        text.starts_with("The repair begins") && text.ends_with('.'),
        "{text}"
    );
}
