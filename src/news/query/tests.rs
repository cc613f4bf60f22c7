//! The language as a reader types it: what is understood, what is refused and with which words, and that printing
//! and parsing are each other's inverse.

use jiff::civil::Date;
use proptest::prelude::*;

use super::*;

fn parsed(text: &str) -> Expression {
    Expression::parse(text).unwrap_or_else(|error| panic!("{}", error.caret(text)))
}

fn word(text: &str) -> Expression {
    Expression::Term(Term::Word(text.to_owned()))
}

fn not(inner: Expression) -> Expression {
    Expression::Not(Box::new(inner))
}

#[test]
fn operators_bind_as_readers_expect() {
    let (a, b, c) = (word("a"), word("b"), word("c"));
    let both = Expression::All(vec![b.clone(), c.clone()]);
    let either = Expression::Any(vec![a.clone(), both]);
    assert_eq!(parsed("a or b c"), either);
    assert_eq!(parsed("a OR b AND c"), either);
    assert_eq!(parsed("(a or (b and c))"), either);
    let either = Expression::Any(vec![b.clone(), c]);
    let parts = vec![not(a.clone()), not(either)];
    assert_eq!(parsed("-a not(b or c)"), Expression::All(parts));
    assert_eq!(parsed("not not a"), not(not(a.clone())));
    assert_eq!(parsed("--a"), not(not(a.clone())));
    let dashes = vec![a, word("--"), b];
    assert_eq!(parsed("a -- b"), Expression::All(dashes));
    assert_eq!(parsed("well-known"), word("well-known"));
    assert_eq!(parsed("10:30"), word("10:30"));
    assert_eq!(parsed(" \t "), Expression::EVERYTHING);
}

