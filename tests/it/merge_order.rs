//! In whatever order copies of the register come home, and however often: the register says the
//! same. Histories are generated; the operations are those of the program, on real files.
//!
//! `MEIBO_CASES=1000 cargo test --locked --test it merge_order` tries a thousand of them.

use std::cell::Cell;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use meibo::domain::{EventKind, Extra, Source, Timestamp};
use meibo::intake::PARTICIPANT_FIELDS;
use meibo::ops;
use meibo::store::{Access, Entry, Store};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rusqlite::Connection;
use tempfile::TempDir;

use super::merge::{at, grouped};

/// Histories that are tried where nobody asks for more.
const CASES: u32 = 100;
const PEOPLE: u8 = 6;
const FILES: [&str; 4] = ["home.db", "b.db", "c.db", "d.db"];

/// Which machine: the register, its copies B and C, and D, which is a copy of B.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Machine(usize);

impl fmt::Debug for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(["home", "B", "C", "D of B"][self.0])
    }
}

/// What is done at one machine.
#[derive(Debug, Clone, Copy)]
enum Deed {
    In(u8, u8),
    Out(u8, u8),
    Register { excursion: bool },
    Withdraw(u8),
    EditOwnField(u8),
    ExtraOfMachine(u8),
    JoinExcursion(u8),
    LeaveExcursion(u8),
    PlacesAtC(u8),
    Substitute(u8),
    MoveToGroup(u8),
    Pin,
    Together(u8, u8),
    Excuse(u8),
    FieldOfSession,
    AddSession,
    Bus(u8),
    Clear(u8),
    FormGroupsAtB(u8),
    OnePersonAtB(u8, u8),
    Undo,
}

fn deed() -> impl Strategy<Value = Deed> {
    let who = 0..PEOPLE;
    prop_oneof![
        3 => (who.clone(), 0_u8..60).prop_map(|(who, minute)| Deed::In(who, minute)),
        2 => (who.clone(), 0_u8..60).prop_map(|(who, minute)| Deed::Out(who, minute)),
        2 => any::<bool>().prop_map(|excursion| Deed::Register { excursion }),
        1 => who.clone().prop_map(Deed::Withdraw),
        2 => who.clone().prop_map(Deed::EditOwnField),
        1 => who.clone().prop_map(Deed::ExtraOfMachine),
        3 => who.clone().prop_map(Deed::JoinExcursion),
        3 => who.clone().prop_map(Deed::LeaveExcursion),
        1 => (2_u8..6).prop_map(Deed::PlacesAtC),
        1 => who.clone().prop_map(Deed::Substitute),
        2 => (0_u8..2).prop_map(Deed::MoveToGroup),
        1 => Just(Deed::Pin),
        1 => (who.clone(), who.clone()).prop_map(|(one, other)| Deed::Together(one, other)),
        1 => who.clone().prop_map(Deed::Excuse),
        1 => Just(Deed::FieldOfSession),
        1 => Just(Deed::AddSession),
        1 => who.clone().prop_map(Deed::Bus),
        1 => who.prop_map(Deed::Clear),
        1 => (2_u8..4).prop_map(Deed::FormGroupsAtB),
        1 => Just(Deed::OnePersonAtB(4, 5)),
        2 => Just(Deed::Undo),
    ]
}

/// What is done before the copies come home, and by the copies afterwards.
#[derive(Debug)]
struct History {
    before: Vec<(Machine, Deed)>,
    after: Vec<(Machine, Deed)>,
}

/// Leaves of what a copy does after its first homecoming what touches nothing of another copy. Where
/// two copies did the same thing before, and one of them takes its part back now, or where one needs
/// what another only now puts back, the register has no means to tell which was meant: there the
/// order of merges does matter.
fn of_its_own((machine, deed): (Machine, Deed)) -> Option<(Machine, Deed)> {
    let own = u8::try_from(machine.0).unwrap();
    let deed = match deed {
        Deed::JoinExcursion(_) => Deed::JoinExcursion(own),
        Deed::LeaveExcursion(_) => Deed::LeaveExcursion(own),
        Deed::Bus(_) => Deed::Bus(own),
        Deed::Clear(_) => Deed::Clear(own),
        Deed::Undo
        | Deed::Substitute(_)
        | Deed::Withdraw(_)
        | Deed::Together(..)
        | Deed::OnePersonAtB(..)
        | Deed::FormGroupsAtB(_)
        | Deed::PlacesAtC(_) => return None,
        other => other,
    };
    Some((machine, deed))
}

