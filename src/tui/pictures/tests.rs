use ratatui::layout::Position;

use super::*;

fn stripes(width: u32, height: u32) -> Pixels {
    let row = |y: u32| (0..width).flat_map(move |x| [(x * 7) as u8, (y * 5) as u8, 90]);
    Pixels {
        width,
        height,
        rgb: (0..height).flat_map(row).collect(),
    }
}

/// What the cells of a picture write, scrolled up by some lines.
fn written(protocol: Protocol, above: i16) -> Buffer {
    let fit = Fit {
        columns: 6,
        rows: 3,
    };
    let made = encode(protocol, &stripes(60, 60), fit).unwrap();
    let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 5));
    let area = Rect::new(1, 1, 6, (3 - above) as u16);
    SlicedImage::new(&made, SignedPosition::from((0, -above))).render(area, &mut buffer);
    buffer
}

/// The escape sequences of a text, each from its introducer to its terminator, and what stands between them.
fn parts(text: &str) -> (Vec<&str>, String) {
    let (mut found, mut plain, mut rest) = (Vec::new(), String::new(), text);
    while let Some(at) = rest.find('\x1b') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = match rest.as_bytes()[1] {
            b'[' => 3 + rest[2..].find(|c: char| ('@'..='~').contains(&c)).unwrap(),
            b'_' | b'P' => 2 + rest.find("\x1b\\").expect("a string terminator"),
            b']' => 1 + rest.find('\x07').expect("a terminator"),
            other => panic!("{}", char::from(other)),
        };
        found.push(&rest[..end]);
        rest = &rest[end..];
    }
    plain.push_str(rest);
    (found, plain)
}

#[test]
fn kitty_is_given_a_picture_once_and_it_is_deleted_at_the_end() {
    let buffer = written(Protocol::Kitty((10, 20)), 0);
    let (sequences, plain) = parts(buffer[(1, 1)].symbol());
    assert!(sequences.iter().all(|s| s.starts_with("\x1b_Gq=2,")));
    assert!(sequences[0].contains("a=T,U=1,f=32"));
    assert!(sequences.last().unwrap().contains("m=0;"));
    assert!(plain.starts_with('\u{10EEEE}'));
    for y in 1..4 {
        for x in 1..7 {
            let at = Position::new(x, y);
            assert!(is_picture(&buffer[at]), "{at}");
            assert!((x, y) == (1, 1) || parts(buffer[at].symbol()).0.is_empty());
        }
    }
    assert!(delete_all().starts_with("\x1b_Gq=2,a=d,d=I,i="));
    assert_eq!(delete_all(), "");
}

#[test]
fn sixel_and_iterm2_write_whole_sequences_and_nothing_else() {
    for above in [0, 1] {
        let sixel = written(Protocol::Sixel((10, 20)), above);
        let (sequences, plain) = parts(sixel[(1, 1)].symbol());
        assert_eq!(plain, "");
        let pictures = sequences.iter().filter(|s| s.starts_with("\x1bP")).count();
        assert_eq!(pictures, 1);
        assert!(sixel[(3, 2)].diff_option == CellDiffOption::Skip);
        let iterm2 = written(Protocol::Iterm2((10, 20)), above);
        for y in 1..4 - above as u16 {
            let (sequences, plain) = parts(iterm2[(1, y)].symbol());
            assert_eq!(plain, "");
            let pictures = sequences
                .iter()
                .filter(|s| s.starts_with("\x1b]1337;File=inline=1"));
            assert_eq!(pictures.count(), 1);
        }
    }
}

#[test]
fn half_blocks_have_the_colours_of_the_picture() {
    let buffer = written(Protocol::Blocks, 0);
    let cells = Rect::new(1, 1, 6, 3).positions();
    let coloured = cells.filter(|at| matches!(buffer[*at].fg, Color::Rgb(..)));
    assert_eq!(coloured.count(), 18);
    assert_eq!(buffer[(0, 0)], Cell::EMPTY);
}

#[test]
fn the_256_colours_are_used_where_there_are_no_more() {
    let red = Color::Rgb(250, 0, 0);
    assert_eq!(brought_down(red, Colours::True), red);
    assert_eq!(brought_down(red, Colours::Indexed), Color::Indexed(196));
}
