//! Formulas (`MathML`) as a line of text: x², (−b ± √(b² − 4ac))/2a. What has no sign of its own is written as in a
//! programming language: `x^(n+1)`, `a_(ij)`.

use dom_query::{NodeData, NodeRef};

use super::script::{subscript, superscript};
use super::{Walk, attribute};
use crate::renderer::sanitise::line;

/// Operators that stand between two terms, with air around them.
const BETWEEN: &str = "=≠<>≤≥≈≡≅∼≃∝±∓×÷∈∉⊂⊆∪∩→←↔⇒⇐⇔↦∧∨⊕⊗≪≫";
/// These too, but for where they are a sign of what follows.
const SIGNS: &str = "+-−";
/// Accents above a letter, and the combining characters that set them there.
const ACCENTS: &str =
    "˙\u{307}.\u{307}¨\u{308}^\u{302}~\u{303}˜\u{303}¯\u{304}‾\u{304}→\u{20d7}⃗\u{20d7}";
/// Formulas nest no deeper than this; what is deeper is written plainly.
const DEEPEST: usize = 64;

impl Walk<'_> {
    pub(super) fn formula(&mut self, node: &NodeRef) {
        let mut written = String::new();
        row(node, &mut written, 0);
        let mut text = line(&written);
        if text.is_empty() {
            text = line(&attribute(node, "alttext").unwrap_or_default());
        }
        self.text(&text);
    }
}

/// What stands side by side.
fn row(node: &NodeRef, out: &mut String, depth: usize) {
    for child in node.children_it(false) {
        if child.is_element() {
            element(&child, out, depth + 1);
        } else {
            out.push_str(words(&child).trim());
        }
    }
}

fn element(node: &NodeRef, out: &mut String, depth: usize) {
    let Some(name) = node.node_name() else { return };
    let parts: Vec<NodeRef> = node
        .children_it(false)
        .filter(NodeRef::is_element)
        .collect();
    if depth > DEEPEST {
        out.push_str(&node.text());
        return;
    }
    let part = |number: usize| parts.get(number).map(|part| alone(part, depth));
    let part = |number: usize| part(number).unwrap_or_default();
    match &*name {
        "annotation" | "annotation-xml" | "mphantom" => {}
        "mo" => operator(node.text().trim(), out),
        "mtext" => out.push_str(&node.text()),
        "mspace" => out.push(' '),
        "msup" => raised(&part(0), &part(1), out),
        "msub" | "munder" => lowered(&part(0), &part(1), out),
        "msubsup" | "munderover" => {
            lowered(&part(0), &part(1), out);
            raised("", &part(2), out);
        }
        "mover" => over(&part(0), &part(1), out),
        "mfrac" => {
            out.push_str(&term(&part(0)));
            out.push('/');
            out.push_str(&term(&part(1)));
        }
        "msqrt" => {
            let mut inside = String::new();
            row(node, &mut inside, depth);
            out.push('√');
            out.push_str(&term(inside.trim()));
        }
        "mroot" => {
            raised("", &part(1), out);
            out.push('√');
            out.push_str(&term(&part(0)));
        }
        "mfenced" => {
            let fence = |name, otherwise: &str| attribute(node, name).unwrap_or(otherwise.into());
            let inside: Vec<String> = parts.iter().map(|part| alone(part, depth)).collect();
            out.push_str(&fence("open", "("));
            out.push_str(&inside.join(", "));
            out.push_str(&fence("close", ")"));
        }
        // Rows of a table and cells of a row.
        "mtable" => between(&parts, "; ", out, depth),
        "mtr" | "mlabeledtr" => between(&parts, "  ", out, depth),
        _ => row(node, out, depth),
    }
}

fn alone(node: &NodeRef, depth: usize) -> String {
    let mut text = String::new();
    element(node, &mut text, depth + 1);
    text.trim().to_owned()
}

fn between(parts: &[NodeRef], separator: &str, out: &mut String, depth: usize) {
    let written: Vec<String> = parts.iter().map(|part| alone(part, depth)).collect();
    out.push_str(&written.join(separator));
}

