//! Turns a row of a participants' list into a participant, or into everything that is wrong with it.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};

use super::addresses::alone;
use super::cells::{Cells, FieldText, Lost};
use super::columns::NAMES;
use super::groups::{Groups, Row};
use super::nations::{code_of, code_of_nationals};
use super::nobody::why_nobody;
use super::participant_fields::{
    CATEGORY, CODE, COUNTRY, DELEGATION, DIET, EMAIL, EXCURSION, FAMILY_NAME, FIELDS, NOTE,
    ORGANIZATION, POSITION, ROLE, STATUS, TRACK,
};
use super::profile::Profile;
use super::words::{is_error, read_excursion, read_track};
use super::{RawRow, RowProblem};
use crate::domain::{
    CodeError, Email, Extra, NewParticipant, ParticipantCode, Role, Status, clean,
};
use crate::matching::countries::by_code;
use crate::matching::{Aliases, Country, How, Recognised, WhyNot, fold};

/// Headers that ask for a person's nationality, folded.
const NATIONALITY: &[&str] = &[
    "nationalit",
    "nacionalidad",
    "nacionalidade",
    "nazionalita",
    "citizenship",
    "staatsangehorigkeit",
    "cittadinanza",
    "гражданств",
    "国籍",
    "國籍",
    "국적",
    "quoc tich",
    "สัญชาติ",
    "kebangsaan",
];

/// The most spellings of countries that are remembered while a file is read.
const SPELLINGS_KEPT: usize = 4_096;

/// How rows of one seminar are read.
#[derive(Debug)]
pub struct Registration {
    prefix: char,
    /// What spellings of countries and regions were found to mean.
    countries: RefCell<HashMap<String, Result<&'static str, String>>>,
    /// Those of them that are a name with one letter wrong.
    guessed: RefCell<BTreeMap<String, &'static Country>>,
    /// Whether the column of countries asks for the people's nationality.
    asks_nationality: bool,
    /// Whether every code is meant for one of this seminar.
    has_own_codes: bool,
    /// Whether the list has words of its own, some of which say nothing.
    is_foreign: bool,
    /// Cells that a spreadsheet has lost: how many, and line and field of the first.
    lost: Cell<Option<Lost>>,
    /// The countries and regions that stand above their people.
    groups: Groups,
    /// What the seminar says that they mean.
    aliases: Aliases,
    /// How many names were kept in one piece.
    whole_names: Cell<u64>,
    /// How the sender's system says things.
    profile: Option<Profile>,
}

impl Registration {
    /// Reads rows of a seminar whose codes begin with this letter.
    pub fn new(prefix: char, aliases: Aliases) -> Self {
        let (countries, guessed) = (RefCell::default(), RefCell::default());
        let whole_names = Cell::default();
        Self {
            prefix,
            countries,
            guessed,
            asks_nationality: false,
            has_own_codes: true,
            is_foreign: false,
            lost: Cell::default(),
            groups: Groups::default(),
            aliases,
            whole_names,
            profile: None,
        }
    }

    /// Reads words as a profile says that they are meant.
    #[must_use]
    pub fn with_profile(self, profile: Option<&Profile>) -> Self {
        Self { profile: profile.cloned(), ..self }
    }

    /// Reads countries and regions under this header: one that asks for the nationality may have words
    /// for people below it.
    #[must_use]
    pub fn with_country_header(self, header: &str) -> Self {
        let header = fold(header);
        let asks_nationality = NATIONALITY.iter().any(|word| header.contains(word));
        Self { asks_nationality, ..self }
    }

    /// Reads as codes only what is written as a whole code of this seminar, unless every one is meant
    /// for one; anything else under a header such as "Badge no." is an extra field.
    #[must_use]
    pub fn with_own_codes(self, has_own_codes: bool) -> Self {
        Self { has_own_codes, ..self }
    }

    /// Looks for countries and regions above their people, in a list that has no column for them.
    #[must_use]
    pub fn with_groups(self, if_so: bool) -> Self {
        Self { groups: Groups::looked_for(if_so), ..self }
    }

    /// Reads cells of a list whose columns are not in our words: "n/a" and the like say nothing there.
    #[must_use]
    pub fn with_foreign(self, is_foreign: bool) -> Self {
        Self { is_foreign, ..self }
    }

    /// Returns the cells read so far that hold an error of a spreadsheet.
    pub fn lost(&self) -> Option<Lost> {
        self.lost.get()
    }

    /// Returns how many rows named the country or region of the people below them.
    pub fn countries_above(&self) -> u64 {
        self.groups.countries()
    }

    /// Returns how many of the names read so far could not be told apart into family and given name
    /// and are kept in one piece, as the family name.
    pub fn whole_names(&self) -> u64 {
        self.whole_names.get()
    }

    /// Returns the texts read so far that are the name of a country or region with one letter wrong,
    /// and what each was taken for.
    pub fn guessed(&self) -> Vec<(String, &'static Country)> {
        self.guessed.borrow().iter().map(|(text, country)| (text.clone(), *country)).collect()
    }

