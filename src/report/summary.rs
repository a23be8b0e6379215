//! Counts what an organizer publishes; every figure says what it counts.

use std::collections::{BTreeMap, BTreeSet};

use super::bodies::{Bodies, bodies, briefings};
use super::tally::{Counted, Presence, Tally};
use super::{ReportError, counted, text};
use crate::domain::{Category, SessionKind, Status};
use crate::render::{Cell, Column, Fit, RowWriter, words};
use crate::store::Reader;

/// The summary as flat rows: one figure a row.
pub const COLUMNS: &[Column<'static>] = &[
    Column::new("section", "Section", Fit::Whole),
    Column::new("item", "Item", Fit::Words),
    Column::new("figure", "Figure", Fit::Whole),
    Column::new("value", "Value", Fit::Right),
    Column::new("counts", "Counts", Fit::Words),
];

/// A part of the summary: items with one or more figures each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its name in CSV and JSON.
    pub key: &'static str,
    /// Its title for people.
    pub title: &'static str,
    /// What its figures count.
    pub counts: &'static str,
    /// What its items are.
    pub item: &'static str,
    /// Name and heading of each figure.
    pub figures: Vec<(&'static str, &'static str)>,
    /// Items with their figures.
    pub rows: Vec<(String, Vec<i64>)>,
}

/// What an organizer publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Name, edition, days and venue of the seminar.
    pub heading: String,
    /// The figures.
    pub sections: Vec<Section>,
    /// Lists of names: title and names.
    pub lists: Vec<(&'static str, Vec<String>)>,
    /// The sentence that closes it.
    pub closing: String,
}

impl Summary {
    /// Writes the figures as flat rows.
    pub fn write(&self, out: &mut dyn RowWriter) -> Result<(), ReportError> {
        for section in &self.sections {
            for (item, values) in &section.rows {
                for ((figure, _), value) in section.figures.iter().zip(values) {
                    out.row(&[
                        Cell::Text(section.key),
                        text(item),
                        Cell::Text(figure),
                        Cell::Count(*value),
                        Cell::Text(section.counts),
                    ])?;
                }
            }
        }
        Ok(())
    }
}

const REGISTERED_AND_PRESENT: [(&str, &str); 2] =
    [("registered", "Registered"), ("present", "Present")];

/// Counts everything.
pub fn summary(register: &Reader<'_>) -> Result<Summary, ReportError> {
    let tally = Tally::read(register)?;
    let countries = register.countries()?;
    let bodies = bodies(register, &tally)?;
    let sections = vec![
        by_status(&tally),
        represented(&tally, &bodies),
        by_country(&tally, &countries),
        by_region(&tally, &countries),
        by_category(&tally),
        by_day(&tally),
        by_session(&tally),
        groups(register)?,
        excursion(register, &tally)?,
    ];
    let lists = briefings(&tally, &countries, &bodies);
    let seminar = &tally.seminar;
    let venue =
        if seminar.venue.is_empty() { String::new() } else { format!(", {}", seminar.venue) };
    let edition =
        if seminar.edition.is_empty() { String::new() } else { format!(" ({})", seminar.edition) };
    Ok(Summary {
        heading: format!(
            "{}{edition}, {} to {}{venue}",
            seminar.name, seminar.first_day, seminar.last_day
        ),
        closing: closing(&tally, &bodies),
        sections,
        lists,
    })
}

/// Returns whether a person takes part, or took part whatever the register says.
fn registered(person: &Counted) -> bool {
    person.status.counts()
}

fn people(tally: &Tally, who: impl Fn(&Counted) -> bool) -> i64 {
    counted(tally.people.iter().filter(|person| who(person)).count())
}

fn countries_of(tally: &Tally, who: fn(&Counted) -> bool) -> i64 {
    let codes: BTreeSet<&str> = tally
        .people
        .iter()
        .filter(|person| who(person) && !person.country.is_empty())
        .map(|person| person.country.as_str())
        .collect();
    counted(codes.len())
}

