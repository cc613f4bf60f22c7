//! The bytes of a document to text, whatever its encoding says or fails to say. Never fails: what cannot be
//! right is read as the nearest thing that can, and said so.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a document its XML declaration may reach.
const DECLARATION: usize = 512;

/// A document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// Without byte order mark; the XML declaration still stands in it.
    pub text: Cow<'a, str>,
    /// What was wrong with the encoding, for a person.
    pub fault: Option<String>,
}

impl<'a> Decoded<'a> {
    fn right(text: impl Into<Cow<'a, str>>) -> Self {
        Self {
            text: text.into(),
            fault: None,
        }
    }
}

/// Decodes by byte order mark, shape (UTF-16 and UTF-32 without a mark), the charset of the HTTP answer (RFC 7303, 3),
/// the XML declaration, UTF-8, windows-1252. Bytes that are valid UTF-8 beyond ASCII are UTF-8, even where a server
/// calls them by one of the single-byte encodings that servers name without looking.
pub fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Decoded<'a> {
    if let Some(decoded) = wide(bytes) {
        return decoded;
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let utf8 = std::str::from_utf8(bytes);
    let mut named = [charset(content_type), declared(bytes)];
    // Latin-1 is what servers say of texts that they know nothing of; the text may know better.
    if named[0] == Some(WINDOWS_1252) && named[1].is_some() {
        named.reverse();
    }
    let mut unreadable = None;
    for encoding in named.into_iter().flatten() {
        if encoding == UTF_8 || encoding == UTF_16BE || encoding == UTF_16LE {
            // UTF-16 was looked for above; a document whose declaration can be read as ASCII is not in it.
            continue;
        }
        if encoding.is_single_byte() && utf8.is_ok() && !bytes.is_ascii() {
            continue;
        }
        let (text, faulty) = encoding.decode_without_bom_handling(bytes);
        if !faulty {
            return Decoded::right(text);
        }
        unreadable.get_or_insert((encoding, text));
    }
    match (utf8, unreadable) {
        (Ok(text), _) => Decoded::right(text),
        (Err(_), Some((encoding, text))) => Decoded {
            text,
            fault: Some(format!(
                "It says that it is in {}, and some of its bytes are not.",
                encoding.name()
            )),
        },
        (Err(_), None) => Decoded {
            text: Cow::Owned(patched(bytes)),
            fault: Some(
                "It is not in UTF-8 everywhere; the other bytes were read as windows-1252."
                    .to_owned(),
            ),
        },
    }
}

/// The charset of a `Content-Type`: `text/xml; charset="utf-8"`.
fn charset(content_type: Option<&str>) -> Option<&'static Encoding> {
    let parameters = content_type?.split(';').skip(1);
    let mut pairs = parameters.filter_map(|parameter| parameter.split_once('='));
    let (_, value) = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Encoding::for_label(value.trim().trim_matches(['"', '\'']).as_bytes())
}

/// The encoding that an XML declaration names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARATION)];
    let head = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = head.windows(2).position(|pair| pair == b"?>")?;
    let declaration = std::str::from_utf8(&head[..end]).ok()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value[1..].split(quote).next()?;
    Encoding::for_label(label.trim().as_bytes())
}

/// UTF-16 and UTF-32, by their mark or by the zeros beside the first `<`, `{` or white space.
fn wide(bytes: &[u8]) -> Option<Decoded<'_>> {
    let text = match bytes {
        [0, 0, 0xfe, 0xff, rest @ ..] => utf32(rest, u32::from_be_bytes),
        [0xff, 0xfe, 0, 0, rest @ ..] => utf32(rest, u32::from_le_bytes),
        [0, 0, 0, c, ..] if opens(*c) => utf32(bytes, u32::from_be_bytes),
        [c, 0, 0, 0, ..] if opens(*c) => utf32(bytes, u32::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, UTF_16BE),
        [0xff, 0xfe, rest @ ..] => utf16(rest, UTF_16LE),
        [0, c, 0, _, ..] if opens(*c) => utf16(bytes, UTF_16BE),
        [c, 0, _, 0, ..] if opens(*c) => utf16(bytes, UTF_16LE),
        _ => return None,
    };
    Some(Decoded::right(text))
}

fn opens(byte: u8) -> bool {
    matches!(byte, b'<' | b'{' | b' ' | b'\t' | b'\r' | b'\n')
}

