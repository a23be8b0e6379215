//! Asks by plain SQL over the events whom the questions about attendance have to name, and how many
//! persons arrived when.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::attendance::ask;
use super::support::Meibo;

/// Further views on those of the figures: whom a session is meant for, whatever the status; and how
/// somebody left a session, or that the person is in.
const VIEWS: &str = "
CREATE TEMP VIEW meant AS
SELECT p.id AS p, s.id AS s FROM participant p CROSS JOIN session s
WHERE CASE s.kind
  WHEN 'excursion' THEN p.id IN
    (SELECT participant_id FROM excursion_place WHERE excursion_id = 1 AND seat IS NOT NULL)
  WHEN 'breakout' THEN CASE s.track WHEN '' THEN p.track <> '' ELSE s.track = p.track END
  ELSE s.track = '' OR s.track = p.track END;
CREATE TEMP VIEW told AS
SELECT * FROM (SELECT participant_id AS p, session_id AS s, kind, at,
    lag(kind) OVER (PARTITION BY participant_id, session_id ORDER BY at, recorded_at, seq) AS before,
    row_number() OVER (PARTITION BY participant_id, session_id ORDER BY at, recorded_at, seq) AS nth
  FROM standing)
WHERE kind = 'in' OR before = 'in';
CREATE TEMP VIEW latest AS
SELECT p, s, kind, at, date(at, '+9 hours') AS day FROM told t
WHERE nth = (SELECT max(nth) FROM told o WHERE o.p = t.p AND o.s = t.s);
CREATE TEMP VIEW counts AS
SELECT p.id AS p, (SELECT count(*) FROM came WHERE p = p.id) AS attended,
  (SELECT count(*) FROM session s WHERE (p.id, s.id) IN (SELECT p, s FROM came)
     OR (s.id IN (SELECT s FROM came) AND (p.id, s.id) IN (SELECT p, s FROM meant)
         AND (p.id, s.id) NOT IN (SELECT participant_id, session_id FROM absence_excuse))) AS counted
FROM participant p;
";

/// The question, its columns that are compared, and the same by SQL.
const NAMED: &[(&str, &[&str], &str)] = &[
    (
        "--expected",
        &["code", "session"],
        "SELECT p.code, s.code FROM expected e JOIN participant p ON p.id = e.p
         JOIN session s ON s.id = e.s",
    ),
    (
        "--missing",
        &["code", "session"],
        "SELECT p.code, s.code FROM expected e JOIN participant p ON p.id = e.p
         JOIN session s ON s.id = e.s WHERE (e.p, e.s) NOT IN (SELECT p, s FROM came)",
    ),
    (
        "--missing --day 2",
        &["code", "session"],
        "SELECT p.code, s.code FROM expected e JOIN participant p ON p.id = e.p
         JOIN session s ON s.id = e.s WHERE s.day = 2 AND (e.p, e.s) NOT IN (SELECT p, s FROM came)",
    ),
    (
        "--no-shows",
        &["code", "status"],
        "SELECT code, status FROM participant WHERE status IN ('registered', 'confirmed')
         AND id NOT IN (SELECT p FROM came)",
    ),
    (
        "--first-day-only",
        &["code"],
        "SELECT code FROM participant p WHERE EXISTS (SELECT 1 FROM came WHERE p = p.id)
         AND (SELECT max(day) FROM came JOIN session s ON s.id = came.s WHERE p = p.id)
           = (SELECT min(day) FROM session)",
    ),
    (
        "--met 70%",
        &["code", "attended", "of"],
        "SELECT code, CAST(attended AS TEXT), CAST(counted AS TEXT) FROM counts c
         JOIN participant p ON p.id = c.p WHERE counted > 0 AND attended * 100 >= counted * 70",
    ),
    (
        "--met 3",
        &["code"],
        "SELECT code FROM counts c JOIN participant p ON p.id = c.p WHERE attended >= 3",
    ),
    (
        "--inside --day 3",
        &["code", "state"],
        "SELECT p.code, CASE WHEN (SELECT kind FROM latest l WHERE l.p = p.id AND l.day = d.day
             ORDER BY at DESC, kind = 'in' DESC LIMIT 1) = 'in' THEN 'inside' ELSE 'unclear' END
         FROM participant p, (SELECT '2019-02-28' AS day) d
         WHERE EXISTS (SELECT 1 FROM latest l WHERE l.p = p.id AND l.day = d.day AND kind = 'in')",
    ),
    (
        "--matrix --by person",
        &["code"],
        "SELECT code FROM participant WHERE same_as IS NULL",
    ),
    (
        "--arrivals",
        &["day", "from", "persons"],
        "SELECT CAST(day AS TEXT), strftime('%Y-%m-%dT%H:%M:00.000Z', quarter * 900, 'unixepoch'),
           CAST(count(*) AS TEXT)
         FROM (SELECT day, unixepoch(min(first)) / 900 AS quarter FROM came
               JOIN session s ON s.id = came.s GROUP BY day, p)
         GROUP BY day, quarter",
    ),
];

/// Compares every answer that names people with SQL, on the views of the figures.
pub(crate) fn compare(meibo: &Meibo, register: &Connection) {
    register.execute_batch(VIEWS).unwrap();
    let mut sizes = BTreeMap::new();
    for (question, columns, sql) in NAMED {
        let mut statement = register.prepare(sql).unwrap();
        let row = |row: &rusqlite::Row<'_>| (0..columns.len()).map(|at| row.get(at)).collect();
        let wanted: BTreeSet<Vec<String>> =
            statement.query_map([], row).unwrap().map(Result::unwrap).collect();
        let mut told = BTreeSet::new();
        for row in ask(meibo, &format!("attendance {question}")) {
            // A quarter of an hour in which nobody came has a bar of no length.
            if row.get("persons").is_some_and(|persons| persons == "0") {
                continue;
            }
            let cell = |column: &&str| {
                let cell = row[*column].as_str();
                cell.split(':').next().filter(|_| *column == "state").unwrap_or(cell).to_owned()
            };
            assert!(told.insert(columns.iter().map(cell).collect()), "{question}: twice {row:?}");
        }
        let differ: Vec<_> = told.symmetric_difference(&wanted).take(5).collect();
        assert!(differ.is_empty(), "{question}: {differ:?}");
        sizes.insert(*question, wanted.len());
    }
    assert!(sizes.values().all(|size| *size > 0), "a question has no answer: {sizes:?}");
    let sql =
        |question: &str| -> i64 { register.query_row(question, [], |row| row.get(0)).unwrap() };
    let many = |rows: &str| i64::try_from(sizes[rows]).unwrap();
    let came = sql("SELECT count(*) FROM expected WHERE (p, s) IN (SELECT p, s FROM came)");
    assert_eq!(many("--expected"), many("--missing") + came, "the parts of the whole");
}
