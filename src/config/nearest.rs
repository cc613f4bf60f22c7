//! The word that the reader most likely meant. Pure.

/// Longer words are no misspelling of anything known here.
const LONGEST: usize = 40;

/// The candidate nearest to `word`, if one is near enough to be meant: a slip or two away, or a longer or shorter form.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = folded(word)?;
    let near = |candidate: &'a str| {
        let other = folded(candidate)?;
        let (short, long) = (word.len().min(other.len()), word.len().max(other.len()));
        let distance = distance(&word, &other);
        let is_form = short >= 4 && word[..short] == other[..short];
        (is_form || distance <= long.div_ceil(3)).then_some((distance, candidate))
    };
    let found = candidates.into_iter().filter_map(near);
    found.min_by_key(|(distance, _)| *distance).map(|(_, c)| c)
}

/// Lower case, `-` as `_`; `None` for a word that is too long to be compared.
fn folded(word: &str) -> Option<Vec<char>> {
    (word.len() <= LONGEST).then(|| word.to_lowercase().replace('-', "_").chars().collect())
}

/// Insertions, deletions, substitutions and swaps of neighbours that lead from one word to the other
/// (optimal string alignment; Damerau 1964).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let substituted = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = substituted.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 6] = [
        "url",
        "name",
        "folder",
        "tags",
        "mark_read",
        "password_command",
    ];

    #[test]
    fn a_slip_of_the_finger_finds_its_key() {
        for (typed, meant) in [
            ("foldr", "folder"),
            ("FOLDER", "folder"),
            ("tag", "tags"),
            ("ulr", "url"),
            ("nmae", "name"),
            ("mark-read", "mark_read"),
            ("password", "password_command"),
            ("foldername", "folder"),
        ] {
            assert_eq!(nearest(typed, KEYS), Some(meant), "{typed}");
        }
    }

    #[test]
    fn a_word_of_its_own_finds_nothing() {
        for typed in ["colour", "x", "", &"url".repeat(1000)] {
            assert_eq!(nearest(typed, KEYS), None, "{typed}");
        }
    }
}
