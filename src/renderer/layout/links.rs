//! The list of links at the end of a page.

use unicode_segmentation::UnicodeSegmentation;

use super::Setter;
use super::width::{cluster_width, width};
use crate::renderer::page::{Role, TextStyle};

impl Setter<'_> {
    pub(super) fn link_list(&mut self) {
        if self.document.links.is_empty() || self.lines.is_empty() {
            return;
        }
        let blank = self.line(None).finish();
        self.lines.push(blank);
        self.links_from(0);
    }

    /// The list from this link on.
    pub(super) fn links_from(&mut self, first: usize) {
        let links = &self.document.links;
        let number_width = width(&format!("[{}] ", links.len()));
        // Numbers in a column of their own, as long as that leaves room for the addresses.
        let margin = if number_width * 3 <= self.width {
            number_width
        } else {
            0
        };
        for (n, link) in links.iter().enumerate().skip(first) {
            let number = format!("[{}]", n + 1);
            let link_style = |role| TextStyle {
                role,
                link: Some(n as u32),
                ..TextStyle::default()
            };
            let mut rest = link.url.as_str();
            let mut line = self.line(None);
            if margin > 0 {
                line.sign(&number, link_style(Role::LinkNumber));
            } else {
                line.sign(&number, link_style(Role::LinkNumber));
                self.lines.push(line.finish());
                line = self.line(None);
            }
            loop {
                line.skip_to(margin);
                let (piece, left) = rest.split_at(fitting(rest, self.width - margin));
                line.sign(piece, link_style(Role::Secondary));
                self.lines.push(line.finish());
                rest = left;
                if rest.is_empty() {
                    break;
                }
                line = self.line(None);
            }
        }
    }
}

/// Bytes that fit in the room; at least one cluster.
fn fitting(text: &str, room: usize) -> usize {
    let (mut used, mut end) = (0, 0);
    for cluster in text.graphemes(true) {
        used += cluster_width(cluster);
        if used > room && end > 0 {
            break;
        }
        end += cluster.len();
    }
    end
}
