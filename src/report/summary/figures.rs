//! Counts what an organizer publishes; every figure says what it counts.

use std::collections::BTreeMap;

use super::super::tally::{Counted, Presence, Programme};
use super::super::{ReportError, counted, text};
use super::bodies::{Bodies, Origins, Who, bodies, briefings};
use super::meetings::{self, Meetings, MetFigure};
use super::places::{by_country, by_grouping, by_region};
use super::section::{Pair, REGISTERED_AND_PRESENT, Section};
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

/// What an organizer publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Name, edition, days and venue of the seminar.
    pub heading: String,
    /// The figures.
    pub sections: Vec<Section>,
    /// Who briefed: what they are, and their names.
    pub briefings: Vec<(&'static str, Vec<String>)>,
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
        for (kind, names) in &self.briefings {
            for name in names {
                let key = Cell::Text("briefing");
                out.row(&[key, text(name), Cell::Text(kind), Cell::Count(1), Cell::Text(BRIEFED)])?;
            }
        }
        Ok(())
    }
}

/// What the rows of who briefed count.
const BRIEFED: &str = "countries and regions, organizations; each once";

/// What the words above the figures mean.
pub const LEGEND: &str = "Registered: registered or confirmed before the doors opened. Present: came \
to one session or more, walk-ins included. Every person counts once, however often scanned.";

/// What is counted while the people pass by, so that any number of them needs no memory.
#[derive(Default)]
struct Figures {
    /// Persons, and those of them who came.
    statuses: BTreeMap<Status, Pair>,
    categories: BTreeMap<Category, Pair>,
    /// By ISO 3166 code; empty where there is none.
    countries: BTreeMap<String, Pair>,
    persons: Pair,
    origins: Origins,
    sessions: Vec<Presence>,
    days: Vec<Presence>,
    all: Presence,
    /// With a seat, waiting, boarded, seat not used.
    excursion: [i64; 4],
}

impl Figures {
    fn read(register: &Reader<'_>, programme: &Programme) -> Result<Self, ReportError> {
        let days = programme.days();
        let boarding: Vec<bool> = programme
            .sessions
            .iter()
            .map(|session| session.item.kind == SessionKind::Excursion)
            .collect();
        let mut figures = Self {
            sessions: vec![Presence::default(); programme.sessions.len()],
            days: vec![Presence::default(); days.len()],
            ..Self::default()
        };
        programme.each_person(register, |one| {
            figures.add(one);
            for (at, presence) in figures.sessions.iter_mut().enumerate() {
                programme.add(presence, one, |position, _| position == at);
            }
            for (presence, &day) in figures.days.iter_mut().zip(&days) {
                programme.add(presence, one, |_, session| session.item.day == day);
            }
            programme.add(&mut figures.all, one, |_, _| true);
            let mut places = one.places.iter().zip(&boarding);
            let boarded = places.any(|(place, boards)| *boards && place.visit.is_some());
            let person = &one.person;
            let which = [person.has_seat, person.waits, boarded, person.has_seat && !boarded];
            figures.excursion.iter_mut().zip(which).for_each(|(sum, is)| *sum += i64::from(is));
            Ok(())
        })?;
        Ok(figures)
    }

    fn add(&mut self, one: &Counted<'_>) {
        let came = i64::from(one.came_at_all());
        let registered = i64::from(one.registered());
        let add = |pair: &mut Pair, first: i64| *pair = [pair[0] + first, pair[1] + came];
        add(self.statuses.entry(one.person.status).or_default(), 1);
        add(self.categories.entry(one.person.category).or_default(), registered);
        add(&mut self.persons, registered);
        match self.countries.get_mut(one.person.country) {
            Some(pair) => add(pair, registered),
            None => {
                add(self.countries.entry(one.person.country.to_owned()).or_default(), registered);
            }
        }
        self.origins.add(one);
    }

    /// Counts the countries and regions from which somebody had registered (0) or came (1).
    fn represented(&self, figure: usize) -> i64 {
        let countries = self.countries.iter();
        counted(countries.filter(|(code, pair)| !code.is_empty() && pair[figure] > 0).count())
    }
}

