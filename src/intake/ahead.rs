//! Reads a participants' list on a thread of its own, ahead of what is done with its rows.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use csv::StringRecord;

use super::cells::Lost;
use super::choices::Choices;
use super::columns::Columns;
use super::participant_fields::{COUNTRY, DELEGATION, FIELDS};
use super::reading::{Input, Reading};
use super::registration::Registration;
use super::table::{RawRow, ReadRow, Table};
use super::{IntakeError, RowProblem};
use crate::domain::NewParticipant;
use crate::matching::Country;
use crate::matching::name_key;

/// How much is handed over at once: rows, and bytes of rows.
const BATCH: usize = 192;
const BATCH_BYTES: usize = 48 * 1024;

/// How many batches may wait to be taken.
const WAITING: usize = 2;

/// A row of a participants' list, with what it says.
#[derive(Debug, Clone)]
pub struct ListedRow {
    row: ReadRow,
    /// The person, or everything that is wrong with the row.
    pub person: Result<NewParticipant, Vec<RowProblem>>,
    /// The person's [`name_key`]; empty where there is none.
    pub name_key: String,
    /// Whether the name could not be told apart and is kept in one piece.
    pub is_whole_name: bool,
}

/// What is known of a file when all of it was read.
#[derive(Debug, Clone)]
pub struct ReadFile {
    /// The SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
    /// How the file was read.
    pub reading: Reading,
    /// Texts that are the name of a country or region with one letter wrong.
    pub guessed: Vec<(String, &'static Country)>,
    /// Cells that hold an error of a spreadsheet.
    pub lost: Option<Lost>,
    /// How many rows named the country or region of the people below them.
    pub countries_above: u64,
}

/// A participants' list that is being read.
pub struct List {
    name: String,
    columns: Columns,
    header: StringRecord,
    received: Receiver<Message>,
    /// Rows go back so that their memory is used again where it came from.
    spent: Sender<Vec<ListedRow>>,
    batch: Vec<ListedRow>,
    at: usize,
    bytes_read: u64,
    end: Option<ReadFile>,
}

/// What the reading thread says.
enum Message {
    Opened(StringRecord),
    /// What the columns mean from here on: a sheet may have more than its header.
    Columns(Box<Columns>),
    Rows(Vec<ListedRow>, u64),
    End(Box<ReadFile>),
    Failed(IntakeError),
}

impl List {
    /// Returns the header as it stands in the file.
    pub fn header(&self) -> &StringRecord {
        &self.header
    }

    /// Returns what the columns mean.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Returns how many bytes of the file were read when the present rows came.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// Returns what the cells of a row mean that was kept.
    pub fn raw<'l>(&'l self, listed: &'l ListedRow) -> RawRow<'l> {
        listed.row.raw(&self.columns)
    }

    /// Returns what is known of the file, once all rows were taken.
    pub fn end(&self) -> Option<&ReadFile> {
        self.end.as_ref()
    }

