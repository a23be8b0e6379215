//! Prints badges.

use std::collections::HashMap;

use super::super::{ReportError, text};
use crate::domain::Status;
use crate::render::{Cell, Column, Fit, Html, RowWriter};
use crate::store::{Reader, RosterRow, Selection, Seminar};

/// Badges on a sheet of paper.
const A_SHEET: usize = 8;

/// Names of more letters are printed smaller.
const LONG: usize = 18;

/// Which name stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameOrder {
    /// The family name.
    FamilyFirst,
    /// The given name.
    GivenFirst,
}

/// What stands on a badge, for printers of labels.
pub const BADGE_COLUMNS: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("family_name", "Family name", Fit::Whole),
    Column::new("given_name", "Given name", Fit::Whole),
    Column::new("native_name", "Native name", Fit::Whole),
    Column::new("country_name", "Country/region", Fit::Words),
    Column::new("organization", "Organization", Fit::Words),
    Column::new("role", "Role", Fit::Whole),
    Column::new("group", "Group", Fit::Whole),
    Column::new("excursion", "Excursion", Fit::Whole),
];

/// The columns that fit on a screen.
pub const BADGE_SHORT: &[&str] =
    &["code", "family_name", "given_name", "country_name", "group", "excursion"];

/// What stands on one badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    code: String,
    family_name: String,
    given_name: String,
    native_name: String,
    country_name: String,
    organization: String,
    role: String,
    group: String,
    excursion: String,
}

/// Returns the badges of a selection; without a status or codes, of those who take part.
pub fn badges(register: &Reader<'_>, selection: &Selection) -> Result<Vec<Badge>, ReportError> {
    let groups: HashMap<i64, String> = register
        .seatings()?
        .into_iter()
        .filter(|seating| seating.round == 1)
        .map(|seating| (seating.participant, seating.group.to_string()))
        .collect();
    let mut badges = Vec::new();
    register.each_selected(selection, |row| -> Result<(), ReportError> {
        if takes_part(selection, row) {
            badges.push(Badge {
                code: row.code.to_owned(),
                family_name: row.family_name.to_owned(),
                given_name: row.given_name.to_owned(),
                native_name: row.native_name.to_owned(),
                country_name: row.country_name.to_owned(),
                organization: row.organization.to_owned(),
                role: row.role.to_owned(),
                group: groups.get(&row.id).cloned().unwrap_or_default(),
                excursion: row.excursion.to_owned(),
            });
        }
        Ok(())
    })?;
    Ok(badges)
}

/// Returns whether somebody of a selection gets a badge: whoever is named does.
fn takes_part(selection: &Selection, row: &RosterRow<'_>) -> bool {
    let counts = row.status.parse::<Status>().is_ok_and(Status::counts);
    counts || !selection.statuses.is_empty() || !selection.numbers.is_empty()
}

/// Writes badges as rows.
pub fn badge_rows(badges: &[Badge], out: &mut dyn RowWriter) -> Result<(), ReportError> {
    for badge in badges {
        out.row(&[
            Cell::Text(&badge.code),
            text(&badge.family_name),
            text(&badge.given_name),
            text(&badge.native_name),
            text(&badge.country_name),
            text(&badge.organization),
            Cell::Text(&badge.role),
            text(&badge.group),
            Cell::Text(&badge.excursion),
        ])?;
    }
    Ok(())
}

/// Returns badges as a printable page, eight on each sheet of A4.
pub fn badge_page(seminar: &Seminar, badges: &[Badge], order: NameOrder) -> String {
    let event = named(seminar);
    let mut page = Html::new(&format!("{}: badges", seminar.name));
    for sheet in badges.chunks(A_SHEET) {
        page.begin_sheet("badges");
        for badge in sheet {
            page.begin_card("badge");
            page.classed("event", &event);
            let size = |class, name: &str| if name.chars().count() > LONG { "long" } else { class };
            let names = match order {
                NameOrder::FamilyFirst => [&badge.family_name, &badge.given_name],
                NameOrder::GivenFirst => [&badge.given_name, &badge.family_name],
            };
            page.classed(size("first", names[0]), names[0]);
            page.classed(size("second", names[1]), names[1]);
            page.classed("native", &badge.native_name);
            let (from, body) = if badge.country_name.is_empty() {
                (&badge.organization, "")
            } else {
                (&badge.country_name, badge.organization.as_str())
            };
            page.classed("from", from);
            page.classed("body", body);
            page.classed("marks", &marks(badge));
            page.qr(&badge.code);
            page.end_card();
        }
        page.end_sheet();
    }
    page.finish()
}

/// Returns what stands at the foot of a badge: `P-0142-N · speaker · P3 · excursion`.
fn marks(badge: &Badge) -> String {
    let role = if badge.role == "delegate" { "" } else { badge.role.as_str() };
    let excursion = if badge.excursion == "yes" { "excursion" } else { "" };
    let marks = [badge.code.as_str(), role, badge.group.as_str(), excursion];
    let marks: Vec<&str> = marks.into_iter().filter(|mark| !mark.is_empty()).collect();
    marks.join(" · ")
}

/// Returns `Asian Export Control Seminar (26th)`.
fn named(seminar: &Seminar) -> String {
    match seminar.edition.as_str() {
        "" => seminar.name.clone(),
        edition => format!("{} ({edition})", seminar.name),
    }
}
