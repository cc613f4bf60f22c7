//! Base64 (RFC 4648, 4), for the texts of Atom that are in it.

/// Decodes to text; `None` where it is not Base64, or not UTF-8 within.
pub fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let mut bits = 0_u32;
    let mut count = 0;
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn base64_with_breaks_and_padding() {
        assert_eq!(
            decode("RXhhbXBs\n ZSA8Yj5BdG9tPC9iPg==").as_deref(),
            Some("Example <b>Atom</b>")
        );
        assert_eq!(decode("Wm/Dqw==").as_deref(), Some("Zoë"));
    }

    #[test]
    fn what_is_not_base64_is_refused() {
        assert_eq!(decode("plain words, really"), None);
        assert_eq!(decode("/////w=="), None);
    }
}