fn by_status(tally: &Tally) -> Section {
    let rows = Status::ALL
        .iter()
        .map(|&status| {
            let of = |person: &Counted| person.status == status;
            let came = people(tally, |person| of(person) && person.came_at_all());
            (status.to_string(), vec![people(tally, of), came])
        })
        .collect::<Vec<_>>();
    let total = (0..2).map(|at| rows.iter().map(|(_, values)| values[at]).sum()).collect();
    let rows = rows.into_iter().chain([("all".to_owned(), total)]).collect();
    Section {
        key: "status",
        title: "Participants by status",
        counts: "persons",
        item: "Status",
        figures: vec![("participants", "Persons"), ("present", "Present at least once")],
        rows,
    }
}

fn represented(tally: &Tally, bodies: &Bodies) -> Section {
    let both = |kind| {
        vec![bodies.count(tally, kind, registered), bodies.count(tally, kind, Counted::came_at_all)]
    };
    let countries =
        vec![countries_of(tally, registered), countries_of(tally, Counted::came_at_all)];
    Section {
        key: "represented",
        title: "Represented",
        counts: "countries and regions, organizations; each once",
        item: "Kind",
        figures: REGISTERED_AND_PRESENT.to_vec(),
        rows: vec![
            ("countries and regions".to_owned(), countries),
            ("international organizations".to_owned(), both(Category::InternationalOrganization)),
            ("companies".to_owned(), both(Category::Company)),
            ("universities and institutes".to_owned(), both(Category::Academia)),
            ("other organizations".to_owned(), both(Category::Other)),
        ],
    }
}

fn registered_and_present<'k>(
    tally: &Tally,
    key: impl Fn(&Counted) -> Option<&'k str>,
) -> BTreeMap<&'k str, Vec<i64>> {
    let mut rows: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for person in tally.people.iter().filter(|p| registered(p) || p.came_at_all()) {
        if let Some(key) = key(person) {
            let values = rows.entry(key).or_insert_with(|| vec![0, 0]);
            values[0] += i64::from(registered(person));
            values[1] += i64::from(person.came_at_all());
        }
    }
    rows
}

fn by_country(tally: &Tally, countries: &[(String, String, String)]) -> Section {
    let name = |person: &Counted| {
        let found = countries.binary_search_by(|(code, ..)| code.as_str().cmp(&person.country));
        found.ok().map(|at| countries[at].1.as_str())
    };
    let rows = registered_and_present(tally, name);
    Section {
        key: "country",
        title: "Countries and regions",
        counts: "persons",
        item: "Country/region",
        figures: REGISTERED_AND_PRESENT.to_vec(),
        rows: rows.into_iter().map(|(name, values)| (name.to_owned(), values)).collect(),
    }
}

fn by_region(tally: &Tally, countries: &[(String, String, String)]) -> Section {
    let region = |person: &Counted| {
        let found = countries.binary_search_by(|(code, ..)| code.as_str().cmp(&person.country));
        found.map_or(Some("(no country or region)"), |at| Some(countries[at].2.as_str()))
    };
    let rows = registered_and_present(tally, region);
    Section {
        key: "region",
        title: "Regions of the world (UN M49)",
        counts: "persons",
        item: "Region",
        figures: REGISTERED_AND_PRESENT.to_vec(),
        rows: rows.into_iter().map(|(name, values)| (name.to_owned(), values)).collect(),
    }
}

fn by_category(tally: &Tally) -> Section {
    let rows = Category::ALL
        .iter()
        .map(|&category| {
            let of = |person: &Counted| person.category == category;
            let values = vec![
                people(tally, |person| of(person) && registered(person)),
                people(tally, |person| of(person) && person.came_at_all()),
            ];
            (category.to_string(), values)
        })
        .collect();
    Section {
        key: "category",
        title: "Categories",
        counts: "persons",
        item: "Category",
        figures: REGISTERED_AND_PRESENT.to_vec(),
        rows,
    }
}

