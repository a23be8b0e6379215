//! `meibo country`: says which country or region a text is taken for.

use std::io::{BufRead, Read};

use clap::Args;

use super::examples;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::report::{COUNTRY_COLUMNS, CountryWords};

/// The longest line that is read, in bytes; no name is nearly as long.
const LONGEST_LINE: u64 = 1 << 16;

/// Say which country or region a text is taken for
///
/// Any usual spelling in any of some seventy languages, codes of ISO 3166 (two or three letters,
/// three digits), or a name in English, French, German, Italian, Portuguese, Russian or Spanish with
/// one letter wrong. Bodies, parts of the world, former states and lists of countries are none, and
/// the answer says so; a name that several countries go by is answered with the choices.
///
/// There is one row for each text, in the order given; `-` reads one text a line from standard
/// input. No register is needed; with one, its display names are shown. Exit code 1 says that one
/// of the texts is no country or region.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo country \"Viet Nam\" \"Korea, Rep. of\" UK 392",
    "meibo country - --format csv < names.txt",
))]
pub(in crate::cli) struct CountryArgs {
    /// Texts, or - for standard input
    #[arg(required = true)]
    text: Vec<String>,
}

pub(in crate::cli) fn run(args: &CountryArgs, context: &Context) -> Result<Exit, Failure> {
    let words = match context.reader_if_any()? {
        None => CountryWords::default(),
        Some(store) => store.read(CountryWords::read)?,
    };
    let all = context.ui.show(COUNTRY_COLUMNS, |out| {
        let mut all = true;
        if args.text != ["-"] {
            for text in &args.text {
                all &= words.write(text, out)?;
            }
            return Ok(all);
        }
        let mut input = std::io::stdin().lock();
        let mut line = Vec::new();
        for number in 1_u64.. {
            line.clear();
            if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
                break;
            }
            let ends = line.ends_with(b"\n");
            if !ends && u64::try_from(line.len()).is_ok_and(|length| length == LONGEST_LINE) {
                return Err(Failure::refused(format!(
                    "line {number} is longer than {LONGEST_LINE} bytes"
                ))
                .hint("write one name of a country or region a line"));
            }
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end_matches(['\n', '\r']);
            all &= words.write(text.trim_start_matches('\u{feff}'), out)?;
        }
        Ok(all)
    })?;
    Ok(if all { Exit::Done } else { Exit::Refused })
}