fn operator(sign: &str, out: &mut String) {
    let mut signs = sign.chars();
    let (Some(first), None) = (signs.next(), signs.next()) else {
        out.push_str(sign);
        return;
    };
    // After nothing, or after another operator, it belongs to what follows.
    let begins = out
        .trim_end()
        .ends_with(|c: char| "([{|,;/".contains(c) || BETWEEN.contains(c));
    let opens = out.trim().is_empty() || begins;
    match first {
        // Invisible: function application, times, separator, plus.
        '\u{2061}'..='\u{2064}' => {}
        _ if BETWEEN.contains(first) || SIGNS.contains(first) && !opens => {
            out.push(' ');
            out.push(first);
            out.push(' ');
        }
        ',' | ';' => {
            out.push(first);
            out.push(' ');
        }
        _ => out.push(first),
    }
}

fn raised(base: &str, power: &str, out: &mut String) {
    script(base, power, superscript, '^', out);
}

fn lowered(base: &str, index: &str, out: &mut String) {
    script(base, index, subscript, '_', out);
}

fn script(base: &str, text: &str, map: fn(char) -> Option<char>, sign: char, out: &mut String) {
    out.push_str(base);
    let blank = |c: &char| c.is_whitespace();
    let small: Option<String> = text.chars().filter(|c| !blank(c)).map(map).collect();
    match small {
        Some(small) => out.push_str(&small),
        None if matches!(text, "′" | "″" | "‴" | "*" | "∗") => out.push_str(text),
        None => {
            out.push(sign);
            out.push_str(&term(text));
        }
    }
}

/// A letter with an accent, or something written above.
fn over(base: &str, above: &str, out: &mut String) {
    let mut pairs = ACCENTS.chars();
    let mut single = above.chars();
    if let (Some(accent), None) = (single.next(), single.next())
        && base.chars().count() == 1
    {
        while let (Some(sign), Some(combining)) = (pairs.next(), pairs.next()) {
            if sign == accent {
                out.push_str(base);
                out.push(combining);
                return;
            }
        }
    }
    raised(base, above, out);
}

/// In brackets, where it is more than one thing.
fn term(text: &str) -> String {
    let one = text.chars().count() <= 1
        || text.chars().all(char::is_alphanumeric)
        || text.starts_with('(') && text.ends_with(')') && text.matches('(').count() == 1;
    if one {
        text.to_owned()
    } else {
        format!("({text})")
    }
}

fn words(node: &NodeRef) -> String {
    let text = node.query(|n| match &n.data {
        NodeData::Text { contents } => Some(contents.to_string()),
        _ => None,
    });
    text.flatten().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::renderer::document;

    fn shown(math: &str) -> String {
        let html = format!("<p>So <math>{math}</math> holds.</p>");
        let text = document(&html, None).text;
        let inside = text
            .strip_prefix("So ")
            .and_then(|t| t.strip_suffix(" holds."));
        inside.map_or(text.clone(), str::to_owned)
    }

    #[test]
    fn powers_indices_fractions_and_roots_read_as_formulas() {
        let square = "<msup><mi> x </mi><mn> 2 </mn></msup>";
        for (math, text) in [
            (format!("<mi>a</mi>{square}<mo> + </mo><mi>b</mi><mo>=</mo><mn>0</mn>"), "ax² + b = 0"),
            (format!("<mo>−</mo><mi>b</mi><mo>±</mo><msqrt>{square}<mo>−</mo><mn>4</mn><mi>a</mi></msqrt>"),
             "−b ± √(x² − 4a)"),
            ("<mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mrow><mn>2</mn><mi>a</mi></mrow></mfrac>".into(),
             "(a + 1)/2a"),
            ("<msup><mi>e</mi><mrow><mo>−</mo><mi>k</mi><mi>t</mi></mrow></msup>".into(), "e^(−kt)"),
            ("<munderover><mo>∑</mo><mrow><mi>k</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><msub><mi>a</mi><mi>k</mi></msub>".into(),
             "∑_(k = 1)ⁿa_k"),
            ("<mover><mi>x</mi><mo>˙</mo></mover>".into(), "x\u{307}"),
            ("<mfenced><mi>p</mi><mi>q</mi></mfenced>".into(), "(p, q)"),
            ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr><mtr><mtd><mn>3</mn></mtd></mtr></mtable>".into(),
             "1 2; 3"),
        ] {
            assert_eq!(shown(&math), text);
        }
    }

    #[test]
    fn a_formula_of_any_depth_is_written() {
        let deep = "<mrow>".repeat(300) + "<mi>x</mi>" + &"</mrow>".repeat(300);
        assert_eq!(shown(&deep), "x");
    }
}