    /// Returns the participant of a row, or all that is wrong with the row; nothing is wrong with one
    /// that names the country or region of those below it.
    pub fn read(&self, row: &RawRow<'_>) -> Result<NewParticipant, Vec<RowProblem>> {
        if let Some(problem) = row.ragged() {
            return Err(vec![problem]);
        }
        let is_name = || NAMES.iter().any(|&field| !row.text(field).is_empty());
        match self.groups.see(row, &is_name, &self.aliases) {
            Row::Person => {}
            Row::Country => return Err(Vec::new()),
            Row::Other(problem) => return Err(vec![problem]),
        }
        let read = self.person(row.line, |field| row.cell(field));
        let (mut person, more) = read.map_err(|problems| match row.alone() {
            Some(alone) if !is_name() => {
                vec![RowProblem::new(
                    row.line,
                    "row",
                    alone,
                    "stands alone and names nobody; delete the row",
                )]
            }
            _ => problems,
        })?;
        person.country = person.country.or(self.groups.country());
        let is_country = |text: &str| self.is_country(text);
        if let Some(reason) = why_nobody(row, &person, is_country) {
            let (family, given) = (&person.family_name, &person.given_name);
            let name = if family.is_empty() { given } else { family };
            return Err(vec![RowProblem::new(
                row.line,
                FIELDS[FAMILY_NAME].name,
                name.as_str(),
                reason,
            )]);
        }
        for (name, cell) in row.extras().filter(|(_, cell)| !cell.is_empty()) {
            if self.is_foreign && is_error(cell) {
                self.lose(1, row.line, "extra field");
                continue;
            }
            let value = clean(cell).map_err(|reason| {
                vec![RowProblem::new(row.line, "extra", cell, format!("of {name} {reason}"))]
            })?;
            person.extras.push(Extra { name: name.to_owned(), value: value.to_owned() });
        }
        for (field, value) in more {
            let (name, value) = (row.header(field).to_owned(), value.to_owned());
            person.extras.push(Extra { name, value });
        }
        Ok(person)
    }