fn history() -> impl Strategy<Value = History> {
    let before = prop::collection::vec(((0_usize..4).prop_map(Machine), deed()), 2..24);
    let after = prop::collection::vec(((1_usize..4).prop_map(Machine), deed()), 0..12);
    let after = after.prop_map(|after| after.into_iter().filter_map(of_its_own).collect());
    (before, after).prop_map(|(before, after)| History { before, after })
}

/// Where the files lie: in memory, where the machine offers that.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() }.unwrap()
}

/// One after another, the identifiers and instants of everything that is done.
struct Clock(Cell<i64>);

impl Clock {
    fn next(&self) -> i64 {
        self.0.set(self.0.get() + 1);
        self.0.get()
    }

    fn id(&self) -> String {
        format!("0190f1e0-0000-7000-8000-{:012x}", self.next())
    }

    fn entry(&self, verb: &'static str) -> Entry {
        let second = self.next();
        let at = format!(
            "2019-02-26T{:02}:{:02}:{:02}.000Z",
            1 + second / 3600,
            second / 60 % 60,
            second % 60
        );
        Entry {
            uuid: self.id(),
            desk_uuid: self.id(),
            at: at.parse::<Timestamp>().unwrap(),
            actor: "tester".to_owned(),
            desk: "A".to_owned(),
            salt: [7; 32],
            verb,
            command: verb.to_owned(),
            nonce: None,
            undoes: None,
            rehearse: false,
        }
    }
}

fn register(path: &Path) -> Store {
    Store::open(path, Access::Write, Duration::from_secs(5)).unwrap()
}

/// Does one thing at a machine; what is refused there was not done.
fn perform(store: &mut Store, clock: &Clock, machine: Machine, deed: Deed) {
    let Machine(machine) = machine;
    let who = |number: u8| format!("p{number}@x.example");
    let id = || clock.id();
    let number = clock.next();
    let session = || Some("D1-A".parse().unwrap());
    let door = |kind, minute: u8| ops::Door {
        kind,
        session: session(),
        at: Some(format!("2019-02-26 09:{minute:02}").parse().unwrap()),
        source: Source::Scan,
        anyway: true,
        moves: false,
        boarding: None,
    };
    // What two machines change to different values is settled by hand, which is another test: so
    // each has fields, people and tasks of its own.
    let field = ["note", "title", "position", "diet"][machine];
    match deed {
        Deed::In(person, minute) => {
            let door = door(EventKind::In, minute);
            let _ = ops::attend(store, &clock.entry("checkin"), &door, &[who(person)], &id);
        }
        Deed::Out(person, minute) => {
            let door = door(EventKind::Out, minute);
            let _ = ops::attend(store, &clock.entry("checkout"), &door, &[who(person)], &id);
        }
        Deed::Register { excursion } => {
            let wish = if excursion { "yes" } else { "no" };
            let values = [
                ("family_name", format!("New{number}")),
                ("organization", format!("Body{number}")),
                ("excursion", wish.to_owned()),
            ];
            let reading = store.read(ops::registration).unwrap();
            let person = reading.read_fields(0, |field| {
                let column = PARTICIPANT_FIELDS[field].name;
                values.iter().find(|(known, _)| *known == column).map(|(_, value)| value.as_str())
            });
            let person = person.unwrap();
            let entry = clock.entry("register");
            let _ = ops::register(store, &entry, &person, ops::Duplicates::TakeIn);
        }
        Deed::Withdraw(person) => {
            let people = [who(person)];
            let _ = ops::withdraw(store, &clock.entry("withdraw"), &people, "");
        }
        Deed::EditOwnField(person) => {
            let changes = [(field, format!("V{number}"))];
            let _ = ops::edit(store, &clock.entry("edit"), &[who(person)], &changes, &[]);
        }
        Deed::ExtraOfMachine(person) => {
            let value = if number % 3 == 0 { String::new() } else { format!("V{number}") };
            let extra = [Extra { name: format!("X{machine}"), value }];
            let _ = ops::edit(store, &clock.entry("edit"), &[who(person)], &[], &extra);
        }
        Deed::JoinExcursion(person) => {
            let _ = ops::join(store, &clock.entry("excursion join"), &who(person), None);
        }
        Deed::LeaveExcursion(person) => {
            let _ = ops::leave(store, &clock.entry("excursion leave"), &who(person), None);
        }
        Deed::PlacesAtC(places) if machine == 2 => {
            let places = Some(Some(i64::from(places)));
            let entry = clock.entry("excursion edit");
            let _ = ops::set_excursion(store, &entry, None, None, places);
        }
        Deed::Substitute(person) => {
            let values = [("family_name", format!("Instead{number}"))];
            let entry = clock.entry("substitute");
            let _ = ops::substitute(store, &entry, &who(person), &values);
        }
        Deed::MoveToGroup(group) => {
            let person = who(u8::try_from(machine).unwrap());
            let group = format!("P{}", group + 1).parse().unwrap();
            let entry = clock.entry("breakout move");
            let _ = ops::move_to_group(store, &entry, &person, group, 1, "");
        }
        Deed::Pin => {
            let person = who(u8::try_from(machine).unwrap());
            let pin = if number % 2 == 0 { ops::pin } else { ops::unpin };
            let _ = pin(store, &clock.entry("breakout pin"), &person, 1);
        }
        Deed::Together(one, other) => {
            let change = ops::RuleChange {
                kind: meibo::domain::RuleKind::Together,
                name: Some("set".to_owned()),
                people: vec![who(one), who(other)],
                off: number % 3 == 0,
            };
            let _ = ops::rule(store, &clock.entry("breakout together"), &change);
        }
        _ => perform_more(store, clock, machine, deed),
    }
}

