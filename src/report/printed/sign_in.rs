//! Prints a numbered sign-in sheet.

use std::collections::HashMap;

use super::super::ReportError;
use crate::domain::Timestamp;
use crate::render::{Html, words};
use crate::store::{Reader, Selection, SignInSheet};

/// Empty lines at the end, for who comes unexpectedly.
const SPARE_LINES: usize = 3;

/// Returns a sheet as a printable page: a number, a name and a place to sign for each person.
pub fn numbered_sheet(
    register: &Reader<'_>,
    sheet: &SignInSheet,
    printed_at: Timestamp,
) -> Result<String, ReportError> {
    let seminar = register.seminar()?;
    let zone = seminar.zone;
    let session = register.sessions()?.into_iter().find(|session| session.id == sheet.session);
    let mut people: HashMap<i64, [String; 4]> = HashMap::new();
    let selection = Selection { numbers: sheet.lines.clone(), ..Selection::default() };
    register.each_selected(&selection, |row| -> Result<(), ReportError> {
        let cells = [
            row.name(),
            row.country_name.to_owned(),
            row.organization.to_owned(),
            row.code.to_owned(),
        ];
        people.insert(row.id, cells);
        Ok(())
    })?;
    let mut page = Html::new(&format!("{}: sign-in sheet {}", seminar.name, sheet.version));
    page.begin_sheet("sheet");
    if let Some(session) = &session {
        let item = &session.item;
        let scope =
            if sheet.scope.is_empty() { String::new() } else { format!(", {}", sheet.scope) };
        page.element("h1", &format!("{}{scope} — sign-in sheet", item.title));
        page.element("p", &seminar.name);
        let hours = format!(
            "{}, {}–{}",
            item.code,
            zone.day_and_clock(item.starts_at),
            zone.clock(item.ends_at)
        );
        let room = if item.room.is_empty() { String::new() } else { format!(", {}", item.room) };
        page.element("p", &format!("{hours}{room}"));
    }
    let persons = words::count(people.len(), "person", "persons");
    page.element(
        "p",
        &format!("Sheet {}, {persons}, printed {}", sheet.version, zone.day_and_clock(printed_at)),
    );
    let numbers: Vec<String> = (1..=sheet.lines.len()).map(|number| number.to_string()).collect();
    let mut rows: Vec<Vec<&str>> = Vec::new();
    for (number, id) in numbers.iter().zip(&sheet.lines) {
        if let Some(cells) = people.get(id) {
            rows.push(std::iter::once(number).chain(cells).map(String::as_str).collect());
        }
    }
    rows.extend((0..SPARE_LINES).map(|_| Vec::new()));
    page.table(&["No.", "Name", "Country/region", "Organization", "Code", "Signature"], &rows);
    if let Some(session) = &session {
        page.element(
            "p",
            &format!(
                "Enter it with: meibo attendance mark NUMBERS --session {} --sheet {}",
                session.item.code, sheet.version
            ),
        );
    }
    page.end_sheet();
    Ok(page.finish())
}
