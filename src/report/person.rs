//! Shows everything about one person.

use super::ReportError;
use crate::domain::{Participant, Zone, extra_header};
use crate::store::Reader;

/// One thing that is known of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its name in CSV and JSON.
    pub key: String,
    /// Its name for people.
    pub heading: String,
    /// Its value, or empty.
    pub value: String,
}

/// Returns everything about one person, in a fixed order; times are those of a zone.
pub fn person(
    register: &Reader<'_>,
    zone: Zone,
    person: &Participant,
) -> Result<Vec<Fact>, ReportError> {
    let mut facts = Vec::new();
    let mut add = |key: &str, heading: &str, value: String| {
        facts.push(Fact { key: key.to_owned(), heading: heading.to_owned(), value });
    };
    add("code", "Code", person.code.clone());
    add("name", "Name", person.name());
    add("family_name", "Family name", person.family_name.clone());
    add("given_name", "Given name", person.given_name.clone());
    add("native_name", "Native name", person.native_name.clone());
    add("title", "Title", person.title.clone());
    add("country", "Country code", person.country.clone());
    add("country_name", "Country/region", person.country_name.clone());
    add("organization", "Organization", person.organization.clone());
    add("category", "Category", person.category.to_string());
    add("position", "Position", person.position.clone());
    add("email", "E-mail", person.email.clone());
    add("role", "Role", person.role.to_string());
    add("track", "Track", person.track.map_or("", |track| track.as_str()).to_owned());
    add("status", "Status", person.status.to_string());
    add("excursion", "Excursion", person.excursion.as_str().to_owned());
    add("seat", "Seat", person.seat.map(|seat| seat.to_string()).unwrap_or_default());
    let held = register
        .seat_of(person.id)?
        .map(|(round, group)| if round == 1 { group } else { format!("{group} (round {round})") });
    add("group", "Group", held.unwrap_or_default());
    add("diet", "Diet", person.diet.clone());
    add("note", "Note", person.note.clone());
    let attended: Vec<String> = register
        .attended(person.id)?
        .into_iter()
        .map(|(session, at)| format!("{session} {}", zone.clock(at)))
        .collect();
    add("attended", "Attended", attended.join(", "));
    for extra in register.extras(person.id)? {
        add(&extra_header(&extra.name), &extra.name, extra.value);
    }
    Ok(facts)
}
