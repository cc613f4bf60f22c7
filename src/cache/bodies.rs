//! Article HTML at rest: LZ4 (block format), behind its length. A damaged or hostile row never costs more memory than
//! the cap.

use lz4_flex::block;

/// No stored body is longer than this, in bytes: more than the poller ever lets through.
pub(super) const LONGEST: usize = 16 << 20;

/// The bytes to store. What exceeds [`LONGEST`] is cut off at a character.
pub(super) fn pack(html: &str) -> Vec<u8> {
    let html = &html[..html.floor_char_boundary(LONGEST)];
    block::compress_prepend_size(html.as_bytes())
}

/// The text of stored bytes; `None` where they are damaged.
pub(super) fn unpack(packed: &[u8]) -> Option<String> {
    let (size, rest) = block::uncompressed_size(packed).ok()?;
    if size > LONGEST {
        return None;
    }
    String::from_utf8(block::decompress(rest, size).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_row_that_claims_to_be_huge_is_refused() {
        let mut packed = pack("short");
        packed[..4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(unpack(&packed), None);
    }

    #[test]
    fn what_is_too_long_is_cut_at_a_character() {
        let html = "é".repeat(LONGEST / 2 + 10);
        let kept = unpack(&pack(&format!("x{html}"))).unwrap();
        assert_eq!(kept.len(), LONGEST - 1);
    }

    proptest! {
        #[test]
        fn what_was_packed_is_unpacked(html in "\\PC{0,300}") {
            prop_assert_eq!(unpack(&pack(&html)), Some(html));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = unpack(&bytes);
        }
    }
}
