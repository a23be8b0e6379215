//! Reads the rows of the register with SQLite itself, to compare what was with what is.

use super::Meibo;

/// Tables of the log: they only ever grow.
const LOG: &[&str] = &["desk", "operation", "row_image", "numbering"];

impl Meibo {
    /// Returns every row of every table as text.
    pub(crate) fn everything(&self) -> Vec<String> {
        self.rows_of(|_| true)
    }

    /// Returns every row besides the log: what a command and its undo leave as they were.
    pub(crate) fn facts(&self) -> Vec<String> {
        self.rows_of(|table| !LOG.contains(&table) && table != "attendance_event")
    }

    fn rows_of(&self, wanted: impl Fn(&str) -> bool) -> Vec<String> {
        let register = self.sql();
        let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
        let mut tables = register.prepare(tables).unwrap();
        let tables: Vec<String> =
            tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        assert!(tables.len() > 10, "the schema is not where it was");
        let mut found = Vec::new();
        for table in tables.iter().filter(|table| wanted(table)) {
            let mut rows = register.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let columns = rows.column_count();
            let rows = rows.query_map([], |row| {
                (0..columns)
                    .map(|at| row.get_ref(at).map(|value| format!("{value:?}")))
                    .collect::<Result<Vec<_>, _>>()
            });
            let mut rows: Vec<String> =
                rows.unwrap().map(|row| format!("{table} {}", row.unwrap().join("|"))).collect();
            rows.sort();
            found.extend(rows);
        }
        found
    }
}

/// Fails the test, showing only what differs, unless both are the same rows.
#[track_caller]
pub(crate) fn assert_same(before: &[String], after: &[String], what: &str) {
    let gone: Vec<_> = before.iter().filter(|row| !after.contains(row)).collect();
    let new: Vec<_> = after.iter().filter(|row| !before.contains(row)).collect();
    assert!(gone.is_empty() && new.is_empty(), "{what}\nbefore: {gone:#?}\nafter: {new:#?}");
    assert_eq!(before.len(), after.len(), "{what}");
}
