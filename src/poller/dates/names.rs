//! The names in dates: months in the languages that feeds were seen to use, and time zones.

/// The number of a month, by the first letters of its name, in lower case.
pub fn month(word: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = [
        "jan ene gen jän янв ιαν",
        "feb fev fév фев φεβ",
        "mar már mär mrz maa mrt мар μαρ μάρ",
        "apr abr avr ápr апр απρ",
        "may mai mag mei máj maj май мая μάι μαϊ",
        "jun juin giu jún июн ιουν ιούν",
        "jul juil lug júl июл ιουλ ιούλ",
        "aug ago aoû aou авг αυγ αύγ",
        "sep set szept сен σεπ",
        "oct okt ott out окт οκτ",
        "nov ноя νοε",
        "dec dez déc dic дек δεκ",
    ];
    let is = |names: &&str| names.split(' ').any(|name| word.starts_with(name));
    let place = MONTHS.iter().position(|names| is(&names))?;
    i64::try_from(place + 1).ok()
}

/// The zones of RFC 822, its letters, and the names seen in feeds.
pub fn zone(name: &str) -> Option<i64> {
    let half_hours = match name {
        "z" | "ut" | "utc" | "gmt" | "wet" => 0,
        "a" => -2,
        "m" => -24,
        "n" | "bst" | "cet" | "met" | "mez" | "west" => 2,
        "y" | "nzst" => 24,
        "nst" => -7,
        "ndt" => -5,
        "adt" | "brt" => -6,
        "ast" | "at" | "edt" => -8,
        "est" | "et" | "cdt" => -10,
        "cst" | "ct" | "mdt" => -12,
        "mst" | "mt" | "pdt" => -14,
        "pst" | "pt" | "akdt" => -16,
        "akst" => -18,
        "hst" => -20,
        "cest" | "mest" | "mesz" | "eet" | "sast" => 4,
        "eest" | "msk" => 6,
        "ist" => 11,
        "hkt" | "sgt" => 16,
        "jst" | "kst" => 18,
        "aest" => 20,
        "aedt" => 22,
        "nzdt" => 26,
        _ => return None,
    };
    Some(half_hours * 1800)
}
