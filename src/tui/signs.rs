//! The signs on the screen: from every common font, or from ASCII alone.

/// A set of signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signs {
    /// Not yet read.
    pub unread: &'static str,
    /// Bookmarked.
    pub bookmark: &'static str,
    /// Before the number of quotations.
    pub quotes: &'static str,
    /// Only a part is at hand.
    pub preview: &'static str,
    /// Changed by its publisher.
    pub edited: &'static str,
    /// The reader wrote a note to it.
    pub note: &'static str,
    /// To be read later.
    pub later: &'static str,
    /// Tagged.
    pub tag: &'static str,
    /// Could not be read.
    pub error: &'static str,
    /// Between two facts.
    pub dot: &'static str,
    /// The rule between two panes.
    pub vertical: &'static str,
    /// The rule above the panes.
    pub horizontal: &'static str,
    /// Where the two meet.
    pub tee: &'static str,
    /// The corners of what lies over the panes: top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
    /// Something was cut off here.
    pub ellipsis: &'static str,
    /// Opening and closing mark of a quotation.
    pub marks: (&'static str, &'static str),
    /// A paragraph's number.
    pub paragraph: &'static str,
    /// The full and the empty part of a bar.
    pub bar: (&'static str, &'static str),
    /// The selected one.
    pub selected: &'static str,
    /// There is more below.
    pub more: &'static str,
    /// Before the name of who is quoted.
    pub by: &'static str,
}

impl Signs {
    /// Whether these are words, for screen readers.
    pub fn is_words(&self) -> bool {
        *self == WORDS
    }
}

/// Signs of every common font.
pub const UNICODE: Signs = Signs {
    unread: "●",
    bookmark: "★",
    quotes: "❝",
    preview: "◪",
    edited: "✎",
    note: "†",
    later: "»",
    tag: "#",
    error: "▲",
    dot: "·",
    vertical: "│",
    horizontal: "─",
    tee: "┬",
    corners: ["┌", "┐", "└", "┘"],
    ellipsis: "…",
    marks: ("“", "”"),
    paragraph: "¶",
    bar: ("━", "─"),
    selected: "▌",
    more: "▾",
    by: "",
};

/// Signs from ASCII alone.
pub const ASCII: Signs = Signs {
    unread: "*",
    bookmark: "+",
    quotes: "\"",
    preview: "%",
    edited: "~",
    note: "&",
    later: "=",
    tag: "#",
    error: "!",
    dot: "-",
    vertical: "|",
    horizontal: "-",
    tee: "+",
    corners: ["+"; 4],
    ellipsis: ">",
    marks: ("\"", "\""),
    paragraph: "par. ",
    bar: ("#", "-"),
    selected: ">",
    more: "v",
    by: "",
};

/// Words, for screen readers: nothing is drawn.
pub const WORDS: Signs = Signs {
    unread: "unread",
    bookmark: "bookmarked",
    quotes: "quotes ",
    preview: "preview:",
    edited: "edited",
    note: "note:",
    later: "later",
    tag: "tagged",
    error: "failed:",
    dot: "-",
    vertical: " ",
    horizontal: " ",
    tee: " ",
    corners: [" "; 4],
    ellipsis: "...",
    marks: ("\"", "\""),
    paragraph: "paragraph ",
    bar: ("", ""),
    selected: " ",
    more: " ",
    by: "quote by ",
};