/// Counts everything.
pub fn summary(register: &Reader<'_>) -> Result<Summary, ReportError> {
    let programme = Programme::read(register)?;
    let countries = register.countries()?;
    let mut figures = Figures::read(register, &programme)?;
    let bodies = bodies(register, std::mem::take(&mut figures.origins))?;
    let met = Meetings::read(register)?.figure();
    let sections = vec![
        by_status(&figures),
        represented(&figures, &bodies),
        by_country(&figures.countries, &countries),
        by_region(&figures.countries, &countries),
        by_grouping(&figures.countries, &countries),
        by_category(&figures),
        by_day(&figures, &programme),
        by_session(&figures, &programme),
        groups(register)?,
        meetings::section(met),
        excursion(register, &figures)?,
    ];
    let briefings = briefings(&programme, &countries, &bodies);
    let seminar = &programme.seminar;
    let venue =
        if seminar.venue.is_empty() { String::new() } else { format!(", {}", seminar.venue) };
    let edition =
        if seminar.edition.is_empty() { String::new() } else { format!(" ({})", seminar.edition) };
    let days = if seminar.first_day == seminar.last_day {
        seminar.first_day.to_string()
    } else {
        format!("{} to {}", seminar.first_day, seminar.last_day)
    };
    Ok(Summary {
        heading: format!("{}{edition}, {days}{venue}", seminar.name),
        closing: closing(&figures, &bodies, met),
        sections,
        briefings,
    })
}

fn by_status(figures: &Figures) -> Section {
    let of = |status: &Status| figures.statuses.get(status).copied().unwrap_or_default();
    let rows = Status::ALL.iter().map(|status| (status.to_string(), of(status).to_vec()));
    let total = (0..2).map(|at| figures.statuses.values().map(|pair| pair[at]).sum()).collect();
    let rows = rows.chain([("all".to_owned(), total)]).collect();
    Section {
        key: "status",
        title: "Participants by status",
        counts: "persons",
        item: "Status",
        figures: vec![("participants", "Persons"), ("present", "Present at least once")],
        not_in_tables: None,
        rows,
    }
}

fn represented(figures: &Figures, bodies: &Bodies) -> Section {
    let both = |kind| vec![bodies.count(kind, Who::Registered), bodies.count(kind, Who::Came)];
    Section {
        key: "represented",
        title: "Represented",
        counts: "countries and regions, organizations; each once",
        item: "Kind",
        figures: REGISTERED_AND_PRESENT.to_vec(),
        not_in_tables: None,
        rows: vec![
            (
                "countries and regions".to_owned(),
                vec![figures.represented(0), figures.represented(1)],
            ),
            ("international organizations".to_owned(), both(Category::InternationalOrganization)),
            ("companies".to_owned(), both(Category::Company)),
            ("universities and institutes".to_owned(), both(Category::Academia)),
            ("other organizations".to_owned(), both(Category::Other)),
        ],
    }
}

fn by_category(figures: &Figures) -> Section {
    let of = |category| figures.categories.get(category).copied().unwrap_or_default();
    let rows = Category::ALL.iter().map(|category| (category.to_string(), of(category).to_vec()));
    Section {
        key: "category",
        title: "Categories",
        counts: "persons",
        item: "Category",
        figures: REGISTERED_AND_PRESENT.to_vec(),
        not_in_tables: None,
        rows: rows.collect(),
    }
}

fn presence_section(
    key: &'static str,
    title: &'static str,
    item: &'static str,
    rows: impl Iterator<Item = (String, Presence)>,
) -> Section {
    let rows = rows.map(|(label, presence)| (label, presence.figures().to_vec())).collect();
    Section {
        key,
        title,
        counts: "persons",
        item,
        figures: Presence::FIGURES.to_vec(),
        not_in_tables: Some(Presence::NOT_IN_TABLES),
        rows,
    }
}

fn by_day(figures: &Figures, programme: &Programme) -> Section {
    let days = programme.days().into_iter().map(|day| day.to_string());
    let rows = days.zip(figures.days.iter().copied()).chain([("all".to_owned(), figures.all)]);
    presence_section("day", "Days", "Day", rows)
}

fn by_session(figures: &Figures, programme: &Programme) -> Section {
    let codes = programme.sessions.iter().map(|session| session.item.code.to_string());
    let rows = codes.zip(figures.sessions.iter().copied());
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
        not_in_tables: None,
        rows,
    })
}

fn excursion(register: &Reader<'_>, figures: &Figures) -> Result<Section, ReportError> {
    let name = register.excursions()?.into_iter().next().map(|first| first.name);
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
        not_in_tables: None,
        rows: name.map(|name| (name, figures.excursion.to_vec())).into_iter().collect(),
    })
}

/// Closes the summary in the organizer's own words.
fn closing(figures: &Figures, bodies: &Bodies, met: Option<MetFigure>) -> String {
    let met =
        met.map(|met| format!(" {}", met.sentence(figures.persons[1] > 0))).unwrap_or_default();
    format!("{}{met}", who_came(figures, bodies))
}

fn who_came(figures: &Figures, bodies: &Bodies) -> String {
    let came = figures.persons[1] > 0;
    let (who, at) = if came { (Who::Came, 1) } else { (Who::Registered, 0) };
    let count = |kind| u64::try_from(bodies.count(kind, who)).unwrap_or(0);
    let countries = u64::try_from(figures.represented(at)).unwrap_or(0);
    let persons = u64::try_from(figures.persons[at]).unwrap_or(0);
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
