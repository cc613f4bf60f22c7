//! What a browser would not show.

use dom_query::NodeRef;

/// Classes by which sites keep words for screen readers alone, and the picture of a formula whose source is there.
const HIDDEN_CLASSES: &[&str] = &[
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader-text",
    "screen-reader-only",
    "a11y-hidden",
    "katex-html",
];

/// Declarations that hide what they are given to.
const HIDDEN_STYLES: &[(&str, &[&str])] = &[
    ("display", &["none"]),
    ("visibility", &["hidden", "collapse"]),
    ("mso-hide", &["all"]),
    ("font-size", &["0", "0px"]),
    ("max-height", &["0", "0px"]),
    ("opacity", &["0"]),
];

/// The element is not shown, by its own attributes.
pub(super) fn is_hidden(node: &NodeRef) -> bool {
    let Some(element) = node.element_ref() else {
        return false;
    };
    element.attrs.iter().any(|attribute| {
        let value: &str = &attribute.value;
        match &*attribute.name.local {
            "hidden" => !value.eq_ignore_ascii_case("until-found"),
            "style" => hides(value),
            "class" => value
                .split_ascii_whitespace()
                .any(|c| HIDDEN_CLASSES.contains(&c)),
            _ => false,
        }
    })
}

fn hides(style: &str) -> bool {
    style.split(';').any(|declaration| {
        let Some((property, value)) = declaration.split_once(':') else {
            return false;
        };
        let value = value
            .trim()
            .trim_end_matches("!important")
            .trim()
            .to_ascii_lowercase();
        let property = property.trim();
        HIDDEN_STYLES
            .iter()
            .any(|(p, values)| property.eq_ignore_ascii_case(p) && values.contains(&value.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::hides;

    #[test]
    fn only_what_is_hidden() {
        assert!(hides("color: red; DISPLAY : None !important"));
        assert!(hides("max-height:0px"));
        assert!(!hides("font-size:0.9em; display:block; opacity:0.8"));
    }
}