fn utf16(bytes: &[u8], encoding: &'static Encoding) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

fn utf32(bytes: &[u8], number: fn([u8; 4]) -> u32) -> String {
    let (units, _) = bytes.as_chunks::<4>();
    let characters = units.iter().map(|unit| char::from_u32(number(*unit)));
    characters
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// UTF-8 where it is UTF-8, and windows-1252 for each byte that is not: right for a document in either, and for one
/// pasted together from both.
fn patched(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "<?xml version='1.0'?><rss>Zoë naïve — “déjà vu”</rss>";

    #[track_caller]
    fn reads(bytes: &[u8], content_type: Option<&str>, expected: &str) {
        assert_eq!(decode(bytes, content_type).text, expected);
    }

    fn units(bytes: impl Iterator<Item = [u8; 2]>) -> Vec<u8> {
        bytes.flatten().collect()
    }

    #[test]
    fn utf_8_with_and_without_mark_and_label() {
        reads(TEXT.as_bytes(), None, TEXT);
        reads(format!("\u{feff}{TEXT}").as_bytes(), None, TEXT);
        reads(TEXT.as_bytes(), Some("text/xml; charset=UTF-8"), TEXT);
    }

    #[test]
    fn utf_8_that_a_server_calls_latin_1_is_utf_8() {
        reads(TEXT.as_bytes(), Some("text/xml; charset=iso-8859-1"), TEXT);
    }

    #[test]
    fn utf_16_and_utf_32_with_and_without_mark() {
        let big = units(TEXT.encode_utf16().map(u16::to_be_bytes));
        let little = units(TEXT.encode_utf16().map(u16::to_le_bytes));
        reads(&big, None, TEXT);
        reads(&little, None, TEXT);
        reads(&[&b"\xfe\xff"[..], &big].concat(), None, TEXT);
        reads(&[&b"\xff\xfe"[..], &little].concat(), None, TEXT);
        let big: Vec<u8> = TEXT
            .chars()
            .flat_map(|c| u32::from(c).to_be_bytes())
            .collect();
        let little: Vec<u8> = TEXT
            .chars()
            .flat_map(|c| u32::from(c).to_le_bytes())
            .collect();
        reads(&big, None, TEXT);
        reads(&little, None, TEXT);
        reads(&[&b"\0\0\xfe\xff"[..], &big].concat(), None, TEXT);
        reads(&[&b"\xff\xfe\0\0"[..], &little].concat(), None, TEXT);
    }

    #[test]
    fn the_label_of_the_server_and_then_of_the_document_decides() {
        let koi = b"<?xml version='1.0' encoding='windows-1251'?><t>\xed\xcf\xd3\xcb\xd7\xc1</t>";
        assert!(
            decode(koi, Some("text/xml; Charset=\"koi8-r\""))
                .text
                .contains("Москва")
        );
        let cyrillic =
            b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><t>\xcc\xee\xf1\xea\xe2\xe0</t>";
        assert!(decode(cyrillic, None).text.contains("Москва"));
        let default = Some("text/xml; charset=iso-8859-1");
        assert!(decode(cyrillic, default).text.contains("Москва"));
        let japanese = b"<?xml version='1.0' encoding='Shift_JIS'?><t>\x93\xfa\x96\x7b</t>";
        assert!(decode(japanese, None).text.contains("日本"));
    }

    #[test]
    fn undeclared_latin_1_and_a_single_bad_byte_lose_nothing() {
        let decoded = decode(b"<t>caf\xe9 \x93x\x94</t>", None);
        assert_eq!(decoded.text, "<t>café “x”</t>");
        assert!(decoded.fault.is_some());
        let mixed = [
            b"<?xml version='1.0' encoding='utf-8'?><t>",
            "Zoë ".as_bytes(),
            b"caf\xe9</t>",
        ]
        .concat();
        assert!(decode(&mixed, None).text.ends_with("<t>Zoë café</t>"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_decoded(bytes in any::<Vec<u8>>(), label in "[a-z0-9-]{0,12}") {
            decode(&bytes, Some(&format!("text/xml; charset={label}")));
        }

        #[test]
        fn utf_8_is_never_changed(text in "<\\PC*") {
            let decoded = decode(text.as_bytes(), None);
            prop_assert_eq!(decoded.text, text.as_str());
        }
    }
}