fn presence_section(
    key: &'static str,
    title: &'static str,
    item: &'static str,
    rows: Vec<(String, Presence)>,
) -> Section {
    let rows = rows
        .into_iter()
        .map(|(label, p)| {
            let values =
                vec![p.expected, p.present, p.late, p.walk_ins, p.unexpected, p.absent, p.no_shows];
            (label, values)
        })
        .collect();
    Section {
        key,
        title,
        counts: "persons",
        item,
        figures: vec![
            ("expected", "Expected"),
            ("present", "Present"),
            ("late", "Late"),
            ("walk_ins", "Walk-ins"),
            ("unexpected", "Not expected"),
            ("absent", "Absent"),
            ("no_shows", "No-shows"),
        ],
        rows,
    }
}

fn by_day(tally: &Tally) -> Section {
    let rows = tally
        .days()
        .into_iter()
        .map(|day| {
            (day.to_string(), tally.presence(|_| true, |_, session| session.item.day == day))
        })
        .chain([("all".to_owned(), tally.presence(|_| true, |_, _| true))])
        .collect();
    presence_section("day", "Days", "Day", rows)
}

fn by_session(tally: &Tally) -> Section {
    let rows = tally
        .sessions
        .iter()
        .enumerate()
        .map(|(position, session)| {
            let presence = tally.presence(|_| true, |at, _| at == position);
            (session.item.code.to_string(), presence)
        })
        .collect();
    presence_section("session", "Sessions", "Session", rows)
}

fn groups(register: &Reader<'_>) -> Result<Section, ReportError> {
    let sizes = register.group_sizes()?;
    let rows = sizes
        .into_iter()
        .map(|(track, round, number, size)| {
            let name = format!("{}{number}", track.letter());
            let name = if round == 1 { name } else { format!("{name} (round {round})") };
            (name, vec![size])
        })
        .collect();
    Ok(Section {
        key: "group",
        title: "Breakout groups",
        counts: "persons",
        item: "Group",
        figures: vec![("persons", "Persons")],
        rows,
    })
}

fn excursion(register: &Reader<'_>, tally: &Tally) -> Result<Section, ReportError> {
    let boarding: Vec<usize> = tally
        .sessions
        .iter()
        .enumerate()
        .filter(|(_, session)| session.item.kind == SessionKind::Excursion)
        .map(|(at, _)| at)
        .collect();
    let boarded = |person: &Counted| boarding.iter().any(|&at| person.came[at].is_some());
    let name = register.excursions()?.into_iter().next().map(|first| first.name);
    let values = vec![
        people(tally, |person| person.has_seat),
        people(tally, |person| person.waits),
        people(tally, boarded),
        people(tally, |person| person.has_seat && !boarded(person)),
    ];
    Ok(Section {
        key: "excursion",
        title: "Excursion",
        counts: "persons",
        item: "Excursion",
        figures: vec![
            ("with_a_seat", "With a seat"),
            ("waiting", "Waiting"),
            ("boarded", "Boarded"),
            ("seat_not_used", "Seat not used"),
        ],
        rows: name.map(|name| (name, values)).into_iter().collect(),
    })
}

/// Closes the summary in the organizer's own words.
fn closing(tally: &Tally, bodies: &Bodies) -> String {
    let came = tally.has_attendance();
    let who: fn(&Counted) -> bool = if came { Counted::came_at_all } else { registered };
    let count = |kind| u64::try_from(bodies.count(tally, kind, who)).unwrap_or(0);
    let countries = u64::try_from(countries_of(tally, who)).unwrap_or(0);
    let persons = u64::try_from(people(tally, who)).unwrap_or(0);
    let parts = [
        words::count(countries, "country or region", "countries and regions"),
        words::count(
            count(Category::InternationalOrganization),
            "international organization",
            "international organizations",
        ),
        words::count(count(Category::Company), "company", "companies"),
        words::count(
            count(Category::Academia),
            "university or research institute",
            "universities and research institutes",
        ),
        words::count(count(Category::Other), "other organization", "other organizations"),
    ];
    let parts: Vec<&String> = parts.iter().filter(|part| !part.starts_with("0 ")).collect();
    let verb = if came { "brought together" } else { "will bring together" };
    let persons = words::count(persons, "participant", "participants");
    if parts.is_empty() {
        return format!("The seminar {verb} {persons}.");
    }
    format!("The seminar {verb} {persons} from {}.", words::list(&parts, "and"))
}
