//! Prints certificates for those who met a rule of attendance.

use std::collections::HashMap;

use super::super::attendance::who;
use super::super::summary::published::titled;
use super::super::{ReportError, text};
use super::badges::NameOrder;
use crate::domain::AttendanceRule;
use crate::render::{Cell, Column, Fit, Html, RowWriter};
use crate::store::{Reader, Selection, Seminar};

/// Somebody who gets a certificate, with the evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certified {
    code: String,
    name: String,
    represents: String,
    attended: i64,
    of: i64,
}

/// One row a certificate.
pub const COLUMNS: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("represents", "Country, region or organization", Fit::Words),
    Column::new("attended", "Attended", Fit::Right),
    Column::new("of", "Of", Fit::Right),
];

/// Returns those of a selection who met a rule, as `attendance --met` counts it.
pub fn certified(
    register: &Reader<'_>,
    selection: &Selection,
    rule: AttendanceRule,
    order: NameOrder,
) -> Result<Vec<Certified>, ReportError> {
    let mut evidence = Evidence::default();
    who::met(register, rule, &mut evidence)?;
    let mut certified = Vec::new();
    register.each_selected(selection, |row| -> Result<(), ReportError> {
        if let Some(&(attended, of)) = evidence.0.get(row.code) {
            let names = match order {
                NameOrder::FamilyFirst => [row.family_name, row.given_name],
                NameOrder::GivenFirst => [row.given_name, row.family_name],
            };
            let from =
                if row.country_name.is_empty() { row.organization } else { row.country_name };
            certified.push(Certified {
                code: row.code.to_owned(),
                name: names.join(" ").trim().to_owned(),
                represents: from.to_owned(),
                attended,
                of,
            });
        }
        Ok(())
    })?;
    Ok(certified)
}

/// How many sessions each person attended, and of how many, by code.
#[derive(Default)]
struct Evidence(HashMap<String, (i64, i64)>);

impl RowWriter for Evidence {
    fn row(&mut self, cells: &[Cell<'_>]) -> std::io::Result<()> {
        if let [Cell::Text(code), .., Cell::Count(attended), Cell::Count(of), _] = cells {
            self.0.insert((*code).to_owned(), (*attended, *of));
        }
        Ok(())
    }

    fn finish(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Writes who gets a certificate as rows.
pub fn certificate_rows(
    certified: &[Certified],
    out: &mut dyn RowWriter,
) -> Result<(), ReportError> {
    for one in certified {
        out.row(&[
            Cell::Text(&one.code),
            Cell::Text(&one.name),
            text(&one.represents),
            Cell::Count(one.attended),
            Cell::Count(one.of),
        ])?;
    }
    Ok(())
}

/// Returns certificates as a printable page, one on each sheet.
pub fn certificate_page(seminar: &Seminar, certified: &[Certified]) -> String {
    let mut page = Html::new(&format!("{}: certificates", seminar.name));
    let held = if seminar.venue.is_empty() { "" } else { " in " };
    let days = seminar.first_day.in_words_to(seminar.last_day);
    for one in certified {
        page.begin_sheet("certificate");
        page.element("h1", "Certificate of attendance");
        page.element("p", "This is to certify that");
        page.element("h2", &one.name);
        page.element("p", &one.represents);
        page.element("p", &format!("attended the {}", titled(seminar)));
        page.element("p", &format!("held{held}{} on {days}", seminar.venue));
        let sessions = format!("{} of {} sessions · {}", one.attended, one.of, one.code);
        page.classed("evidence", &sessions);
        page.end_sheet();
    }
    page.finish()
}
