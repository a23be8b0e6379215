//! Reads `schema.sql` and every statement of the store: one dialect, named columns, closed sets.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use meibo::domain::{Category, EventKind, Role, RuleKind, SessionKind, Source, Status, Track};
use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::support::Meibo;

/// A statement of the store: its file, its name there, its text.
struct Statement {
    file: String,
    name: String,
    sql: String,
}

fn store_files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap().to_owned();
            let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            let code = lines.collect::<Vec<_>>().join("\n");
            (path.file_name().unwrap().to_str().unwrap().to_owned(), code)
        })
        .collect();
    files.sort();
    assert!(files.len() > 15, "{} files: the search is broken", files.len());
    files
}

/// Returns every string literal of a piece of code.
fn literals(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(start) = rest.find('"') {
        if rest[..start].ends_with('\'') {
            // The character '"'.
            rest = &rest[start + 1..];
            continue;
        }
        let mut text = String::new();
        let mut characters = rest[start + 1..].char_indices();
        let mut end = rest.len();
        while let Some((at, character)) = characters.next() {
            match character {
                '"' => {
                    end = start + 1 + at + 1;
                    break;
                }
                '\\' => match characters.next() {
                    Some((_, 'n')) => text.push('\n'),
                    Some((_, other)) => text.push(other),
                    None => break,
                },
                other => text.push(other),
            }
        }
        found.push(text);
        rest = &rest[end..];
    }
    found
}

/// Returns the pieces of statements that macros of a file stand for, each with its quotes.
fn pieces(code: &str) -> Vec<(String, String)> {
    let macros = code.split("\nmacro_rules! ").skip(1);
    let piece = |text: &str| {
        let (name, rest) = text.split_once(" {\n    () => {")?;
        let literal = rest.split_once("\n    };\n}")?.0.trim();
        Some((format!("{name}!()"), literal.to_owned()))
    };
    macros.filter_map(piece).collect()
}

fn expanded(code: &str, pieces: &[(String, String)]) -> String {
    pieces.iter().fold(code.to_owned(), |code, (name, literal)| code.replace(name, literal))
}

/// Returns the statements of the store, with those that macros put together.
fn statements() -> Vec<Statement> {
    let files = store_files();
    let pieces: Vec<_> = files.iter().flat_map(|(_, code)| pieces(code)).collect();
    let mut statements = Vec::new();
    for (file, code) in &files {
        for part in code.split("\nconst ").chain(code.split("\npub(super) const ")).skip(1) {
            let Some((name, value)) = part.split_once(": &str =") else { continue };
            let value = expanded(value.split(";\n").next().unwrap(), &pieces);
            let mut sql = String::new();
            literals(&value).iter().for_each(|text| sql.push_str(text));
            if name.chars().all(|c| c.is_ascii_uppercase() || c == '_')
                && !value.contains("include_str")
            {
                statements.push(Statement { file: file.clone(), name: name.to_owned(), sql });
            }
        }
        let mut made = |entry: &str, what: &str, sql: String| {
            let name = format!("{} {what}", entry.split('=').next().unwrap().trim());
            statements.push(Statement { file: file.clone(), name, sql });
        };
        for entry in entries(code, "journaled") {
            for (what, sql) in journaled_statements(entry) {
                made(entry, what, sql);
            }
        }
        for entry in entries(code, "belongings") {
            for (what, sql) in belonging_statements(entry) {
                made(entry, what, sql);
            }
        }
    }
    statements
}

/// Returns the lines that a file gives to a macro.
fn entries<'c>(code: &'c str, name: &str) -> impl Iterator<Item = &'c str> {
    let lines = code.split(&format!("\n{name}! {{")).nth(1).unwrap_or_default();
    let lines = lines.split("\n}").next().unwrap_or_default();
    lines.split(';').filter(|entry| entry.contains('='))
}

