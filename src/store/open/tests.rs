//! Tests of opening: the settings that safety rests on, and what is no register.

use super::*;

/// Returns what every setting is on a connection of the store.
fn settings(store: &Store) -> Vec<(&'static str, String)> {
    const PRAGMAS: &[(&str, &str)] = &[
        ("journal_mode", "PRAGMA journal_mode"),
        ("synchronous", "PRAGMA synchronous"),
        ("foreign_keys", "PRAGMA foreign_keys"),
        ("fullfsync", "PRAGMA fullfsync"),
        ("checkpoint_fullfsync", "PRAGMA checkpoint_fullfsync"),
        ("trusted_schema", "PRAGMA trusted_schema"),
        ("cell_size_check", "PRAGMA cell_size_check"),
        ("secure_delete", "PRAGMA secure_delete"),
        ("temp_store", "PRAGMA temp_store"),
        ("busy_timeout", "PRAGMA busy_timeout"),
        ("mmap_size", "PRAGMA mmap_size"),
    ];
    PRAGMAS
        .iter()
        .map(|(name, pragma)| {
            let value = store.connection.query_row(pragma, [], |row| {
                Ok(match row.get_ref(0)? {
                    rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                    other => other.as_str()?.to_owned(),
                })
            });
            (*name, value.unwrap())
        })
        .collect()
}

#[test]
fn what_safety_rests_on_is_set_on_every_connection() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let wait = Duration::from_millis(1_234);
    let store = Store::create(&path, wait).unwrap();
    let made = settings(&store);
    store.publish().unwrap();
    let wanted = ["wal", "2", "1", "1", "1", "0", "1", "1", "2", "1234", "0"];
    assert_eq!(made.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(), wanted);
    for access in [Access::Read, Access::Write] {
        let store = Store::open(&path, access, wait).unwrap();
        assert_eq!(settings(&store), made);
        for (config, wanted) in [
            (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
            (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
            (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        ] {
            assert_eq!(store.connection.db_config(config).unwrap(), wanted);
        }
        assert_eq!(store.connection.limit(Limit::SQLITE_LIMIT_ATTACHED).unwrap(), 1);
    }
}

#[test]
fn what_is_no_register_or_a_newer_one_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let wait = Duration::ZERO;
    let open = || Store::open(&path, Access::Write, wait).map(drop);
    assert!(matches!(open(), Err(StoreError::Missing { .. })));
    Store::create(&path, wait).unwrap().publish().unwrap();
    assert!(matches!(Store::create(&path, wait), Err(StoreError::Exists { .. })));
    assert!(open().is_ok());
    let plain = Connection::open(&path).unwrap();
    plain.execute_batch("PRAGMA user_version = 99").unwrap();
    assert!(matches!(open(), Err(StoreError::Newer { file: 99, program: FORMAT, .. })));
    plain.execute_batch("PRAGMA user_version = 1; PRAGMA application_id = 7").unwrap();
    assert!(matches!(open(), Err(StoreError::NotARegister { .. })));
    drop(plain);
    std::fs::write(&path, "code,family_name\n".repeat(200)).unwrap();
    assert!(matches!(open(), Err(StoreError::NotARegister { .. })));
}