/// Does what concerns the programme, groups, buses and the log.
fn perform_more(store: &mut Store, clock: &Clock, machine: usize, deed: Deed) {
    let who = |number: u8| format!("p{number}@x.example");
    let id = || clock.id();
    let number = clock.next();
    match deed {
        Deed::Excuse(person) => {
            let mark = ops::Mark {
                who: vec![who(person)],
                session: Some("D1-A".parse().unwrap()),
                sheet: None,
                as_printed: false,
                mark: ops::MarkAs::Excused,
                at: None,
                source: Source::Hand,
                reason: format!("reason of {person}"),
            };
            let _ = ops::mark(store, &clock.entry("attendance mark"), &mark, &id);
        }
        Deed::FieldOfSession => {
            let text = Some(format!("V{number}"));
            let mut changes = ops::SessionChanges::default();
            match machine {
                0 => changes.room = text,
                1 => changes.title = text,
                2 => changes.speakers = text,
                _ => changes.kind = Some("panel".to_owned()),
            }
            let code = "D1-A".parse().unwrap();
            let _ = ops::edit_session(store, &clock.entry("session edit"), &code, &changes);
        }
        Deed::AddSession => {
            let given = |text: &str| Some(text.to_owned());
            let values = ops::SessionChanges {
                day: given("2"),
                title: given("Added"),
                kind: given("panel"),
                starts_at: given("09:00"),
                ends_at: given("10:00"),
                ..ops::SessionChanges::default()
            };
            let code = format!("N{number}").parse().unwrap();
            let _ = ops::add_session(store, &clock.entry("session add"), &code, &values);
        }
        Deed::Bus(person) if machine == 1 => {
            let bus = if number % 2 == 0 { "1" } else { "2" };
            let entry = clock.entry("excursion bus");
            let _ = ops::put_on_bus(store, &entry, None, &[who(person)], bus);
        }
        Deed::Clear(person) if machine == 2 => {
            let entry = clock.entry("excursion clear");
            let clearance = ops::Clearance { excursion: None, site: None, cleared: true };
            let _ = ops::clear(store, &entry, &[who(person)], clearance);
        }
        Deed::FormGroupsAtB(groups) if machine == 1 => {
            let request = ops::AssignRequest {
                track: Some(meibo::domain::Track::Policy),
                groups: Some(usize::from(groups)),
                size: None,
                capacities: Vec::new(),
                rounds: vec![1],
                seed: u64::try_from(number).unwrap(),
                balance: None,
                present: None,
                leave_out: Vec::new(),
                take_in: Vec::new(),
                anew: true,
                moves: 0,
                take: None,
            };
            let _ = ops::assign(store, &clock.entry("breakout assign"), &request);
        }
        Deed::OnePersonAtB(one, other) if machine == 1 => {
            let entry = clock.entry("merge");
            let _ = ops::unite(store, &entry, &who(one), &who(other), &id);
        }
        Deed::Undo => {
            let _ = ops::undo(store, &clock.entry("undo"), ops::Undoing::Latest, "", &id);
        }
        _ => {}
    }
}