#[test]
fn terms_take_their_values_with_and_without_quotation_marks() {
    let field = |field, value: &str| Expression::Term(Term::Field(field, value.to_owned()));
    assert_eq!(parsed("feed:ledger"), field(Field::Feed, "ledger"));
    let daily = field(Field::Feed, "the \"daily\" \\ ledger");
    assert_eq!(parsed(r#"Feed:"the \"daily\" \\ ledger""#), daily);
    let address = field(Field::Feed, "https://ledger.example/a");
    assert_eq!(parsed("feed:https://ledger.example/a"), address);
    assert_eq!(
        parsed("IS:Unread"),
        Expression::Term(Term::Is(State::Unread))
    );
    let two_days = Age {
        count: 2,
        unit: AgeUnit::Days,
    };
    assert_eq!(parsed("age<2d"), Expression::Term(Term::Younger(two_days)));
    assert_eq!(two_days.seconds(), 172_800);
    let date = When::Date(Date::constant(2026, 11, 1));
    let after = Expression::Term(Term::After(date));
    assert_eq!(parsed("after:2026-11-01"), after);
    let before = Expression::Term(Term::Before(When::Ago(two_days)));
    assert_eq!(parsed("before:2d"), before);
}

#[test]
fn a_wrong_query_says_where_and_what_was_expected() {
    for (text, place, message, expected) in [
        (
            "is:unred",
            "unred",
            "`unred` is none for `is:`",
            "unread, read, ",
        ),
        ("a is: b", "", "`is:` has no value", "unread"),
        ("auther:x", "auther:", "there is no `auther:`", "author:"),
        ("title:\"\"", "\"\"", "`title:` has no value", "a text"),
        (
            "after:2026-13-01",
            "2026-13-01",
            "none for `after:`",
            "a day such as",
        ),
        (
            "after:0000-01-01",
            "0000-01-01",
            "none for `after:`",
            "a day such as",
        ),
        ("age<2", "2", "none for `age<`", "30m"),
        ("age<99999999999d", "99999999999d", "none for `age<`", "30m"),
        ("age:2d", "age:", "an age is compared", "age<2d"),
        (
            "a \"b c",
            "\"b c",
            "is never closed",
            "second quotation mark",
        ),
        ("\" \"", "\" \"", "nothing stands between", "some words"),
        ("(a or b", "(", "this parenthesis is never closed", ")"),
        ("a) b", ")", "this parenthesis closes none", "("),
        ("a or", "", "nothing stands after `or`", "a word"),
        ("or a", "or", "nothing stands before this `or`", "a word"),
        (
            "a and and b",
            "and",
            "nothing stands before this `and`",
            "a word",
        ),
        ("a not", "", "nothing stands after this negation", "a word"),
        ("(a or)", ")", "nothing stands after `or`", "a word"),
    ] {
        let error = Expression::parse(text).unwrap_err();
        assert_eq!(&text[error.at.clone()], place, "{text}");
        assert!(error.message.contains(message), "{text}: {error}");
        assert!(error.expected.contains(expected), "{text}: {error}");
    }
}

#[test]
fn a_person_sees_the_place_under_their_own_words() {
    let text = "界 \tis:unred";
    let error = Expression::parse(text).unwrap_err();
    let shown = "界  is:unred\n       ^^^^^\n`unred` is none for `is:`; expected unread, read, ";
    assert!(
        error.caret(text).starts_with(shown),
        "{}",
        error.caret(text)
    );
}

#[test]
fn what_is_too_much_is_refused_and_not_computed() {
    for text in [
        "x".repeat(5000),
        "(".repeat(4000),
        "-".repeat(3999) + "x",
        "x ".repeat(2000),
        "not ".repeat(1000),
    ] {
        assert!(Expression::parse(&text).is_err(), "{}", &text[..10]);
    }
}

#[test]
fn plain_words_stay_words_and_all_else_is_a_filter() {
    let mut query = Query::default();
    query.ask("river  gau", Moment::default()).unwrap();
    assert_eq!((query.words.as_str(), &query.filter), ("river gau", &None));
    query.ask("river gau ", Moment::default()).unwrap();
    assert_eq!(query.words, "river gau ", "the last word is finished");
    query.ask("river is:unread", Moment::default()).unwrap();
    assert!(query.words.is_empty() && query.filter.is_some());
    let before = query.clone();
    assert!(query.ask("is:", Moment::default()).is_err());
    assert_eq!(query, before);
    query.ask(" ", Moment::default()).unwrap();
    assert_eq!((query.words.trim(), &query.filter), ("", &None));
}

#[test]
fn the_manual_has_every_form_and_its_examples_are_right() {
    let manual = include_str!("../../../docs/query.md");
    for (form, _) in forms() {
        assert!(manual.contains(&format!("`{form}")), "{form}");
    }
    for name in Order::NAMES {
        assert!(manual.contains(&format!("| `{name}` |")), "{name}");
    }
    let examples = manual.lines().filter_map(|line| {
        let line = line
            .strip_prefix("    ")
            .filter(|line| line.contains("   "))?;
        line.split("   ").next()
    });
    let cells = manual.lines().filter_map(|line| line.strip_prefix("| `"));
    let cells = cells.filter_map(|cell| cell.split('`').next());
    let examples: Vec<&str> = examples.filter(|e| !e.is_empty()).chain(cells).collect();
    assert!(examples.len() > 30, "{examples:?}");
    for example in examples {
        parsed(example);
    }
}

fn terms() -> impl Strategy<Value = Term> {
    let text = prop_oneof![
        "[a-zA-Z:<>\\-\"\\\\() é界]{1,8}",
        "\\PC{1,8}",
        Just("and".to_owned()),
        Just("Not".to_owned()),
        Just("age<2d".to_owned()),
    ];
    let text = text.prop_filter("not blank", |text| !text.trim().is_empty());
    let unit = prop::sample::select(AgeUnit::ALL);
    let age = (any::<u32>(), unit).prop_map(|(count, unit)| Age { count, unit });
    let date = (1i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| Date::constant(y, m, d));
    let when = prop_oneof![date.prop_map(When::Date), age.clone().prop_map(When::Ago)];
    prop_oneof![
        text.clone().prop_map(|text| Term::word(&text)),
        text.clone().prop_map(Term::Phrase),
        prop::sample::select(State::ALL).prop_map(Term::Is),
        prop::sample::select(Part::ALL).prop_map(Term::Has),
        (prop::sample::select(Field::ALL), text).prop_map(|(f, text)| Term::Field(f, text)),
        when.clone().prop_map(Term::After),
        when.prop_map(Term::Before),
        age.clone().prop_map(Term::Younger),
        age.prop_map(Term::Older),
    ]
}

fn expressions() -> impl Strategy<Value = Expression> {
    let leaf = prop_oneof![
        9 => terms().prop_map(Expression::Term),
        1 => Just(Expression::EVERYTHING),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        let parts = prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            inner.prop_map(not),
            parts.clone().prop_map(Expression::All),
            parts.prop_map(Expression::Any),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn what_is_printed_is_parsed_back(expression in expressions()) {
        let text = expression.to_string();
        prop_assert_eq!(Expression::parse(&text), Ok(expression), "{}", text);
    }

    #[test]
    fn no_text_makes_it_panic_and_every_error_can_be_shown(
        text in prop_oneof![
            any::<String>(),
            "([(\")<> :\\\\-]|is|has|age|after|feed|or|and|not|2d|é|\u{1b}|\u{202e}){0,30}",
        ],
    ) {
        match Expression::parse(&text) {
            Ok(expression) => {
                let printed = expression.to_string();
                prop_assert_eq!(Expression::parse(&printed), Ok(expression), "{}", printed);
            }
            Err(error) => {
                prop_assert!(text.get(error.at.clone()).is_some(), "{error:?}");
                let shown = error.caret(&text);
                prop_assert_eq!(shown.lines().count(), 3);
                let unsafe_sign = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
                prop_assert!(!shown.chars().any(unsafe_sign), "{:?}", shown);
            }
        }
    }
}
