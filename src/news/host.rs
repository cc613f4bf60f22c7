//! Hosts as a reader may see them: in their own script where that cannot deceive, else as they are sent (punycode).
//! After UTS #39 (restriction level "moderately restrictive", whole-script confusables). Pure.

use icu_properties::CodePointMapData;
use icu_properties::props::Script;
use idna::AsciiDenyList;
use idna::uts46::{Hyphens, Uts46};

/// Letters of other scripts that look like one of Latin's, all of a label of which could be taken for a Latin one.
const CYRILLIC_LIKE_LATIN: &str = "аеорсухіјѕһӏԁԛԝзҽпгвкмнтьъшщ";
const GREEK_LIKE_LATIN: &str = "αικνορτυωχηγεσςβμ";
const ARMENIAN_LIKE_LATIN: &str = "հոսցքօնպգիյլւ";

/// A host as it is shown; `ascii` is one of a parsed address. What mixes scripts, or could be taken for Latin letters,
/// stays in punycode.
pub fn shown_host(ascii: &str) -> String {
    if !ascii.contains("xn--") {
        return ascii.to_owned();
    }
    let (shown, checked) = Uts46::new().to_user_interface(
        ascii.as_bytes(),
        AsciiDenyList::URL,
        Hyphens::Allow,
        |label, tld, _| is_plain(label, tld),
    );
    match checked {
        Ok(()) if !shown.chars().any(char::is_control) => shown.into_owned(),
        _ => ascii.to_owned(),
    }
}

/// Whether a label can be read for what it is, under this top-level domain.
fn is_plain(label: &[char], tld: &[char]) -> bool {
    let Some(scripts) = scripts(label) else {
        return false;
    };
    let home = self::scripts(tld).and_then(|scripts| scripts.first().copied());
    match scripts.as_slice() {
        [] => false, // Digits and signs alone have no need of punycode.
        [Script::Latin] => label.iter().all(|c| is_everyday_latin(*c)),
        [one] if home == Some(*one) => true,
        [Script::Cyrillic] => !all_of(label, CYRILLIC_LIKE_LATIN),
        [Script::Greek] => !all_of(label, GREEK_LIKE_LATIN),
        [Script::Armenian] => !all_of(label, ARMENIAN_LIKE_LATIN),
        [_] => true,
        several => {
            // The scripts that one language is written in; Latin stands beside them in everyday writing.
            let within = |set: &[Script]| several.iter().all(|script| set.contains(script));
            let latin_is_plain = label
                .iter()
                .filter(|c| script(**c) == Script::Latin)
                .all(char::is_ascii);
            latin_is_plain
                && (within(&[
                    Script::Latin,
                    Script::Han,
                    Script::Hiragana,
                    Script::Katakana,
                ]) || within(&[Script::Latin, Script::Han, Script::Bopomofo])
                    || within(&[Script::Latin, Script::Han, Script::Hangul]))
        }
    }
}

/// The scripts of a label's letters; `None` where one has no script that anybody writes.
fn scripts(label: &[char]) -> Option<Vec<Script>> {
    let mut found = Vec::new();
    for c in label {
        match script(*c) {
            // Signs that belong to no script: in a host they are digits, hyphens, and the long-vowel mark of Japanese.
            Script::Common if c.is_ascii() || *c == 'ー' => {}
            // A mark without a precomposed letter is stacked on one.
            Script::Common | Script::Inherited | Script::Unknown => return None,
            script if !found.contains(&script) => found.push(script),
            _ => {}
        }
    }
    Some(found)
}

fn script(c: char) -> Script {
    CodePointMapData::<Script>::new().get(c)
}

/// Letters of living alphabets: Latin-1, Latin Extended-A and the additions for Romanian and Vietnamese, but those that
/// look like another letter. Phonetic letters are nobody's spelling.
fn is_everyday_latin(c: char) -> bool {
    match c {
        'ı' | 'ĸ' | 'ŀ' | 'ŉ' | 'ſ' => false,
        _ => {
            c.is_ascii()
                || matches!(c, '\u{df}'..='\u{17f}' | 'ơ' | 'ư' | 'ș' | 'ț' | 'ə' | '\u{1ea0}'..='\u{1ef9}')
        }
    }
}

fn all_of(label: &[char], look_alikes: &str) -> bool {
    let mut letters = label.iter().filter(|c| !c.is_ascii());
    letters.all(|c| look_alikes.contains(*c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::*;

    fn shown(host: &str) -> String {
        let url = Url::parse(&format!("https://{host}/")).unwrap();
        shown_host(url.host_str().unwrap())
    }

    #[test]
    fn a_host_in_one_living_script_is_shown_in_it() {
        for host in [
            "ledger.example",
            "bücher.example",
            "łódź.example",
            "đọc-báo.example",
            "почта-россии.example",
            "пример.рф",
            "сор.рф",
            "εφημερίδα.example",
            "日本語ニュース.example",
            "東京tv.example",
            "뉴스.example",
            "خبر.example",
            "192.0.2.1",
        ] {
            assert_eq!(shown(host), host);
        }
    }

    #[test]
    fn what_mixes_scripts_or_looks_like_latin_stays_in_punycode() {
        for host in [
            "аррӏе.example", // Cyrillic throughout
            "аpple.example", // one Cyrillic letter
            "οικο.example",  // Greek throughout
            "ledgεr.example",
            "ɡoogle.example",  // phonetic g
            "ınstant.example", // dotless i
            "日本語й.example",
            "e\u{301}\u{301}x.example",
        ] {
            let shown = shown(host);
            assert!(shown.starts_with("xn--"), "{host}: {shown}");
        }
    }

    #[test]
    fn each_label_is_judged_by_itself() {
        assert_eq!(
            shown("bücher.аррӏе.example"),
            "bücher.xn--80ak6aa92e.example"
        );
    }

    proptest! {
        #[test]
        fn any_host_is_safe_to_show(host in "(xn--)?\\PC{1,20}\\.(xn--)?[a-z0-9-]{1,12}") {
            if let Ok(url) = Url::parse(&format!("https://{host}/")) {
                let ascii = url.host_str().unwrap_or_default();
                let shown = shown_host(ascii);
                prop_assert!(!shown.chars().any(char::is_control));
                // What is shown leads to the same place.
                let again = Url::parse(&format!("https://{shown}/")).unwrap();
                prop_assert_eq!(again.host_str().unwrap_or_default(), ascii);
            }
            shown_host(&host);
        }
    }
}