/// What a register says, without keys that are its own.
const SAID: &[&str] = &[
    "SELECT 'person', p.code, p.family_name, p.title, o.name, p.position, p.email, p.role, p.track, p.status,
            p.diet, p.note, f.code
     FROM participant p LEFT JOIN organization o ON o.id = p.organization_id
     LEFT JOIN participant f ON f.id = p.same_as",
    // Two scans of one instant, one of them told again for another code, count once.
    "SELECT DISTINCT 'event', e.participant_id, s.code, e.kind, e.at, e.source
     FROM attendance_event e JOIN session s ON s.id = e.session_id
     WHERE e.kind <> 'undo'
       AND NOT EXISTS (SELECT 1 FROM attendance_event u WHERE u.undoes = e.uuid)",
    "SELECT 'stands', a.participant_id, s.code, a.inside, a.first_in_at, a.last_at
     FROM attendance a JOIN session s ON s.id = a.session_id",
    "SELECT 'excuse', e.participant_id, s.code, e.reason
     FROM absence_excuse e JOIN session s ON s.id = e.session_id",
    "SELECT 'extra', participant_id, name, value FROM participant_extra",
    "SELECT 'group', track, round, number, room, capacity, announced, o.uuid
     FROM breakout_group g JOIN operation o ON o.id = g.formed_by",
    "SELECT 'sits', s.participant_id, s.round, g.track, g.number, s.pinned
     FROM breakout_seat s JOIN breakout_group g ON g.id = s.group_id",
    "SELECT 'rule', kind, name, participant_id FROM breakout_rule",
    "SELECT 'session', code, day, title, kind, starts_at, ends_at, room, track,
            (SELECT group_concat(name, '; ') FROM session_speaker k WHERE k.session_id = s.id)
     FROM session s",
    "SELECT 'excursion', name, places, sites FROM excursion",
    "SELECT 'place', participant_id, seat IS NOT NULL, bus, cleared FROM excursion_place",
];

fn said(path: &Path) -> Vec<String> {
    let register = Connection::open(path).unwrap();
    let mut found = Vec::new();
    for question in SAID {
        let mut statement = register.prepare(question).unwrap();
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| {
            (0..columns)
                .map(|at| {
                    row.get_ref(at).map(|value| match value.as_str_or_null() {
                        Ok(Some(text)) => text.to_owned(),
                        Ok(None) => "-".to_owned(),
                        Err(_) => format!("{}", value.as_i64().unwrap_or_default()),
                    })
                })
                .collect::<Result<Vec<_>, _>>()
        });
        found.extend(rows.unwrap().map(|row| row.unwrap().join(" ")));
    }
    found.sort();
    found
}

/// Merges a copy as somebody would who finds no conflict.
fn merge(into: &mut Store, clock: &Clock, copy: &Path) -> Result<u64, TestCaseError> {
    let copy = Store::open(copy, Access::Read, Duration::from_secs(5)).unwrap();
    let merged = ops::merge(into, &clock.entry("desk merge"), &copy, None, &|| clock.id())
        .map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(merged.conflicts, 0, "{:#?}", merged.differences);
    Ok(merged.events + merged.operations)
}

fn sound(store: &Store) -> Result<(), TestCaseError> {
    let verified = store.read(|register| register.verify()).unwrap();
    prop_assert!(verified.faults.is_empty(), "{:?}", verified.faults);
    Ok(())
}

struct Template(TempDir);

/// Makes the register and its copies once; every case begins with copies of the files.
fn template() -> Template {
    let meibo = grouped(usize::from(PEOPLE));
    for number in 0..PEOPLE {
        let fields = "--note n --title t --position p --diet d";
        at(&meibo, "meibo.db", &format!("edit p{number}@x.example {fields}"));
    }
    at(&meibo, "meibo.db", "excursion leave p0@x.example");
    at(&meibo, "meibo.db", "excursion leave p1@x.example");
    at(&meibo, "meibo.db", "excursion edit --places 4");
    at(&meibo, "meibo.db", "desk take b.db --name B");
    at(&meibo, "meibo.db", "desk take c.db --name C");
    at(&meibo, "b.db", "desk take d.db --name D --numbers 40");
    let folder = folder();
    for (from, to) in ["meibo.db", "b.db", "c.db", "d.db"].into_iter().zip(FILES) {
        std::fs::copy(meibo.path(from), folder.path().join(to)).unwrap();
    }
    Template(folder)
}