    /// Returns the next row that is not blank, and what it says; nothing at the end.
    pub fn next_row(&mut self) -> Result<Option<(RawRow<'_>, &ListedRow)>, IntakeError> {
        while self.at == self.batch.len() {
            // Nobody may be there any more to use them again.
            let _ = self.spent.send(std::mem::take(&mut self.batch));
            self.at = 0;
            match self.received.recv() {
                Ok(Message::Rows(batch, bytes_read)) => {
                    (self.batch, self.bytes_read) = (batch, bytes_read);
                }
                Ok(Message::Columns(columns)) => self.columns = *columns,
                Ok(Message::End(end)) => {
                    self.end = Some(*end);
                    return Ok(None);
                }
                Ok(Message::Failed(error)) => return Err(error),
                // Never the end of the list: what was taken so far must not be stored as all of it.
                Ok(Message::Opened(..)) | Err(_) => {
                    let source = std::io::Error::other("the reading stopped");
                    return Err(IntakeError::Unreadable { name: self.name.clone(), source });
                }
            }
        }
        let listed = &self.batch[self.at];
        self.at += 1;
        Ok(Some((listed.row.raw(&self.columns), listed)))
    }
}

/// Lends a participants' list to `take` while it is read; rows are read as `registration` says, in
/// the words of the profile that the header calls for.
pub fn read_ahead<T, E: From<IntakeError>>(
    input: Input<'_>,
    choices: &Choices,
    registration: Registration,
    take: impl FnOnce(&mut List) -> Result<T, E>,
) -> Result<T, E> {
    std::thread::scope(|scope| {
        let (to, received) = sync_channel(WAITING);
        let (spent, spare) = channel();
        let reader = std::thread::Builder::new().name("reader".to_owned());
        let read = move || {
            if let Err(error) = read(input, choices, registration, &to, &spare) {
                // Whoever took rows may have stopped already, and then wants no answer.
                let _ = to.send(Message::Failed(error));
            }
        };
        reader.spawn_scoped(scope, read).map_err(|error| input.unreadable(error))?;
        let (header, columns) = match (received.recv(), received.recv()) {
            (Ok(Message::Opened(header)), Ok(Message::Columns(columns))) => (header, *columns),
            (Ok(Message::Failed(error)), _) => return Err(error.into()),
            _ => return Err(IntakeError::Empty { name: input.name.to_owned() }.into()),
        };
        let (batch, at, bytes_read, end) = (Vec::new(), 0, 0, None);
        let name = input.name.to_owned();
        take(&mut List { name, columns, header, received, spent, batch, at, bytes_read, end })
    })
}

/// Reads the list and hands it over; ends early, without an error, where nobody takes it.
fn read(
    input: Input<'_>,
    choices: &Choices,
    registration: Registration,
    to: &SyncSender<Message>,
    spare: &Receiver<Vec<ListedRow>>,
) -> Result<(), IntakeError> {
    let mut table = Table::open(input, FIELDS, choices)?;
    let registration = registration
        .with_profile(table.columns().profile())
        .with_country_header(table.columns().header(COUNTRY))
        .with_own_codes(table.columns().has_own_codes())
        .with_groups([COUNTRY, DELEGATION].iter().all(|&field| table.position(field).is_none()))
        .with_foreign(!table.columns().is_canonical());
    let columns = |table: &Table| to.send(Message::Columns(Box::new(table.columns().clone())));
    if to.send(Message::Opened(table.header().clone())).is_err() || columns(&table).is_err() {
        return Ok(());
    }
    let mut is_end = false;
    while !is_end {
        let width = table.columns().width();
        let mut batch = spare.try_recv().unwrap_or_default();
        let (mut filled, mut bytes) = (0, 0);
        while filled < BATCH && bytes < BATCH_BYTES {
            let whole_names = registration.whole_names();
            let Some(row) = table.next_row()? else {
                is_end = true;
                break;
            };
            let person = registration.read(&row);
            bytes += row.record().as_slice().len();
            let name_key =
                person.as_ref().map_or_else(|_| String::new(), |person| name_key(person.names()));
            let is_whole_name = registration.whole_names() > whole_names;
            if let Some(listed) = batch.get_mut(filled) {
                table.hand_over(&mut listed.row);
                listed.person = person;
                (listed.name_key, listed.is_whole_name) = (name_key, is_whole_name);
            } else {
                let mut row = ReadRow::default();
                table.hand_over(&mut row);
                batch.push(ListedRow { row, person, name_key, is_whole_name });
            }
            filled += 1;
        }
        batch.truncate(filled);
        if table.columns().width() > width && columns(&table).is_err() {
            return Ok(());
        }
        if to.send(Message::Rows(batch, table.bytes_read())).is_err() {
            return Ok(());
        }
    }
    let (sha256, reading) = (table.sha256(), table.reading().clone());
    let (guessed, lost) = (registration.guessed(), registration.lost());
    let countries_above = registration.countries_above();
    let end = ReadFile { sha256, reading, guessed, lost, countries_above };
    // Whoever took rows may have stopped already.
    let _ = to.send(Message::End(Box::new(end)));
    Ok(())
}