/// Returns what the macro `belongings!` makes of one of its lines.
fn belonging_statements(entry: &str) -> [(&'static str, String); 2] {
    let texts = literals(entry);
    let [table, places @ ..] = texts.as_slice() else { panic!("{entry}") };
    let same: String =
        places.iter().map(|place| format!(" AND other.{place} = one.{place}")).collect();
    let of = format!(
        "SELECT one.id, EXISTS (SELECT 1 FROM {table} other WHERE other.participant_id = ?2{same}) \
         FROM {table} one WHERE one.participant_id = ?1 ORDER BY one.id"
    );
    [("of", of), ("give", format!("UPDATE {table} SET participant_id = ?2 WHERE id = ?1"))]
}

/// Returns what the macro `journaled!` makes of one of its lines.
fn journaled_statements(entry: &str) -> [(&'static str, String); 7] {
    let texts = literals(entry);
    let [table, columns @ .., label, values] = texts.as_slice() else { panic!("{entry}") };
    let list = columns.join(", ");
    let set: Vec<_> = columns.iter().map(|c| format!("{c} = excluded.{c}")).collect();
    let put = format!(
        "INSERT INTO {table} ({list}) VALUES ({values}) ON CONFLICT (id) DO UPDATE SET {}",
        set.join(", ")
    );
    [
        ("select", format!("SELECT {list} FROM {table} WHERE id = ?1")),
        ("put", put),
        ("delete", format!("DELETE FROM {table} WHERE id = ?1")),
        (
            "made since",
            format!("SELECT made_by, id FROM {table} WHERE made_by >= ?1 ORDER BY made_by, id"),
        ),
        (
            "made by none",
            format!(
                "SELECT made_by, id FROM {table} WHERE NOT EXISTS (SELECT 1 FROM operation o WHERE o.id = made_by) ORDER BY id"
            ),
        ),
        ("made_by", format!("SELECT id FROM {table} WHERE made_by = ?1 ORDER BY id DESC")),
        ("label", label.clone()),
    ]
}

/// Returns the tables whose changes are journaled, with the columns that their statements name.
fn journaled_tables() -> Vec<(String, Vec<String>)> {
    let found = statements().into_iter().filter(|statement| statement.name.ends_with(" select"));
    found
        .map(|statement| {
            let (columns, rest) = statement.sql["SELECT ".len()..].split_once(" FROM ").unwrap();
            let table = rest.split(' ').next().unwrap().to_owned();
            (table, columns.split(", ").map(str::to_owned).collect())
        })
        .collect()
}

fn schema() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.sql")).unwrap()
}

/// Returns an empty database of the present schema, as strict as the store makes it.
fn fresh() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false).unwrap();
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false).unwrap();
    connection.execute_batch(&schema()).unwrap();
    connection
}

