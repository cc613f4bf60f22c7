//! How one feed is asked for: header fields, who asks, proxy, deadline. Checked, so that the poller can send what
//! stands here. Pure.

use std::collections::HashSet;

use toml::Spanned;
use url::Url;

use super::check::{optional_words, patience, program, timeout, words};
use super::errors::Problem;
use super::raw::{RawAuth, RawFeed, Text};
use super::{Auth, RequestConfig};

/// Fields that the poller sends by itself, and what to write instead.
const OWN_FIELDS: [(&str, &str); 13] = [
    ("accept-encoding", ""),
    ("authorization", "auth"),
    ("connection", ""),
    ("content-length", ""),
    ("host", ""),
    ("if-modified-since", ""),
    ("if-none-match", ""),
    ("proxy-authorization", "proxy"),
    ("range", ""),
    ("te", ""),
    ("transfer-encoding", ""),
    ("upgrade", ""),
    ("user-agent", "user_agent"),
];

/// Checks what a `[[feed]]` says about its request.
pub fn request(raw: &RawFeed) -> Result<RequestConfig, Problem> {
    let user_agent = optional_words(raw.user_agent.as_ref(), "user_agent")?;
    if let (Some(text), Some(value)) = (&raw.user_agent, &user_agent) {
        field_value(text, value, "user_agent")?;
    }
    Ok(RequestConfig {
        user_agent,
        headers: headers(raw)?,
        auth: raw.auth.as_ref().map(auth).transpose()?,
        proxy: raw.proxy.as_ref().map(proxy).transpose()?,
        timeout: timeout(raw.timeout.as_ref())?,
        patience: patience(raw.patience.as_ref())?,
    })
}

fn headers(raw: &RawFeed) -> Result<Vec<(String, String)>, Problem> {
    let mut headers = Vec::with_capacity(raw.headers.len());
    let mut seen = HashSet::new();
    for (name, value) in &raw.headers {
        // Some servers want keys in fields of their own.
        let hiding = |problem: Problem| problem.hiding(value.span());
        let span = name.span();
        let field = name.get_ref();
        if field.is_empty() || !field.bytes().all(is_token) {
            let message = format!("`{field}` is no name of a header field");
            return Err(hiding(Problem::new(span, message)));
        }
        let own = OWN_FIELDS
            .iter()
            .find(|(own, _)| own.eq_ignore_ascii_case(field));
        if let Some((_, instead)) = own {
            let problem = hiding(Problem::new(
                span,
                format!("`{field}` is a field that pullquote sends itself"),
            ));
            return Err(match *instead {
                "" => problem.hint("leave it out"),
                key => problem.hint(format!("write it as `{key}` of the feed")),
            });
        }
        if !seen.insert(field.to_ascii_lowercase()) {
            let message = format!("`{field}` stands here a second time");
            return Err(hiding(Problem::new(span, message)));
        }
        let text = words(value, field).map_err(hiding)?;
        field_value(value, &text, field).map_err(hiding)?;
        headers.push((field.clone(), text));
    }
    Ok(headers)
}

/// RFC 9110, 5.6.2.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// A field's value goes over the wire as ASCII (RFC 9110, 5.5).
fn field_value(text: &Text, value: &str, key: &str) -> Result<(), Problem> {
    if value.chars().all(|c| c == ' ' || c.is_ascii_graphic()) {
        return Ok(());
    }
    let message = format!("`{key}` may hold only ASCII letters, digits and signs");
    Err(Problem::new(text.span(), message))
}

fn auth(raw: &Spanned<RawAuth>) -> Result<Auth, Problem> {
    let span = raw.span();
    let RawAuth {
        user,
        password_command,
        token_command,
    } = raw.get_ref();
    let command = |command: &Spanned<Vec<String>>, key| {
        program(command.get_ref().clone(), &command.span(), key)
    };
    match (user, password_command, token_command) {
        (Some(user), Some(password), None) => {
            let name = words(user, "user")?;
            if name.contains(':') {
                // RFC 7617, section 2: it would end the name.
                return Err(Problem::new(user.span(), "`user` may hold no colon"));
            }
            Ok(Auth::Basic {
                user: name,
                password_command: command(password, "password_command")?,
            })
        }
        (None, None, Some(token)) => Ok(Auth::Bearer {
            token_command: command(token, "token_command")?,
        }),
        _ => Err(Problem::new(
            span,
            "`auth` must hold either `user` and `password_command`, or `token_command` alone",
        )),
    }
}

fn proxy(text: &Text) -> Result<String, Problem> {
    let address = words(text, "proxy")?;
    let url = Url::parse(&address).ok();
    let known = ["http", "https", "socks5", "socks5h"];
    match url.filter(|url| url.has_host() && known.contains(&url.scheme())) {
        Some(url) if !url.username().is_empty() || url.password().is_some() => Err(Problem::new(
            text.span(),
            "`proxy` holds a user name or password",
        )
        .hint("leave `proxy` out, and set http_proxy and https_proxy in the environment")),
        Some(_) => Ok(address),
        None => Err(
            Problem::new(text.span(), "`proxy` is no address of a proxy")
                .hint("http://, https://, socks5:// or socks5h://, a host, and a port"),
        ),
    }
}
