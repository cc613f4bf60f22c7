//! What the list tells of an article beside its headline, in the order that the reader wants.

/// Something that the list tells of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// The title of its feed.
    Feed,
    /// How long ago it was published.
    Age,
    /// The day on which it was published.
    Date,
    /// How many quotations it holds.
    Quotes,
    /// Who wrote it.
    Author,
    /// How many words it has, as soon as its text is known.
    Words,
    /// The reader's tags.
    Tags,
}

impl Column {
    /// Each with its name in the configuration.
    pub const ALL: [(&str, Self); 7] = [
        ("feed", Self::Feed),
        ("age", Self::Age),
        ("date", Self::Date),
        ("quotes", Self::Quotes),
        ("author", Self::Author),
        ("words", Self::Words),
        ("tags", Self::Tags),
    ];

    /// Those of a list that nobody has changed. The last go first where there is little room.
    pub const USUAL: [Self; 5] = [
        Self::Feed,
        Self::Age,
        Self::Quotes,
        Self::Author,
        Self::Words,
    ];

    /// The column of this name.
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter();
        all.find_map(|(known, column)| (*known == name).then_some(*column))
    }

    /// Its name in the configuration.
    pub fn name(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find_map(|(name, column)| (*column == self).then_some(*name))
            .unwrap_or_default()
    }
}
