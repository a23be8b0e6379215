//! Makes numbered sign-in sheets, and finds whom the numbers of a sheet mean.

use std::collections::HashSet;

use super::super::OpError;
use super::super::programme::find_session;
use crate::domain::{GroupName, Session, SessionCode, Status, Track};
use crate::store::{Entry, MAIN_EXCURSION, Operated, Reader, Selection, SignInSheet, Store};

/// Whose sheet is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetOf {
    /// Of everybody who is meant to be at the session.
    Everybody,
    /// Of one discussion group.
    Group(GroupName),
    /// Of those who have a seat on the excursion.
    Excursion,
    /// Of those of them who go by a bus.
    Bus(String),
}

/// What the scope of a bus begins with.
const BUS: &str = "bus ";

impl SheetOf {
    fn scope(&self) -> String {
        match self {
            Self::Bus(bus) => format!("{BUS}{bus}"),
            Self::Everybody => String::new(),
            Self::Group(group) => group.to_string(),
            Self::Excursion => "excursion".to_owned(),
        }
    }

    fn of_scope(scope: &str) -> Self {
        if let Some(bus) = scope.strip_prefix(BUS) {
            return Self::Bus(bus.to_owned());
        }
        match (scope, scope.parse()) {
            ("excursion", _) => Self::Excursion,
            (_, Ok(group)) => Self::Group(group),
            _ => Self::Everybody,
        }
    }
}

/// A person who belongs on a sheet.
struct Listed {
    id: i64,
    name_key: String,
}

/// Returns the people of a sheet in the order of their names.
fn listed(register: &Reader<'_>, session: &Session, of: &SheetOf) -> Result<Vec<Listed>, OpError> {
    let group = if let SheetOf::Group(group) = of { Some(*group) } else { None };
    let on_bus: HashSet<i64> = match of {
        SheetOf::Bus(bus) => {
            let places = register.places(MAIN_EXCURSION)?.into_iter();
            places.filter(|place| place.bus == *bus).map(|place| place.participant).collect()
        }
        _ => HashSet::new(),
    };
    let selection = Selection { group, ..Selection::default() };
    let mut people = Vec::new();
    register.each_selected(&selection, |row| -> Result<(), OpError> {
        let takes_part = row.status.parse::<Status>().is_ok_and(Status::counts);
        let seated = row.excursion == "yes";
        let track: Option<Track> = row.track.parse().ok();
        let meant = match of {
            SheetOf::Group(_) => true,
            SheetOf::Excursion => seated,
            SheetOf::Bus(_) => seated && on_bus.contains(&row.id),
            SheetOf::Everybody => session.item.expects(Status::Confirmed, track, seated),
        };
        if takes_part && meant {
            people.push(Listed { id: row.id, name_key: row.name_key.to_owned() });
        }
        Ok(())
    })?;
    people.sort_by(|one, other| (&one.name_key, one.id).cmp(&(&other.name_key, other.id)));
    Ok(people)
}

/// Makes a sheet. Who had a number on the last one of its kind keeps it; numbers of those who are
/// gone stay empty, and who is new comes at the end.
pub fn make_sheet(
    store: &mut Store,
    entry: &Entry,
    session: &SessionCode,
    of: &SheetOf,
) -> Result<Operated<SignInSheet>, OpError> {
    store.operate(entry, |tx| {
        let session = find_session(tx, session)?;
        let people = listed(tx, &session, of)?;
        if people.is_empty() {
            return Err(OpError::EmptySheet { session: session.item.code });
        }
        let here: HashSet<i64> = people.iter().map(|person| person.id).collect();
        let scope = of.scope();
        let last =
            tx.latest_sheet(session.id, &scope)?.map(|sheet| sheet.lines).unwrap_or_default();
        let known: HashSet<i64> = last.iter().copied().collect();
        let mut lines: Vec<i64> =
            last.into_iter().map(|id| if here.contains(&id) { id } else { 0 }).collect();
        lines.extend(people.iter().map(|person| person.id).filter(|id| !known.contains(id)));
        let code = session.item.code.as_str();
        let sheet = tx.add_sheet((session.id, code), &scope, lines)?;
        let which = if scope.is_empty() { String::new() } else { format!(" {scope}") };
        tx.summarize(format!("{code}{which}: sheet {}", sheet.version));
        Ok(sheet)
    })
}

/// Returns the version of the sheet of a session that was printed last, where there is one kind only.
pub(super) fn only_sheet(register: &Reader<'_>, session: &Session) -> Result<String, OpError> {
    let mut known = register.sheets_in_use(session.id)?;
    match (known.len(), known.pop()) {
        (1, Some(version)) => Ok(version),
        (_, last) => {
            known.extend(last);
            let (version, session) = (String::new(), session.item.code.clone());
            Err(OpError::UnknownSheet { version, session, known })
        }
    }
}

/// Returns the keys of the people at some numbers of a sheet, unless the list has moved since it was
/// printed and `as_printed` does not say that the paper counts.
pub(super) fn at_numbers(
    register: &Reader<'_>,
    session: &Session,
    version: &str,
    numbers: &[u32],
    as_printed: bool,
) -> Result<Vec<i64>, OpError> {
    let sheet = register.sheet(version)?.filter(|sheet| sheet.session == session.id);
    let Some(sheet) = sheet else {
        let known = register.sheet_versions(session.id)?;
        let session = session.item.code.clone();
        return Err(OpError::UnknownSheet { version: version.to_owned(), session, known });
    };
    if !as_printed {
        let moved = moved(register, session, &sheet)?;
        if !moved.is_empty() {
            return Err(OpError::SheetMoved { version: sheet.version, moved });
        }
    }
    numbers
        .iter()
        .map(|&number| {
            let line = usize::try_from(number).ok().and_then(|at| sheet.lines.get(at - 1));
            line.copied().filter(|&id| id != 0).ok_or_else(|| OpError::NotOnSheet {
                version: sheet.version.clone(),
                number,
                last: sheet.lines.len(),
            })
        })
        .collect()
}

/// Says how the list differs from a sheet.
fn moved(
    register: &Reader<'_>,
    session: &Session,
    sheet: &SignInSheet,
) -> Result<Vec<String>, OpError> {
    let people = listed(register, session, &SheetOf::of_scope(&sheet.scope))?;
    let here: HashSet<i64> = people.iter().map(|person| person.id).collect();
    let there: HashSet<i64> = sheet.lines.iter().copied().collect();
    let mut moved = Vec::new();
    let mut say = |id: i64, what: String| -> Result<(), OpError> {
        let person = register.participant_by_id(id)?;
        let who = person
            .map_or_else(|| "somebody".to_owned(), |one| format!("{} {}", one.code, one.name()));
        moved.push(format!("{who} {what}"));
        Ok(())
    };
    for (number, id) in (1..).zip(&sheet.lines) {
        if *id != 0 && !here.contains(id) {
            say(*id, format!("(number {number}) is off the list"))?;
        }
    }
    for person in people.iter().filter(|person| !there.contains(&person.id)) {
        say(person.id, "is new on the list".to_owned())?;
    }
    Ok(moved)
}