/// Plays a history, merges in several orders and compares; returns how many entries were brought.
fn play(template: &Template, history: &History) -> Result<u64, TestCaseError> {
    let folder = folder();
    let path = |file: &str| -> PathBuf { folder.path().join(file) };
    for file in FILES {
        std::fs::copy(template.0.path().join(file), path(file)).unwrap();
    }
    let clock = Clock(Cell::new(0));
    {
        let mut stores = FILES.map(|file| register(&path(file)));
        for (machine, deed) in &history.before {
            perform(&mut stores[machine.0], &clock, *machine, *deed);
        }
    }
    for (file, of) in [("other.db", "home.db"), ("third.db", "home.db"), ("b2.db", "b.db")] {
        std::fs::copy(path(of), path(file)).unwrap();
    }
    let mut brought = 0;
    // The second time nothing is news, whatever the order.
    for (file, order) in [
        ("home.db", ["b.db", "c.db", "d.db", "b.db"].as_slice()),
        ("other.db", &["d.db", "c.db", "d.db", "b.db", "c.db"]),
    ] {
        let mut home = register(&path(file));
        let mut seen: Vec<&str> = Vec::new();
        for copy in order {
            let news = merge(&mut home, &clock, &path(copy))?;
            prop_assert!(news == 0 || !seen.contains(copy), "{} brought {}", copy, news);
            seen.push(copy);
            brought += news;
        }
        sound(&home)?;
    }
    // D comes home by way of B.
    merge(&mut register(&path("b2.db")), &clock, &path("d.db"))?;
    let mut third = register(&path("third.db"));
    merge(&mut third, &clock, &path("c.db"))?;
    merge(&mut third, &clock, &path("b2.db"))?;
    sound(&third)?;
    drop(third);
    same(&path("home.db"), &path("other.db"))?;
    same(&path("home.db"), &path("third.db"))?;
    // The copies go on, and come home once more.
    for (machine, deed) in &history.after {
        perform(&mut register(&path(FILES[machine.0])), &clock, *machine, *deed);
    }
    for (file, order) in [
        ("home.db", ["b.db", "c.db", "d.db"].as_slice()),
        ("other.db", &["d.db", "c.db", "b.db", "d.db"]),
    ] {
        let mut home = register(&path(file));
        for copy in order {
            brought += merge(&mut home, &clock, &path(copy))?;
        }
        sound(&home)?;
    }
    same(&path("home.db"), &path("other.db"))?;
    Ok(brought)
}

/// Refuses two registers that do not say the same.
fn same(one: &Path, other: &Path) -> Result<(), TestCaseError> {
    let (here, there) = (said(one), said(other));
    let only = |one: &[String], other: &[String]| -> Vec<String> {
        one.iter().filter(|line| !other.contains(line)).cloned().collect()
    };
    let name = |path: &Path| path.file_name().unwrap_or_default().display().to_string();
    let (one, other) = (name(one), name(other));
    let apart = (only(&here, &there), only(&there, &here));
    prop_assert!(here == there, "{} alone says {:#?}, {} {:#?}", one, apart.0, other, apart.1);
    Ok(())
}

#[test]
fn the_order_of_merges_does_not_matter() {
    let cases = std::env::var("MEIBO_CASES").ok().and_then(|cases| cases.parse().ok());
    let config = Config {
        cases: cases.unwrap_or(CASES),
        failure_persistence: None,
        max_shrink_iters: 400,
        ..Config::default()
    };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let template = template();
    let brought = Cell::new(0);
    let tried = Cell::new(0_u64);
    runner
        .run(&history(), |history| {
            tried.set(tried.get() + 1);
            brought.set(brought.get() + play(&template, &history)?);
            Ok(())
        })
        .unwrap();
    assert!(brought.get() > tried.get() * 5, "{brought:?} of {tried:?}");
}

const HOME: Machine = Machine(0);
const B: Machine = Machine(1);
const C: Machine = Machine(2);
const D: Machine = Machine(3);

/// What was found among a thousand, in few words.
#[test]
fn histories_that_went_wrong_once() {
    let template = template();
    for history in [
        [(D, Deed::Withdraw(1)), (HOME, Deed::JoinExcursion(1))].as_slice(),
        &[(HOME, Deed::Substitute(3)), (D, Deed::MoveToGroup(0))],
        &[(B, Deed::Substitute(5)), (D, Deed::Substitute(5))],
        &[(C, Deed::EditOwnField(4)), (B, Deed::OnePersonAtB(0, 4))],
    ] {
        let history = History { before: history.to_vec(), after: Vec::new() };
        play(&template, &history).unwrap_or_else(|error| panic!("{history:?}: {error}"));
    }
}
