//! A query as a reader types it: what it says is written out as a text that says the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pullquote::news::{Expression, Sought};

fuzz_target!(|text: &str| {
    match Expression::parse(text) {
        Ok(expression) => {
            let written = expression.to_string();
            // Written out, a query may grow beyond what a reader may type.
            if written.len() <= text.len().max(2000) {
                assert_eq!(
                    Expression::parse(&written),
                    Ok(expression.clone()),
                    "{written:?}"
                );
            }
            for hit in Sought::of(&expression, true).hits(text) {
                assert!(text.get(hit).is_some());
            }
        }
        Err(error) => {
            error.caret(text);
        }
    }
});
