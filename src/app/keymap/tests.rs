//! What a reader's bindings do to a preset, and which are refused.

use proptest::prelude::*;

use super::*;

fn bind(place: Place, keys: &str, action: Option<Action>) -> Binding {
    Binding {
        place,
        keys: sequence(keys).unwrap(),
        action,
    }
}

fn found(map: &Keymap, pane: Pane, keys: &str) -> Found {
    map.find(pane, &sequence(keys).unwrap())
}

#[test]
fn every_preset_names_actions_and_keys_that_are_some_and_leaves_every_action_a_key() {
    for (name, preset) in Preset::ALL {
        for (action, keys) in preset.differences() {
            assert!(action_named(action).is_some(), "{name}: {action}");
            assert!(
                keys.iter().all(|keys| sequence(keys).is_some()),
                "{name}: {action}"
            );
        }
        let map = Keymap::new(preset, &[]).unwrap();
        for row in ACTIONS {
            assert!(
                !map.all_keys_of(row.action).is_empty(),
                "{name}: {}",
                row.name
            );
        }
        let keys = map.of(Pane::List);
        for (at, (one, _)) in keys.iter().enumerate() {
            for (other, _) in &keys[..at] {
                assert!(!either_begins(one, other), "{name}: {}", written(one));
            }
        }
    }
}

#[test]
fn a_sequence_of_the_readers_takes_the_key_that_it_begins_with() {
    let list = Place::In(Pane::List);
    let map = Keymap::new(Preset::Vim, &[bind(list, "g g", Some(Action::Top))]).unwrap();
    assert_eq!(found(&map, Pane::List, "g"), Found::Beginning);
    assert_eq!(found(&map, Pane::List, "g g"), Found::Action(Action::Top));
    assert_eq!(found(&map, Pane::List, "g x"), Found::Nothing);
    assert_eq!(found(&map, Pane::Reading, "g"), Found::Action(Action::Top));
    let ways = map.going_on(Pane::List, &sequence("g").unwrap());
    assert_eq!(ways.len(), 1);
    assert_eq!((ways[0].0.as_str(), ways[0].1.name), ("g", "top"));
}

#[test]
fn a_pane_goes_before_everywhere_and_none_unbinds() {
    let own = [
        bind(Place::Everywhere, "x", Some(Action::Bookmark)),
        bind(Place::In(Pane::Quotes), "x", Some(Action::Copy)),
        bind(Place::Everywhere, "A", None),
    ];
    let map = Keymap::new(Preset::Vim, &own).unwrap();
    assert_eq!(
        found(&map, Pane::List, "x"),
        Found::Action(Action::Bookmark)
    );
    assert_eq!(found(&map, Pane::Quotes, "x"), Found::Action(Action::Copy));
    assert_eq!(found(&map, Pane::List, "A"), Found::Nothing);
}

#[test]
fn what_could_never_be_reached_is_refused() {
    let list = Place::In(Pane::List);
    let own = [
        bind(list, "x", Some(Action::Top)),
        bind(Place::Everywhere, "x y", Some(Action::Top)),
        bind(list, "x y", Some(Action::Bottom)),
    ];
    let clash = Keymap::new(Preset::Vim, &own);
    assert_eq!(
        clash.unwrap_err(),
        Clash::Two {
            first: 0,
            second: 2
        }
    );
    let own = ["q", "<c-c>"].map(|keys| bind(Place::Everywhere, keys, None));
    assert_eq!(Keymap::new(Preset::Vim, &own).unwrap_err(), Clash::NoWayOut);
}

fn bindings() -> impl Strategy<Value = Vec<Binding>> {
    let keys = prop::collection::vec("[a-c]|<c-x>|g|q|<esc>", 1..4);
    let place = prop::sample::select(Place::ALL.map(|(_, place)| place).to_vec());
    let action = prop::option::of(prop::sample::select(
        ACTIONS.iter().map(|row| row.action).collect::<Vec<_>>(),
    ));
    let one = (place, keys, action)
        .prop_map(|(place, keys, action)| bind(place, &keys.join(" "), action));
    prop::collection::vec(one, 0..8)
}

proptest! {
    #[test]
    fn any_bindings_hold_together_or_are_refused(
        own in bindings(),
        preset in prop::sample::select(Preset::ALL.map(|(_, preset)| preset).to_vec()),
    ) {
        let Ok(map) = Keymap::new(preset, &own) else { return Ok(()) };
        for pane in PANES {
            let keys = map.of(pane);
            for (at, (one, action)) in keys.iter().enumerate() {
                prop_assert!(keys[..at].iter().all(|(other, _)| !either_begins(one, other)));
                prop_assert_eq!(map.find(pane, one), Found::Action(*action), "each can be reached");
                for length in 1..one.len() {
                    prop_assert_eq!(map.find(pane, &one[..length]), Found::Beginning);
                }
            }
            let has_a_way_out = keys.iter().any(|(_, action)| matches!(action, Action::Quit | Action::Back));
            prop_assert!(has_a_way_out);
        }
    }
}