fn texts(connection: &Connection, question: &str) -> Vec<String> {
    let mut statement = connection.prepare(question).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn tables(connection: &Connection) -> Vec<String> {
    texts(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")
}

fn columns(connection: &Connection, table: &str) -> Vec<(String, String)> {
    let question = format!("SELECT name, type FROM pragma_table_info('{table}') ORDER BY cid");
    let mut statement = connection.prepare(&question).unwrap();
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    found.map(Result::unwrap).collect()
}

/// Returns why a statement would not mean the same, or anything, on the second engine.
fn outside_the_dialect(sql: &str) -> Option<String> {
    const WORDS: &[&str] = &[
        "insert or ",
        "replace into",
        "update or ",
        "ifnull(",
        "instr(",
        "group_concat",
        "strftime",
        "datetime(",
        "date(",
        "time(",
        "julianday",
        "unixepoch",
        "now(",
        "'now'",
        "current_timestamp",
        "->>",
        "->",
        "json_",
        "glob",
        "regexp",
        "rowid",
        "last_insert_rowid",
        "autoincrement",
        "collate nocase",
        "pragma",
        "is ?",
        "select *",
        "where 1 ",
        "where true",
        "printf(",
        "iif(",
        "attach ",
        "vacuum",
        "typeof(",
        "total(",
        "hex(",
        "randomblob",
        "distinct on",
        "indexed by",
        "\"",
    ];
    let lower = format!("{} ", sql.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" "));
    if let Some(word) = WORDS.iter().find(|word| lower.contains(**word)) {
        return Some(format!("{word:?}"));
    }
    let letters: Vec<char> = lower.chars().collect();
    for pair in letters.windows(2) {
        match (pair[0], pair[1]) {
            ('?', next) if !next.is_ascii_digit() => return Some("? without a number".to_owned()),
            ('$' | ':' | '@', next) if next.is_alphanumeric() => {
                return Some("a parameter of another form than ?1".to_owned());
            }
            _ => {}
        }
    }
    for (function, forbidden) in [("max(", ','), ("min(", ','), ("sum(", '='), ("sum(", '<')] {
        for call in lower.split(function).skip(1) {
            let mut depth = 0;
            for character in call.chars() {
                match character {
                    '(' => depth += 1,
                    ')' if depth == 0 => break,
                    ')' => depth -= 1,
                    found if depth == 0 && found == forbidden => {
                        return Some(format!("{function}…{forbidden}…)"));
                    }
                    _ => {}
                }
            }
        }
    }
    None
}

#[test]
fn the_search_for_foreign_dialect_finds_it() {
    for sql in [
        "INSERT OR IGNORE INTO t VALUES (?1)",
        "SELECT ifnull(a, b)",
        "SELECT max(a, b) FROM t",
        "SELECT sum(a = 'x') FROM t",
        "SELECT * FROM t",
        "SELECT a FROM t WHERE a IS ?1",
        "SELECT a FROM t WHERE a = ?",
        "SELECT a FROM t WHERE a = $1",
        "SELECT a FROM t WHERE a = :a",
        "SELECT a FROM t WHERE 1",
        "SELECT \"a\" FROM t",
        "SELECT rowid FROM t",
        "SELECT a->>'b' FROM t",
        "SELECT datetime('now')",
        "SELECT a FROM t ORDER BY a COLLATE NOCASE",
    ] {
        assert!(outside_the_dialect(sql).is_some(), "{sql}");
    }
    for sql in [
        "SELECT coalesce(max(a), 0), min(b) + 1 FROM t WHERE c IS NOT NULL",
        "SELECT count(*) FILTER (WHERE a = 'x') FROM t WHERE ?2 = 1",
        "SELECT sum(coalesce(a, 0)) FROM row_image",
    ] {
        assert_eq!(outside_the_dialect(sql), None, "{sql}");
    }
}

#[test]
fn every_statement_is_of_the_dialect_that_two_engines_share() {
    let statements = statements();
    assert!(statements.len() >= 60, "{} statements: the search is broken", statements.len());
    for Statement { file, name, sql } in statements {
        let found = outside_the_dialect(&sql);
        assert!(found.is_none(), "{file} {name} has {}: {sql}", found.unwrap_or_default());
    }
}

#[test]
fn every_statement_can_be_prepared() {
    let connection = fresh();
    for Statement { file, name, sql } in statements() {
        let prepared = connection.prepare(&sql);
        assert!(prepared.is_ok(), "{file} {name}: {}\n{sql}", prepared.unwrap_err());
    }
}

#[test]
fn every_sql_text_is_a_constant() {
    const VERBS: &[&str] = &["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH "];
    const PIECES: &[&str] =
        &["SELECT ", "INSERT INTO ", "DELETE FROM ", "SELECT id FROM ", "SELECT made_by, id FROM "];
    let whole: BTreeSet<String> = statements().into_iter().map(|statement| statement.sql).collect();
    for (file, code) in store_files() {
        for line in code.lines() {
            let words: Vec<_> = line.split('"').collect();
            let sql = words.iter().any(|word| VERBS.iter().any(|verb| word.contains(verb)));
            assert!(!(line.contains("format!(") && sql), "{file}: {line}");
        }
        for text in literals(&code) {
            let begin = text.trim_start();
            if begin.starts_with("PRAGMA") {
                assert!(["open.rs", "wal.rs"].contains(&file.as_str()), "{file}: {text}");
            } else if VERBS.iter().any(|verb| begin.starts_with(verb)) {
                let known = whole.iter().any(|sql| sql.contains(&text))
                    || file == "images.rs" && PIECES.contains(&text.as_str());
                assert!(known, "{file}: a statement that is no constant: {text}");
            }
        }
    }
}

#[test]
fn every_column_has_a_data_class() {
    let connection = fresh();
    let mut wanted = BTreeSet::new();
    for table in tables(&connection) {
        wanted.extend(
            columns(&connection, &table).into_iter().map(|(name, _)| (table.clone(), name)),
        );
    }
    let listed: Vec<_> = meibo::store::DATA_CLASSES
        .iter()
        .map(|(table, column, _)| ((*table).to_owned(), (*column).to_owned()))
        .collect();
    let unique: BTreeSet<_> = listed.iter().cloned().collect();
    assert_eq!(unique.len(), listed.len(), "a column is listed twice");
    assert_eq!(unique, wanted);
}

#[test]
fn all_tables_are_strict_and_every_check_has_a_name() {
    let connection = fresh();
    let lax = texts(
        &connection,
        "SELECT name FROM pragma_table_list WHERE strict = 0 AND schema = 'main' AND name NOT LIKE 'sqlite%'",
    );
    assert!(lax.is_empty(), "{lax:?}");
    assert!(tables(&connection).len() >= 17);
    let words: Vec<String> = schema()
        .lines()
        .filter(|line| !line.trim_start().starts_with("--"))
        .flat_map(|line| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let mut checks = 0;
    for (at, word) in words.iter().enumerate() {
        if word == "CHECK" {
            checks += 1;
            assert_eq!(
                words[at - 2],
                "CONSTRAINT",
                "a check without a name: {:?}",
                &words[at - 3..at + 5]
            );
        }
    }
    assert!(checks > 20, "{checks}");
}

#[test]
fn journaled_statements_name_every_column_and_no_bytes() {
    let connection = fresh();
    let journaled = journaled_tables();
    let undoable: BTreeSet<String> = tables(&connection)
        .into_iter()
        .filter(|table| columns(&connection, table).iter().any(|(name, _)| name == "made_by"))
        .collect();
    assert_eq!(journaled.iter().map(|(table, _)| table.clone()).collect::<BTreeSet<_>>(), undoable);
    for (table, named) in journaled {
        let columns = columns(&connection, &table);
        assert_eq!(
            named,
            columns.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(),
            "{table}"
        );
        for (name, kind) in columns {
            assert!(matches!(kind.as_str(), "TEXT" | "INTEGER"), "{table}.{name} is {kind}");
        }
    }
}

#[test]
fn what_belongs_to_people_goes_with_them_when_two_registrations_are_one() {
    let connection = fresh();
    let given: BTreeSet<String> = statements()
        .into_iter()
        .filter(|statement| statement.name.ends_with(" give"))
        .map(|statement| statement.sql.split(' ').nth(1).unwrap().to_owned())
        .collect();
    let of_people = |table: &String| {
        columns(&connection, table).iter().any(|(name, _)| name == "participant_id")
            // The record of attendance is told again instead.
            && !table.starts_with("attendance")
    };
    let wanted: BTreeSet<String> = tables(&connection).into_iter().filter(of_people).collect();
    assert_eq!(given, wanted);
}

/// Inserts a row that breaks no check; what the row points to does not matter here.
fn insert_any(connection: &Connection, table: &str) {
    let (names, values): (Vec<_>, Vec<_>) = columns(connection, table)
        .into_iter()
        .map(|(name, kind)| {
            let value = match (name.as_str(), kind.as_str()) {
                ("category", _) => "'other'",
                ("role", _) => "'delegate'",
                ("status", _) => "'registered'",
                ("track", _) => "'policy'",
                ("source", _) => "'hand'",
                ("kind", _) if table == "session" => "'plenary'",
                ("kind", _) if table == "breakout_rule" => "'apart'",
                ("kind", _) => "'in'",
                ("ends_at", _) => "'y'",
                ("undoes" | "nonce", _) => "NULL",
                (_, "INTEGER") => "1",
                ("seal", _) => "zeroblob(16)",
                (_, "BLOB") => "x'00'",
                _ => "'x'",
            };
            (name, value)
        })
        .unzip();
    let sql = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), values.join(", "));
    connection.execute(&sql, []).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

#[test]
fn closed_sets_are_the_same_in_program_and_schema() {
    let connection = fresh();
    connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    macro_rules! words {
        ($set:ident) => {
            $set::ALL.iter().map(|value| value.as_str()).collect::<Vec<_>>()
        };
    }
    let or_none = |words: Vec<&'static str>| words.into_iter().chain([""]).collect::<Vec<_>>();
    let sets = [
        ("organization", "category", words!(Category)),
        ("participant", "category", words!(Category)),
        ("participant", "role", words!(Role)),
        ("participant", "status", words!(Status)),
        ("participant", "track", or_none(words!(Track))),
        ("session", "kind", words!(SessionKind)),
        ("session", "track", or_none(words!(Track))),
        ("breakout_group", "track", words!(Track)),
        ("breakout_rule", "kind", words!(RuleKind)),
        ("attendance_event", "kind", words!(EventKind)),
        ("attendance_event", "source", words!(Source)),
    ];
    for (table, column, words) in sets {
        connection.execute(&format!("DELETE FROM {table}"), []).unwrap();
        insert_any(&connection, table);
        let also = if (table, column) == ("attendance_event", "kind") {
            ", undoes = CASE WHEN ?1 = 'undo' THEN 'x' END"
        } else {
            ""
        };
        let set = format!("UPDATE {table} SET {column} = ?1{also}");
        for word in &words {
            let done = connection.execute(&set, [word]);
            assert_eq!(done, Ok(1), "{table}.{column} refuses {word:?}");
        }
        let others = ["nonsense".to_owned(), words[0].to_uppercase(), format!("{} ", words[0])];
        let none = (!words.contains(&"")).then(String::new);
        for word in others.into_iter().chain(none) {
            let error = connection.execute(&set, [&word]).unwrap_err().to_string();
            assert!(
                error.contains(&format!("{table}_{column}")),
                "{table}.{column} {word:?}: {error}"
            );
        }
    }
}

/// Columns without an index that are looked up when a row is removed, and why that is no harm.
const NO_INDEX: &[(&str, &str, &str)] = &[
    (
        "participant",
        "organization_id",
        "organizations are removed by an undo alone, after their people",
    ),
    ("participant", "country", "a country or region is never removed"),
    ("session_speaker", "country", "as for the participants"),
    ("attendance_event", "session_id", "a session is removed by an undo alone, and there are few"),
    ("attendance", "session_id", "as for the events"),
    ("absence_excuse", "session_id", "as for the events"),
    ("sign_in_sheet", "session_id", "as for the events"),
];

#[test]
fn what_a_removal_must_look_up_is_indexed() {
    let connection = fresh();
    let removed: Vec<String> = journaled_tables().into_iter().map(|(table, _)| table).collect();
    let mut looked_at = 0;
    for table in tables(&connection) {
        let question =
            format!("SELECT \"from\", \"table\" FROM pragma_foreign_key_list('{table}')");
        let mut statement = connection.prepare(&question.replace('"', "`")).unwrap();
        let keys: Vec<(String, String)> = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        for (column, parent) in keys.into_iter().filter(|(_, parent)| removed.contains(parent)) {
            looked_at += 1;
            let plan = texts_at(
                &connection,
                &format!("EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {column} = 1"),
                3,
            );
            let indexed = plan.iter().all(|step| step.starts_with("SEARCH"));
            let excused = NO_INDEX.iter().any(|(t, c, _)| *t == table && *c == column);
            assert_ne!(indexed, excused, "{table}.{column}, which points to {parent}: {plan:?}");
        }
    }
    assert!(looked_at >= 8, "{looked_at}");
}

fn texts_at(connection: &Connection, question: &str, column: usize) -> Vec<String> {
    let mut statement = connection.prepare(question).unwrap();
    statement.query_map([], |row| row.get(column)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_fresh_file_says_what_it_is() {
    let meibo = Meibo::with_register();
    assert_eq!(meibo.count("PRAGMA application_id"), 0x6d65_6962);
    assert_eq!(meibo.count("PRAGMA user_version"), 1);
    assert_eq!(texts(&meibo.sql(), "PRAGMA journal_mode"), ["wal"]);
    assert_eq!(texts(&meibo.sql(), "PRAGMA integrity_check"), ["ok"]);
    let own = fresh();
    let list = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";
    let plain = |statements: Vec<String>| -> Vec<String> {
        let code = |line: &str| line.split("--").next().unwrap().to_owned();
        let whole =
            statements.iter().map(|text| text.lines().map(code).collect::<Vec<_>>().join(" "));
        whole.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    };
    assert_eq!(plain(texts(&meibo.sql(), list)), plain(texts(&own, list)));
}

#[test]
fn only_the_owner_can_read_the_files_whatever_the_umask() {
    let meibo = Meibo::new();
    let script = "umask 022; exec \"$0\" init --name T --from 2019-02-26 --to 2019-02-28";
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(script).arg(env!("CARGO_BIN_EXE_meibo")).current_dir(meibo.path(""));
    assert!(shell.stderr(Stdio::null()).status().unwrap().success());
    // A desk that waits for its first line keeps the register open.
    let script = "umask 022; exec \"$0\" checkin --scan";
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(script).arg(env!("CARGO_BIN_EXE_meibo")).current_dir(meibo.path(""));
    shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = shell.spawn().unwrap();
    let until = Instant::now() + Duration::from_secs(10);
    while !meibo.path("meibo.db-shm").exists() || !meibo.path("meibo.db-wal").exists() {
        assert!(Instant::now() < until, "the register was not opened");
        std::thread::sleep(Duration::from_millis(5));
    }
    for name in ["meibo.db", "meibo.db-wal", "meibo.db-shm"] {
        let mode = fs::metadata(meibo.path(name)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{name} is {mode:o}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let _ = meibo.run(&["backup", "copy.db"]).done();
    let mode = fs::metadata(meibo.path("copy.db")).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600, "the backup is {mode:o}");
}

#[test]
fn times_have_one_width() {
    let meibo = Meibo::with_sample();
    let register = meibo.sql();
    let mut seen = 0;
    for table in tables(&register) {
        for (column, _) in columns(&register, &table) {
            if column != "at" && !column.ends_with("_at") {
                continue;
            }
            for time in texts(&register, &format!("SELECT {column} FROM {table}")) {
                seen += 1;
                let shape: String =
                    time.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
                assert_eq!(shape, "9999-99-99T99:99:99.999Z", "{table}.{column}: {time}");
            }
        }
    }
    assert!(seen > 3_000, "{seen}");
}

#[test]
fn the_file_is_opened_by_sqlite_alone() {
    // A second descriptor of the register drops SQLite's locks when it is closed.
    const FORBIDDEN: &[&str] = &[
        "File::open",
        "File::create",
        "File::options",
        "fs::copy",
        "fs::read",
        "fs::write",
        "fs::rename",
        "hard_link",
        "mmap",
    ];
    let mut allowed = 0;
    let mut made = 0;
    for (file, code) in store_files() {
        // The queue has a file of its own, whose name is made in one place.
        if file == "queue.rs" {
            assert_eq!(code.matches("open(&self.path)").count(), 1);
            assert_eq!(code.matches("path.push(\"-queue\");").count(), 1);
            continue;
        }
        for line in code.lines() {
            // A new register is closed when it gets its name.
            if line.contains("std::fs::hard_link(&partial, &path)")
                || line.contains("std::fs::rename(&partial, &path)")
            {
                continue;
            }
            if line.trim() == "File::open(folder.unwrap_or(Path::new(\".\")))" {
                allowed += 1;
                continue;
            }
            for word in FORBIDDEN {
                assert!(!line.contains(word), "{file}: {line}");
            }
            if line.contains("OpenOptions::new()") {
                assert!(
                    line.contains("create_new(true)"),
                    "{file} opens a file that exists: {line}"
                );
                made += 1;
            }
        }
    }
    assert_eq!(
        (allowed, made),
        (1, 1),
        "the folder that is synced; the one place that makes registers and copies"
    );
}

#[test]
fn each_of_hundreds_of_namesakes_was_looked_at_for_every_person_without_an_address() {
    let statements = statements();
    let connection = fresh();
    for (name, searched) in [
        ("SAME_PERSON", "(<expr>=? AND name_key=? AND country=? AND organization_id=?)"),
        ("NAMESAKES", "(<expr>=? AND name_key>? AND name_key<?)"),
    ] {
        let statement = statements.iter().find(|statement| statement.name == name).unwrap();
        let question = (1..=4).fold(statement.sql.clone(), |question, parameter| {
            question.replace(&format!("?{parameter}"), "'x'")
        });
        let plan = texts_at(&connection, &format!("EXPLAIN QUERY PLAN {question}"), 3);
        assert!(plan.len() == 1 && plan[0].ends_with(searched), "{plan:?}");
    }
}

#[test]
fn the_statements_know_how_many_numbers_a_stretch_has() {
    let code = store_files().into_iter().find(|(file, _)| file == "names.rs").unwrap().1;
    let length = code.split("STRETCH: u16 = ").nth(1).unwrap();
    let length = length.split(';').next().unwrap().replace('_', "");
    let (asked, indexed) = (format!("id / {length}"), format!("((id / {length}), name_key"));
    assert_eq!(code.matches("id / ").count(), code.matches(&asked).count() + 1);
    assert!(schema().contains(&indexed), "{indexed}");
}
