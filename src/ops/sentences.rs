//! Joins what an error names into sentences.

use crate::domain::SessionCode;
use crate::intake::RowProblem;

/// The most sentences that one error holds.
const NAMED: usize = 5;

/// Joins sentences; of many the first are named.
pub(super) fn several(sentences: &[String]) -> String {
    let mut named: Vec<String> = sentences.iter().take(NAMED).cloned().collect();
    if sentences.len() > NAMED {
        named.push(format!("and {} more", sentences.len() - NAMED));
    }
    named.join("; ")
}

/// Joins the problems of one row.
pub(super) fn one_line(problems: &[RowProblem]) -> String {
    problems.iter().map(described).collect::<Vec<_>>().join("; ")
}

/// Returns `column "value" is wrong in this way`.
pub fn described(problem: &RowProblem) -> String {
    match problem.value.as_str() {
        "" => format!("{} {}", problem.column, problem.reason),
        value => format!("{} \"{value}\" {}", problem.column, problem.reason),
    }
}

/// Names the columns in which somebody differs.
pub(super) fn differs(columns: &[String]) -> String {
    if columns.is_empty() {
        String::new()
    } else {
        format!(", with another {}", columns.join(", "))
    }
}

/// Says that an excursion has no such site, and which it has.
pub(super) fn no_site(site: &str, known: &[String]) -> String {
    match (site, known) {
        (_, []) => "the excursion has no site that clears people".to_owned(),
        (site, known) => format!("the excursion has no site {site}; it has {}", known.join(", ")),
    }
}

/// Says that no sheet is meant, or not which.
pub(super) fn no_sheet(version: &str, session: &SessionCode, known: &[String]) -> String {
    match (version, known) {
        ("", []) => format!("no sheet was printed for {session}"),
        ("", _) => format!("several sheets were printed for {session}; name one with --sheet"),
        _ => format!("no sheet {version} was printed for {session}"),
    }
}
