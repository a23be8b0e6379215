//! Counts every published figure a second time, by plain SQL over the record of events, and
//! compares. Nothing here counts by the table `attendance` but who left before the end; that table
//! is compared with the events.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::support::Meibo;

/// Views that say, from the events alone, who came where and who was expected where.
const FACTS: &str = "
CREATE TEMP VIEW standing AS
SELECT * FROM attendance_event e
WHERE kind <> 'undo' AND uuid NOT IN (SELECT undoes FROM attendance_event WHERE undoes IS NOT NULL);
CREATE TEMP VIEW came AS
SELECT participant_id AS p, session_id AS s, min(at) AS first FROM standing WHERE kind = 'in'
GROUP BY participant_id, session_id;
CREATE TEMP VIEW expected AS
SELECT p.id AS p, s.id AS s FROM participant p CROSS JOIN session s
WHERE p.status IN ('registered', 'confirmed') AND CASE s.kind
  WHEN 'excursion' THEN p.id IN
    (SELECT participant_id FROM excursion_place WHERE excursion_id = 1 AND seat IS NOT NULL)
  WHEN 'breakout' THEN CASE s.track WHEN '' THEN p.track <> '' ELSE s.track = p.track END
  ELSE s.track = '' OR s.track = p.track END;
CREATE TEMP VIEW registered AS
SELECT id AS p FROM participant WHERE status IN ('registered', 'confirmed');
CREATE TEMP VIEW cell AS
SELECT p.id AS p, s.id AS s, p.status, p.category, s.code AS session, s.day, s.starts_at, 'all' AS everything,
       coalesce(c.name, '(no country or region)') AS country,
       (p.id, s.id) IN (SELECT p, s FROM expected) AS expects,
       (SELECT first FROM came WHERE came.p = p.id AND came.s = s.id) AS first,
       (SELECT julianday(s.ends_at) - julianday(a.last_at) FROM attendance a
        WHERE a.participant_id = p.id AND a.session_id = s.id AND a.inside = 0) AS before_end,
       s.id IN (SELECT s FROM came) AS recorded,
       (p.id, s.id) IN (SELECT participant_id, session_id FROM absence_excuse) AS excused
FROM participant p CROSS JOIN session s LEFT JOIN country c ON c.code = p.country;
CREATE TEMP TABLE fact AS SELECT * FROM cell;
";

const FIGURES: [&str; 10] = [
    "expected",
    "present",
    "late",
    "left_early",
    "walk_ins",
    "unexpected",
    "excused",
    "absent",
    "unknown",
    "no_shows",
];

fn facts(meibo: &Meibo) -> Connection {
    let register = meibo.sql();
    register.execute_batch(FACTS).unwrap();
    register
}