    /// Returns the participant of a set of fields, as a row, a form or a change has them, or all
    /// that is wrong with them.
    pub fn read_fields<'t>(
        &self,
        line: u64,
        cell: impl Fn(usize) -> Option<&'t str>,
    ) -> Result<NewParticipant, Vec<RowProblem>> {
        self.person(line, cell).map(|(person, _)| person)
    }

    /// Returns the participant of a set of fields, and the fields and texts that say more: a whole name
    /// that is not the same as family and given name, a number of another list.
    fn person<'t>(
        &self,
        line: u64,
        cell: impl Fn(usize) -> Option<&'t str>,
    ) -> Result<(NewParticipant, Vec<FieldText<'t>>), Vec<RowProblem>> {
        let profile = self.profile.as_ref();
        let is_foreign = self.is_foreign;
        let (problems, lost) = (Vec::new(), Vec::new());
        let mut cells = Cells { line, cell, profile, is_foreign, problems, lost };
        let mut more = Vec::new();
        let code = if self.has_own_codes {
            cells.read(CODE, |text| self.read_code(text))
        } else {
            match cells.text(CODE) {
                "" => None,
                text if ParticipantCode::is_written_whole(text, self.prefix) => {
                    cells.read(CODE, |text| self.read_code(text))
                }
                text => {
                    more.push((CODE, text));
                    None
                }
            }
        };
        let (mut name, whole) = cells.name();
        more.extend(whole);
        if name.whole {
            self.whole_names.set(self.whole_names.get() + 1);
        }
        let mut native_name = cells.native_name();
        if native_name.is_empty() {
            native_name = std::mem::take(&mut name.native);
        } else if !name.native.is_empty() && fold(&name.native) != fold(&native_name) {
            more.push(cells.whole_name());
        }
        let mut person = NewParticipant {
            code,
            family_name: name.family,
            given_name: name.given,
            native_name,
            title: name.title,
            country: cells.read(COUNTRY, |text| self.country(text)),
            organization: cells.said(ORGANIZATION).to_owned(),
            category: cells.read(CATEGORY, str::parse),
            position: cells.said(POSITION).to_owned(),
            email: cells.read(EMAIL, |text| {
                text.parse::<Email>().or_else(|reason| alone(text).parse().map_err(|_| reason))
            }),
            role: cells.read(ROLE, str::parse::<Role>).unwrap_or(Role::Delegate),
            track: cells.read(TRACK, read_track).flatten(),
            status: cells.read(STATUS, str::parse::<Status>).unwrap_or(Status::Registered),
            excursion: cells.read(EXCURSION, read_excursion).unwrap_or_default(),
            diet: cells.said(DIET).to_owned(),
            note: cells.said(NOTE).to_owned(),
            extras: Vec::new(),
        };
        let sender = cells.said(DELEGATION);
        if !sender.is_empty() {
            match self.country_if_any(sender) {
                Err(reason) => cells.refuse(DELEGATION, sender, reason),
                Ok(Some(code)) if person.country.is_none_or(|country| country == code) => {
                    person.country = Some(code);
                }
                Ok(None) if person.organization.is_empty() => {
                    sender.clone_into(&mut person.organization);
                }
                Ok(None) if fold(&person.organization) == fold(sender) => {}
                Ok(_) => more.push((DELEGATION, sender)),
            }
        }
        if person.family_name.is_empty() && person.given_name.is_empty() {
            cells.refuse(FAMILY_NAME, "", "is empty, and so is given_name; write one of them");
        }
        if !cells.problems.is_empty() {
            return Err(cells.problems);
        }
        if let Some(&field) = cells.lost.first() {
            self.lose(cells.lost.len() as u64, line, FIELDS[field].name);
        }
        Ok((person, more))
    }

    /// Counts cells that a spreadsheet has lost.
    fn lose(&self, count: u64, line: u64, field: &'static str) {
        let before = self.lost.get().unwrap_or(Lost { cells: 0, line, field });
        self.lost.set(Some(Lost { cells: before.cells + count, ..before }));
    }

    /// Reads a country or region; what was found once is found again without a search.
    fn country(&self, text: &str) -> Result<&'static str, String> {
        let mut countries = self.countries.borrow_mut();
        if let Some(found) = countries.get(text) {
            return found.clone();
        }
        if countries.len() >= SPELLINGS_KEPT {
            countries.clear();
        }
        let found = self.aliases.recognise(text);
        if let Recognised::Country { country, how: How::Near } = &found {
            let mut guessed = self.guessed.borrow_mut();
            if guessed.len() < SPELLINGS_KEPT {
                guessed.extend(by_code(country.code).map(|country| (text.to_owned(), country)));
            }
        }
        let found = match found {
            Recognised::None { .. } if self.asks_nationality => code_of_nationals(text, found),
            found => code_of(found),
        };
        countries.insert(text.to_owned(), found.clone());
        found
    }

    /// Reads a country or region where the text may just as well be a body's name.
    fn country_if_any(&self, text: &str) -> Result<Option<&'static str>, String> {
        use WhyNot::{Ambiguous, Former, PartOfACountry, Several};
        self.country(text).map(Some).or_else(|reason| match self.aliases.recognise(text) {
            Recognised::None { why: Ambiguous | Several | Former | PartOfACountry, .. } => {
                Err(reason)
            }
            _ => Ok(None),
        })
    }

    /// Says whether a text is the plain name of a country or region.
    fn is_country(&self, text: &str) -> bool {
        let found = self.aliases.recognise(text);
        matches!(found, Recognised::Country { how, .. } if how != How::Near)
    }

    fn read_code(&self, text: &str) -> Result<ParticipantCode, CodeError> {
        ParticipantCode::parse_with_prefix(text, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Track;
    use crate::intake::{Choices, Input, Open, Table};

    fn read(file: &str) -> Vec<Result<NewParticipant, Vec<RowProblem>>> {
        let open: &Open<'_> = &|| Ok(Box::new(std::io::Cursor::new(file.to_owned())));
        let input = Input { name: "list.csv", open };
        let mut table = Table::open(input, FIELDS, &Choices::default()).unwrap();
        let mut rows = Vec::new();
        while let Some(row) = table.next_row().unwrap() {
            rows.push(Registration::new('P', Aliases::default()).read(&row));
        }
        rows
    }

    #[test]
    fn usual_spellings_of_headers_and_values_are_read() {
        let rows = read(
            "Surname,First name,Country/Region,Organisation,Category,E-mail,Track\n\
             NGUYEN,Thi Lan,Vietnam,Ministry,International Organization,lan@moit.example,Policy\n",
        );
        let person = rows[0].as_ref().unwrap();
        assert_eq!(person.family_name, "NGUYEN");
        assert_eq!(person.country, Some("VN"));
        assert_eq!(person.track, Some(Track::Policy));
        assert_eq!(person.status, Status::Registered);
    }

    #[test]
    fn all_problems_of_a_row_are_told_together() {
        let rows =
            read("family_name,given_name,country,track,email\n,,Atlantis,polcy,not-an-address\n");
        let problems = rows[0].as_ref().unwrap_err();
        let columns: Vec<_> = problems.iter().map(|problem| problem.column).collect();
        assert_eq!(columns, ["country", "email", "track", "family_name"]);
        assert!(problems.iter().all(|problem| problem.line == 2));
    }

    #[test]
    fn the_line_of_a_row_is_the_one_where_it_begins() {
        let rows = read("family_name,note\nA,\"one\ntwo\"\nB,x,y\n");
        assert_eq!(rows[0].as_ref().unwrap().note, "one\ntwo");
        assert_eq!(rows[1].as_ref().unwrap_err()[0].line, 4);
    }
}