/// Counts persons by one column of the facts; the figures are in the order of [`FIGURES`].
fn presence(register: &Connection, by: &str) -> BTreeMap<String, Vec<i64>> {
    let question = format!(
        "WITH person AS (
           SELECT CAST({by} AS TEXT) AS unit, p, status, max(expects) AS expects, min(first) AS first,
                  max(CAST(before_end * 86400 + 0.0005 AS INTEGER)
                    >= ((SELECT grace_minutes FROM seminar) + 1) * 60) AS early,
                  max(CASE WHEN expects AND excused THEN 1 WHEN expects AND NOT recorded THEN 2
                           WHEN expects THEN 3 END) AS missing,
                  coalesce(min(CASE WHEN expects THEN starts_at END),
                           min(CASE WHEN first IS NOT NULL THEN starts_at END)) AS due
           FROM fact GROUP BY 1, p, status),
         judged AS (
           SELECT *, first IS NOT NULL AND
                  CAST((julianday(first) - julianday(due)) * 86400 + 0.0005 AS INTEGER)
                    >= ((SELECT grace_minutes FROM seminar) + 1) * 60 AS late
           FROM person)
         SELECT unit, sum(expects), sum(first IS NOT NULL), sum(late), sum(coalesce(early, 0)),
                sum(first IS NOT NULL AND status = 'walk-in'),
                sum(first IS NOT NULL AND NOT expects AND status <> 'walk-in'),
                sum(first IS NULL AND expects AND missing = 1),
                sum(first IS NULL AND expects AND missing = 3),
                sum(first IS NULL AND expects AND missing = 2),
                sum(first IS NULL AND expects AND missing = 3 AND p NOT IN (SELECT p FROM came))
         FROM judged GROUP BY unit"
    );
    let mut statement = register.prepare(&question).unwrap();
    let rows = statement.query_map([], |row| {
        let figures = (1..11).map(|at| row.get(at)).collect::<rusqlite::Result<Vec<i64>>>()?;
        Ok((row.get::<_, String>(0)?, figures))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// Returns the rows of a CSV answer without its header.
fn csv(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Returns the figures of `attendance --by …` by label.
fn attendance(meibo: &Meibo, by: &str) -> BTreeMap<String, Vec<i64>> {
    let said = meibo.run(&["attendance", "--by", by, "--format", "csv"]).done();
    let header = said.stdout.lines().next().unwrap().to_owned();
    assert_eq!(header, format!("{by},{}", FIGURES.join(",")));
    csv(&said.stdout)
        .into_iter()
        .map(|row| (row[0].clone(), row[1..].iter().map(|cell| cell.parse().unwrap()).collect()))
        .collect()
}

/// Returns the figures of `summary` by section, item and figure.
fn summary(meibo: &Meibo) -> BTreeMap<(String, String, String), i64> {
    let said = meibo.run(&["summary", "--format", "csv"]).done();
    let rows = csv(&said.stdout);
    let figures: BTreeMap<_, _> = rows
        .iter()
        .map(|row| ((row[0].clone(), row[1].clone(), row[2].clone()), row[3].parse().unwrap()))
        .collect();
    assert_eq!(figures.len(), rows.len(), "a figure is told twice");
    figures
}

/// Counts the sections of the summary that are not about presence: section, item, figures.
const OTHER_SECTIONS: &[(&str, &[&str], &str)] = &[
    ("status", &["participants", "present"],
     "SELECT w.status, count(p.id), count(CASE WHEN p.id IN (SELECT p FROM came) THEN 1 END)
      FROM (SELECT 'invited' AS status UNION SELECT 'registered' UNION SELECT 'confirmed'
            UNION SELECT 'walk-in' UNION SELECT 'waitlisted' UNION SELECT 'withdrawn'
            UNION SELECT 'declined') w
      LEFT JOIN participant p ON p.status = w.status GROUP BY w.status
      UNION ALL SELECT 'all', count(*), count(CASE WHEN id IN (SELECT p FROM came) THEN 1 END)
      FROM participant"),
    ("represented", &["registered", "present"],
     "SELECT 'countries and regions',
        (SELECT count(DISTINCT country) FROM participant WHERE id IN (SELECT p FROM registered)),
        (SELECT count(DISTINCT country) FROM participant WHERE id IN (SELECT p FROM came))
      UNION ALL
      SELECT k.title,
        (SELECT count(DISTINCT o.name_key)
         FROM participant p JOIN organization o ON o.id = p.organization_id
         WHERE o.category = k.category AND p.id IN (SELECT p FROM registered)),
        (SELECT count(DISTINCT o.name_key)
         FROM participant p JOIN organization o ON o.id = p.organization_id
         WHERE o.category = k.category AND p.id IN (SELECT p FROM came))
      FROM (SELECT 'international organizations' AS title, 'international-organization' AS category
            UNION SELECT 'companies', 'company' UNION SELECT 'universities and institutes', 'academia'
            UNION SELECT 'other organizations', 'other') k"),
    ("country", &["registered", "present"],
     "SELECT c.name, sum(p.id IN (SELECT p FROM registered)), sum(p.id IN (SELECT p FROM came))
      FROM participant p JOIN country c ON c.code = p.country
      WHERE p.id IN (SELECT p FROM registered UNION SELECT p FROM came) GROUP BY c.name"),
    ("region", &["registered", "present"],
     "SELECT coalesce(c.region, '(no country or region)'), sum(p.id IN (SELECT p FROM registered)),
             sum(p.id IN (SELECT p FROM came))
      FROM participant p LEFT JOIN country c ON c.code = p.country
      WHERE p.id IN (SELECT p FROM registered UNION SELECT p FROM came) GROUP BY 1"),
    ("grouping", &["registered", "present"],
     "SELECT g.name, sum(p.id IN (SELECT p FROM registered)), sum(p.id IN (SELECT p FROM came))
      FROM (SELECT 'ASEAN' AS name UNION SELECT 'Seminar Asia') g
      JOIN country c ON '; ' || c.groupings || '; ' LIKE '%; ' || g.name || '; %'
      JOIN participant p ON p.country = c.code
      WHERE p.id IN (SELECT p FROM registered UNION SELECT p FROM came) GROUP BY 1"),
    ("category", &["registered", "present"],
     "SELECT k.category, count(CASE WHEN p.id IN (SELECT p FROM registered) THEN 1 END),
             count(CASE WHEN p.id IN (SELECT p FROM came) THEN 1 END)
      FROM (SELECT 'government' AS category UNION SELECT 'international-organization'
            UNION SELECT 'company' UNION SELECT 'academia' UNION SELECT 'other') k
      LEFT JOIN participant p ON p.category = k.category GROUP BY k.category"),
    ("grouping", &["registered", "present"],
     "SELECT g.name, sum(p.id IN (SELECT p FROM registered)), sum(p.id IN (SELECT p FROM came))
      FROM (SELECT 'ASEAN' AS name UNION SELECT 'Seminar Asia') g
      JOIN country c ON instr(c.groupings, g.name) > 0 JOIN participant p ON p.country = c.code
      WHERE p.same_as IS NULL GROUP BY g.name"),
    ("met", &["persons", "others", "countries"],
     "WITH seated (p, g) AS (
          SELECT s.participant_id, s.group_id FROM breakout_seat s
          JOIN participant p ON p.id = s.participant_id
          WHERE p.status IN ('registered', 'confirmed', 'walk-in')),
        met (p, o) AS (SELECT DISTINCT a.p, b.p FROM seated a JOIN seated b ON b.g = a.g AND b.p <> a.p),
        each_one (others, countries) AS (
          SELECT (SELECT count(*) FROM met WHERE met.p = s.p),
            (SELECT count(DISTINCT q.country) FROM met JOIN participant q ON q.id = met.o
             WHERE met.p = s.p)
          FROM (SELECT DISTINCT p FROM seated) s)
      SELECT 'median', count(*),
        (SELECT others FROM each_one ORDER BY others DESC LIMIT 1
         OFFSET (SELECT (count(*) - 1) / 2 FROM each_one)),
        (SELECT countries FROM each_one ORDER BY countries DESC LIMIT 1
         OFFSET (SELECT (count(*) - 1) / 2 FROM each_one))
      FROM each_one HAVING count(*) > 0"),
    ("group", &["persons"],
     "SELECT upper(substr(g.track, 1, 1)) || g.number
             || CASE g.round WHEN 1 THEN '' ELSE ' (round ' || g.round || ')' END,
             (SELECT count(*) FROM breakout_seat s WHERE s.group_id = g.id)
      FROM breakout_group g"),
    ("met", &["persons", "others", "countries"],
     "WITH seat AS (
        SELECT b.participant_id AS p, b.group_id AS g FROM breakout_seat b
        JOIN participant x ON x.id = b.participant_id
        WHERE x.status IN ('registered', 'confirmed', 'walk-in')),
      one AS (
        SELECT a.p, count(DISTINCT b.p) AS others, count(DISTINCT nullif(y.country, '')) AS countries
        FROM seat a LEFT JOIN seat b ON b.g = a.g AND b.p <> a.p
        LEFT JOIN participant y ON y.id = b.p GROUP BY a.p)
      SELECT 'median', count(*),
        (SELECT others FROM one ORDER BY 1 LIMIT 1 OFFSET ((SELECT count(*) FROM one) - 1) / 2),
        (SELECT countries FROM one ORDER BY 1 LIMIT 1 OFFSET ((SELECT count(*) FROM one) - 1) / 2)
      FROM one HAVING count(*) > 0"),
    ("excursion", &["with_a_seat", "waiting", "boarded", "seat_not_used"],
     "SELECT e.name,
        (SELECT count(*) FROM excursion_place x WHERE x.excursion_id = e.id AND seat IS NOT NULL),
        (SELECT count(*) FROM excursion_place x WHERE x.excursion_id = e.id AND seat IS NULL),
        (SELECT count(DISTINCT p) FROM came JOIN session s ON s.id = came.s WHERE s.kind = 'excursion'),
        (SELECT count(*) FROM excursion_place x WHERE x.excursion_id = e.id AND seat IS NOT NULL
         AND x.participant_id NOT IN
           (SELECT p FROM came JOIN session s ON s.id = came.s WHERE s.kind = 'excursion'))
      FROM excursion e WHERE e.id = 1"),
    ("briefing", &["countries and regions"],
     "SELECT DISTINCT c.name, 1 FROM session_speaker k JOIN session s ON s.id = k.session_id
      JOIN country c ON c.code = k.country WHERE s.kind = 'briefing'"),
    ("briefing", &["international organizations"],
     "SELECT DISTINCT k.name, 1 FROM session_speaker k JOIN session s ON s.id = k.session_id
      JOIN organization o ON o.name = k.name WHERE s.kind = 'briefing' AND k.country IS NULL
        AND o.category = 'international-organization'"),
    ("briefing", &["companies"],
     "SELECT DISTINCT k.name, 1 FROM session_speaker k JOIN session s ON s.id = k.session_id
      JOIN organization o ON o.name = k.name WHERE s.kind = 'briefing' AND k.country IS NULL AND o.category = 'company'"),
];

/// Compares every figure with its second count, and the parts with their whole.
fn compare(meibo: &Meibo) {
    let register = facts(meibo);
    let mut wanted: BTreeMap<(String, String, String), i64> = BTreeMap::new();
    for (section, figures, question) in OTHER_SECTIONS {
        let mut statement = register.prepare(question).unwrap();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let item: String = row.get(0).unwrap();
            for (at, figure) in figures.iter().enumerate() {
                let key = ((*section).to_owned(), item.clone(), (*figure).to_owned());
                wanted.insert(key, row.get(at + 1).unwrap());
            }
        }
    }
    for (section, by) in [("session", "session"), ("day", "day"), ("day", "everything")] {
        for (item, counted) in presence(&register, by) {
            for (figure, value) in FIGURES.iter().zip(counted) {
                wanted.insert((section.to_owned(), item.clone(), (*figure).to_owned()), value);
            }
        }
    }
    let told = summary(meibo);
    for (key, value) in &told {
        assert_eq!(wanted.get(key), Some(value), "{key:?}");
    }
    assert_eq!(told, wanted, "a figure is missing");
    for by in ["session", "day", "country", "category"] {
        let told = attendance(meibo, by);
        assert_eq!(told, presence(&register, by), "by {by}");
        assert!(told.len() >= 3);
        for (label, figures) in told {
            parts_make_the_whole(&format!("{by} {label}"), &figures);
        }
    }
    for by in ["country", "category"] {
        let sums = attendance(meibo, by).into_values().fold(vec![0; 10], |mut sums, figures| {
            sums.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure);
            sums
        });
        let all: Vec<i64> =
            FIGURES.iter().map(|f| told[&("day".into(), "all".into(), (*f).into())]).collect();
        assert_eq!(sums, all, "each person is in one {by}");
    }
    let category = |figure: &str| -> i64 {
        told.iter().filter(|(k, _)| k.0 == "category" && k.2 == figure).map(|(_, v)| v).sum()
    };
    let region = |figure: &str| -> i64 {
        told.iter().filter(|(k, _)| k.0 == "region" && k.2 == figure).map(|(_, v)| v).sum()
    };
    for figure in ["registered", "present"] {
        assert_eq!(category(figure), region(figure), "{figure}");
    }
    cache_is_the_fold(&register);
}

fn parts_make_the_whole(what: &str, figures: &[i64]) {
    let &[
        expected,
        present,
        late,
        left_early,
        walk_ins,
        unexpected,
        excused,
        absent,
        unknown,
        no_shows,
    ] = figures
    else {
        panic!("{what}: {figures:?}");
    };
    let expected_and_came = present - walk_ins - unexpected;
    let missing = excused + absent + unknown;
    assert_eq!(expected, expected_and_came + missing, "{what}: {figures:?}");
    assert!(expected_and_came >= 0 && no_shows <= absent, "{what}: {figures:?}");
    assert!(late <= present && left_early <= present, "{what}: {figures:?}");
}

/// Folds the events of every person and session and compares with the table that is kept of it.
pub(crate) fn cache_is_the_fold(register: &Connection) {
    type State = (i64, String, String, i64);
    let mut folded: BTreeMap<(i64, i64), State> = BTreeMap::new();
    let events = "
        SELECT e.participant_id, e.session_id, e.kind, e.at, e.desk_id FROM attendance_event e
        WHERE e.kind <> 'undo' AND e.uuid NOT IN
          (SELECT undoes FROM attendance_event WHERE undoes IS NOT NULL)
        ORDER BY e.at, e.recorded_at, e.seq, e.uuid";
    let mut statement = register.prepare(events).unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let key = (row.get(0).unwrap(), row.get(1).unwrap());
        let kind: String = row.get(2).unwrap();
        let at: String = row.get(3).unwrap();
        let desk: i64 = row.get(4).unwrap();
        match (kind.as_str(), folded.get_mut(&key)) {
            ("in", None) => {
                folded.insert(key, (1, at.clone(), at, desk));
            }
            ("in", Some(state)) => (state.0, state.2, state.3) = (1, at, desk),
            ("out", Some(state)) if state.0 == 1 => (state.0, state.2, state.3) = (0, at, desk),
            _ => {}
        }
    }
    let question = "
        SELECT participant_id, session_id, inside, first_in_at, last_at, desk_id FROM attendance";
    let mut statement = register.prepare(question).unwrap();
    let kept: BTreeMap<(i64, i64), State> = statement
        .query_map([], |row| {
            let state = (row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?);
            Ok(((row.get(0)?, row.get(1)?), state))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (key, state) in &folded {
        assert_eq!(kept.get(key), Some(state), "participant and session {key:?}");
    }
    assert_eq!(kept.len(), folded.len(), "somebody is kept who never came");
}

#[test]
fn every_figure_of_the_sample_seminar_is_counted_twice() {
    let meibo = Meibo::with_sample();
    compare(&meibo);
}

#[test]
fn the_figures_are_those_that_the_sample_promises() {
    let meibo = Meibo::with_sample();
    let days = attendance(&meibo, "day");
    let present = |label: &str| days[label][1];
    assert_eq!((present("1"), present("2"), present("3")), (182, 176, 155));
    let told = summary(&meibo);
    let figure = |section: &str, item: &str, figure: &str| {
        told[&(section.to_owned(), item.to_owned(), figure.to_owned())]
    };
    assert_eq!(figure("day", "all", "present"), 191);
    assert_eq!(figure("day", "all", "no_shows"), 9);
    assert_eq!(figure("day", "all", "walk_ins"), 6);
    assert_eq!(figure("day", "all", "unexpected"), 1);
    assert_eq!(figure("represented", "countries and regions", "registered"), 32);
    assert_eq!(figure("represented", "countries and regions", "present"), 32);
    for (status, persons) in [
        ("confirmed", 168),
        ("registered", 25),
        ("withdrawn", 4),
        ("invited", 3),
        ("waitlisted", 2),
        ("declined", 2),
        ("walk-in", 6),
        ("all", 210),
    ] {
        assert_eq!(figure("status", status, "participants"), persons, "{status}");
    }
    for (session, persons) in [
        ("D1-OPEN", 160),
        ("D1-PANEL", 157),
        ("D1-INTL", 159),
        ("D1-RECEP", 103),
        ("D2-ASIA", 164),
        ("D2-STATUS", 161),
        ("D2-POLICY", 59),
        ("D2-LICENS", 64),
        ("D3-COMPANY", 155),
        ("D3-TOUR", 46),
    ] {
        assert_eq!(figure("session", session, "present"), persons, "{session}");
    }
    for (what, persons) in
        [("with_a_seat", 50), ("waiting", 7), ("boarded", 46), ("seat_not_used", 4)]
    {
        assert_eq!(figure("excursion", "Excursion", what), persons, "{what}");
    }
}

#[test]
fn walk_ins_were_counted_among_the_registered() {
    let meibo = Meibo::with_sample();
    let told = summary(&meibo);
    let sum = |section: &str, figure: &str| -> i64 {
        told.iter().filter(|(k, _)| k.0 == section && k.2 == figure).map(|(_, v)| v).sum()
    };
    for section in ["category", "region"] {
        // 168 confirmed and 25 registered; 191 came, and 6 of them walked in.
        assert_eq!((sum(section, "registered"), sum(section, "present")), (193, 191), "{section}");
    }
}

#[test]
fn data_says_who_briefed_as_the_table_does() {
    let meibo = Meibo::with_sample();
    let told = summary(&meibo);
    let briefed = |kind: &str| {
        told.iter().filter(|(k, _)| k.0 == "briefing" && k.2 == kind).map(|(_, v)| v).sum::<i64>()
    };
    assert_eq!(briefed("countries and regions"), 19);
    assert_eq!(briefed("international organizations"), 7);
    assert_eq!(briefed("companies"), 4);
    for body in ["European Union", "Lao PDR", "Ericsson"] {
        assert!(told.keys().any(|key| key.0 == "briefing" && key.1 == body), "{body}");
    }
}

#[test]
fn the_figures_hold_after_undos_checkouts_withdrawals_and_changes() {
    let meibo = Meibo::with_sample();
    // The scans of three days were one command, and are taken back and entered again as one.
    meibo.line("undo --reason mistake").done();
    assert!(meibo.count("SELECT count(*) FROM attendance_event WHERE kind = 'undo'") > 1_200);
    meibo.line("redo").done();
    meibo.line("session add D2-TALK --day 2 --title Talk --from 17:00 --to 18:00").done();
    for round in 0..12 {
        let person = (round * 17 + 1).to_string();
        for desk in ["A", "B", "C"] {
            let at = ["--session", "D2-TALK", "--at", "2019-02-27 17:05", "--anyway"];
            if meibo.run(&[&["--desk", desk, "checkin", &person], &at[..]].concat()).code == 0 {
                let _ = meibo.run(&["--desk", desk, "undo", "--reason", "mistake"]).done();
            }
        }
        let changes: &[&[&str]] = &[
            &["checkout", &person, "--session", "D3-COMPANY", "--at", "2019-02-28 12:40"],
            &["withdraw", &person],
            &["edit", &person, "--track", "policy", "--status", "confirmed"],
            &["checkin", &person, "--session", "D1-OPEN", "--at", "2019-02-26 09:50", "--anyway"],
            &["edit", &person, "--country", "France", "--organization", "Quai d'Orsay"],
            &["excursion", "leave", &person],
            &["undo"],
            &[
                "attendance",
                "mark",
                &person,
                "--excused",
                "--reason",
                "ill",
                "--session",
                "D3-TOUR",
            ],
        ];
        for words in changes.iter().skip(round % 3) {
            let output = meibo.run(words);
            // A number that nobody has is refused; nothing else is.
            assert!(output.code <= 1, "{words:?}: {output}");
        }
    }
    assert!(meibo.count("SELECT count(*) FROM operation WHERE verb = 'withdraw'") >= 2);
    compare(&meibo);
    super::named::compare(&meibo, &facts(&meibo));
}

#[test]
fn an_empty_register_has_figures_too() {
    let meibo = Meibo::with_register();
    let told = summary(&meibo);
    assert!(told.values().all(|value| *value == 0), "{told:?}");
    cache_is_the_fold(&meibo.sql());
}

#[test]
fn a_seminar_of_one_day_lasted_from_that_day_to_that_day() {
    let meibo = Meibo::new();
    meibo.line("init --name Short --from 2026-03-01 --to 2026-03-01 --venue Here").done();
    let said = meibo.line("summary").done().stdout;
    assert_eq!(said.lines().next(), Some("Short, 2026-03-01, Here"));
}

/// The order was that of bytes, in which Ô comes after every letter.
#[test]
fn countries_and_regions_stand_in_the_order_in_which_people_look_for_them() {
    let meibo = Meibo::with_register();
    for country in ["CY", "CI", "HR", "UG", "TR", "AX", "AL"] {
        meibo.line(&format!("register --family Test --country {country}")).done();
    }
    let wanted =
        ["Åland Islands", "Albania", "Côte d'Ivoire", "Croatia", "Cyprus", "Türkiye", "Uganda"];
    let said = meibo.line("summary --format csv").done().stdout;
    let rows = csv(&said).into_iter().filter(|row| row[0] == "country" && row[2] == "registered");
    assert_eq!(rows.map(|row| row[1].clone()).collect::<Vec<_>>(), wanted);
    let said = meibo.line("attendance --by country --format csv").done().stdout;
    assert_eq!(csv(&said).into_iter().map(|row| row[0].clone()).collect::<Vec<_>>(), wanted);
}

#[test]
fn one_person_is_one_participant_from_one_country_or_region() {
    let meibo = Meibo::with_register();
    let line = "register --family Test --country JP --organization Example --category company";
    meibo.line(line).done();
    let said = meibo.line("summary").done().stdout;
    let closing = "\nThe seminar will bring together 1 participant from 1 country or region and 1\ncompany.\n";
    assert!(said.ends_with(closing), "{said}");
}
