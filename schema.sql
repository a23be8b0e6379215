-- The register of one seminar: the whole present schema, in order of dependence.
--
-- How to read it
--   * Integer primary keys join tables inside this one file and never leave it. Participants are
--     known by their code; operations and attendance events by a UUIDv7 made in the program.
--   * Times are UTC, RFC 3339, of fixed width: 2019-02-26T00:00:00.000Z. Text order is time order.
--   * Empty text means "not given"; NULL is kept for what points to nothing.
--   * A closed set is a chain of OR. IN with three or more values builds a temporary tree for every
--     row inserted, which makes an import 2.5 times dearer.
--   * REFERENCES without a column means the primary key: each word is read at every start.
--   * `made_by` is the operation that made the row. What an operation changed or removed is in
--     row_image. Together they let it be undone. It is not declared as a reference: operations are
--     never removed, the same one would be searched for with every row of a list, and `check` looks.
--   * Names of people and bodies are kept as given. `..._key` columns hold the folded copy.

-- Who writes: a desk, a laptop, an office. Its entries are counted without a gap and chained.
CREATE TABLE desk (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE CONSTRAINT desk_has_a_name CHECK (name <> ''),
  -- Number of the desk's latest entry, operations and attendance events together.
  seq INTEGER NOT NULL DEFAULT 0,
  -- Hash of that entry; the next one is chained to it.
  head BLOB NOT NULL
) STRICT;

-- One command that changed something, and what it said and read. The hash chains it to the desk's
-- entry before it.
CREATE TABLE operation (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  desk_id INTEGER NOT NULL REFERENCES desk,
  seq INTEGER NOT NULL,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  verb TEXT NOT NULL,
  -- The caller's mark that makes a repeated request count once.
  nonce TEXT,
  undoes INTEGER REFERENCES operation,
  -- Rows made, and rows changed or removed.
  made INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  -- SHA-256 of salt, content and row images: these can be erased and the chain still holds.
  commitment BLOB NOT NULL,
  hash BLOB NOT NULL,
  -- The merge that brought it here from another copy of the register. Its images hold the keys of
  -- that copy, and what it did is done here by the merge.
  merged_by INTEGER REFERENCES operation,
  -- The content. It may hold personal data; without a salt it was erased.
  salt BLOB,
  command TEXT NOT NULL DEFAULT '',
  summary TEXT NOT NULL DEFAULT '',
  source_name TEXT NOT NULL DEFAULT '',
  source_sha256 TEXT NOT NULL DEFAULT '',
  -- How the file was read: its format, encoding, delimiter or sheet, header and columns.
  source_reading TEXT NOT NULL DEFAULT ''
) STRICT;
-- Most requests carry no nonce, and so no page of this index is written for them.
CREATE UNIQUE INDEX operation_nonce ON operation (nonce) WHERE nonce IS NOT NULL;

-- The row as it was before an operation changed or removed it; erasable as above.
CREATE TABLE row_image (
  operation_id INTEGER NOT NULL REFERENCES operation,
  position INTEGER NOT NULL,
  table_name TEXT NOT NULL,
  row_id INTEGER NOT NULL,
  change TEXT NOT NULL CONSTRAINT row_image_change
    CHECK (change = 'insert' OR change = 'update' OR change = 'delete'),
  before TEXT NOT NULL,
  PRIMARY KEY (operation_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX row_image_row ON row_image (table_name, row_id);

-- The seminar itself: exactly one row.
CREATE TABLE seminar (
  id INTEGER PRIMARY KEY CONSTRAINT seminar_is_one CHECK (id = 1),
  uuid TEXT NOT NULL,
  name TEXT NOT NULL CONSTRAINT seminar_has_a_name CHECK (name <> ''),
  edition TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL CONSTRAINT seminar_days CHECK (last_day >= first_day),
  zone TEXT NOT NULL,
  venue TEXT NOT NULL,
  code_prefix TEXT NOT NULL CONSTRAINT seminar_code_prefix CHECK (length(code_prefix) = 1),
  -- Minutes after the beginning of a session from which somebody is late.
  grace_minutes INTEGER NOT NULL CONSTRAINT seminar_grace CHECK (grace_minutes >= 0),
  made_by INTEGER NOT NULL
) STRICT;

-- The block of participants' numbers that this copy of the file may give out, from the one after the
-- greatest number in it that somebody has, or from next_number. A number is never given out twice, not
-- even when its registration is undone: it may stand on a printed badge.
CREATE TABLE numbering (
  id INTEGER PRIMARY KEY CONSTRAINT numbering_is_one CHECK (id = 1),
  next_number INTEGER NOT NULL,
  last_number INTEGER NOT NULL,
  -- What the names of this copy's desks begin with: empty at home, "B/" in the copy of desk B.
  own_desk TEXT NOT NULL
) STRICT;

-- Countries and regions: ISO 3166-1 codes with the organizer's own display names and the region of
-- the world by UN M49; what else the seminar understands by each, and the seminar's own groupings
-- of them, such as ASEAN: names with "; " between. `id` is the number of the standard.
CREATE TABLE country (
  code TEXT PRIMARY KEY CONSTRAINT country_code CHECK (length(code) = 2),
  id INTEGER NOT NULL CONSTRAINT country_once UNIQUE,
  name TEXT NOT NULL,
  region TEXT NOT NULL,
  subregion TEXT NOT NULL,
  groupings TEXT NOT NULL,
  aliases TEXT NOT NULL,
  made_by INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Mostly empty: whoever reads a country asks for the aliases of all.
CREATE INDEX country_alias ON country (code) WHERE aliases <> '';

-- Ministries, agencies, international organizations, companies, universities: one row for each
-- spelling of a name. Which of them are one body is asked of name_key, and for bodies of a state
-- also of the country of their people, since every state has a ministry of that name.
CREATE TABLE organization (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CONSTRAINT organization_has_a_name CHECK (name <> ''),
  name_key TEXT NOT NULL,
  category TEXT NOT NULL CONSTRAINT organization_category
    CHECK (category = 'government' OR category = 'international-organization'
      OR category = 'company' OR category = 'academia' OR category = 'other'),
  made_by INTEGER NOT NULL
) STRICT;

-- People. The category is that in which the person comes; it may differ from the organization's.
CREATE TABLE participant (
  -- The number in the code: it makes the code unique.
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  family_name TEXT NOT NULL,
  given_name TEXT NOT NULL,
  native_name TEXT NOT NULL,
  title TEXT NOT NULL,
  -- Folded family, given and native name, for search and for finding the same person.
  name_key TEXT NOT NULL,
  country TEXT REFERENCES country,
  organization_id INTEGER REFERENCES organization,
  category TEXT NOT NULL CONSTRAINT participant_category
    CHECK (category = 'government' OR category = 'international-organization'
      OR category = 'company' OR category = 'academia' OR category = 'other'),
  position TEXT NOT NULL,
  email TEXT NOT NULL,
  role TEXT NOT NULL CONSTRAINT participant_role
    CHECK (role = 'delegate' OR role = 'speaker' OR role = 'moderator' OR role = 'facilitator'
      OR role = 'rapporteur' OR role = 'interpreter' OR role = 'observer' OR role = 'staff'),
  track TEXT NOT NULL CONSTRAINT participant_track
    CHECK (track = '' OR track = 'policy' OR track = 'licensing'),
  status TEXT NOT NULL CONSTRAINT participant_status
    CHECK (status = 'confirmed' OR status = 'registered' OR status = 'invited'
      OR status = 'walk-in' OR status = 'waitlisted' OR status = 'withdrawn'
      OR status = 'declined'),
  diet TEXT NOT NULL,
  note TEXT NOT NULL,
  made_by INTEGER NOT NULL,
  -- The participant whose second registration this was: its code and address lead there, and no
  -- list shows it. Not declared as a reference, or every removal of a row would search the table.
  same_as INTEGER,
  CONSTRAINT participant_has_a_name CHECK (family_name <> '' OR given_name <> '')
) STRICT;
-- One address, one person, in whatever letter case it was typed.
CREATE UNIQUE INDEX participant_email ON participant (lower(email)) WHERE email <> '';
-- Finds the same person again where no e-mail address was given, even among hundreds of one name.
-- One stretch of numbers stands after the other, so that a list of any length only ever fills the
-- last one, which stays in memory.
CREATE INDEX participant_name ON participant ((id / 16384), name_key, country, organization_id);

-- What lists say of people and the register has no column for, by the header of the list.
CREATE TABLE participant_extra (
  id INTEGER PRIMARY KEY,
  participant_id INTEGER NOT NULL REFERENCES participant,
  name TEXT NOT NULL CONSTRAINT participant_extra_has_a_name CHECK (name <> ''),
  value TEXT NOT NULL CONSTRAINT participant_extra_has_a_value CHECK (value <> ''),
  made_by INTEGER NOT NULL,
  UNIQUE (participant_id, name)
) STRICT;

-- What each sender of lists last said of a person, field by field as JSON: its next list is compared
-- with this, so that only what the sender changed is changed here.
CREATE TABLE source_row (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL CONSTRAINT source_row_has_a_source CHECK (source <> ''),
  participant_id INTEGER NOT NULL REFERENCES participant,
  fields TEXT NOT NULL,
  -- 1: the person is on the sender's latest list.
  listed INTEGER NOT NULL CONSTRAINT source_row_listed CHECK (listed = 0 OR listed = 1),
  made_by INTEGER NOT NULL,
  UNIQUE (participant_id, source)
) STRICT;

-- Items of the programme.
CREATE TABLE session (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  day INTEGER NOT NULL CONSTRAINT session_day CHECK (day >= 1),
  title TEXT NOT NULL CONSTRAINT session_has_a_title CHECK (title <> ''),
  kind TEXT NOT NULL CONSTRAINT session_kind
    CHECK (kind = 'plenary' OR kind = 'panel' OR kind = 'briefing' OR kind = 'breakout'
      OR kind = 'excursion' OR kind = 'reception' OR kind = 'other'),
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  room TEXT NOT NULL,
  track TEXT NOT NULL CONSTRAINT session_track
    CHECK (track = '' OR track = 'policy' OR track = 'licensing'),
  made_by INTEGER NOT NULL,
  CONSTRAINT session_ends_after_it_starts CHECK (ends_at > starts_at)
) STRICT;

-- Who speaks at a session, as the programme names them: a country, a body, a company, a person.
CREATE TABLE session_speaker (
  id INTEGER PRIMARY KEY,
  session_id INTEGER NOT NULL REFERENCES session,
  position INTEGER NOT NULL,
  name TEXT NOT NULL CONSTRAINT session_speaker_has_a_name CHECK (name <> ''),
  country TEXT REFERENCES country,
  made_by INTEGER NOT NULL,
  UNIQUE (session_id, position)
) STRICT;

-- Discussion groups: policy 1 is P1.
CREATE TABLE breakout_group (
  id INTEGER PRIMARY KEY,
  track TEXT NOT NULL CONSTRAINT breakout_group_track
    CHECK (track = 'policy' OR track = 'licensing'),
  round INTEGER NOT NULL CONSTRAINT breakout_group_round CHECK (round >= 1),
  number INTEGER NOT NULL CONSTRAINT breakout_group_number CHECK (number >= 1),
  room TEXT NOT NULL,
  -- The most people, facilitators and rapporteurs not counted; NULL for no limit.
  capacity INTEGER CONSTRAINT breakout_group_capacity CHECK (capacity >= 1),
  -- Languages spoken in the group, in order, separated by blanks; empty where nobody said.
  languages TEXT NOT NULL,
  -- 0: proposed; 1: announced, and from then on nobody is moved.
  announced INTEGER NOT NULL CONSTRAINT breakout_group_announced
    CHECK (announced = 0 OR announced = 1),
  -- The operation that formed the round's groups. What changed after it makes a proposal stale.
  formed_by INTEGER NOT NULL REFERENCES operation,
  made_by INTEGER NOT NULL,
  UNIQUE (track, round, number)
) STRICT;

-- Who sits in which group: one seat a person and round.
CREATE TABLE breakout_seat (
  id INTEGER PRIMARY KEY,
  group_id INTEGER NOT NULL REFERENCES breakout_group,
  participant_id INTEGER NOT NULL REFERENCES participant,
  round INTEGER NOT NULL,
  -- 1: the person was put here by hand and stays when groups are made again.
  pinned INTEGER NOT NULL CONSTRAINT breakout_seat_pinned CHECK (pinned = 0 OR pinned = 1),
  made_by INTEGER NOT NULL,
  UNIQUE (participant_id, round)
) STRICT;
CREATE INDEX breakout_seat_group ON breakout_seat (group_id);

-- What the making of groups has to heed about a person. People of one kind and name are a set; a
-- language needed, a round sat out and an earlier edition attended concern the person alone.
CREATE TABLE breakout_rule (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CONSTRAINT breakout_rule_kind
    CHECK (kind = 'together' OR kind = 'apart' OR kind = 'language' OR kind = 'left-out'
      OR kind = 'returning'),
  -- Name of the set, the language, or the number of the round; empty for who returns.
  name TEXT NOT NULL,
  participant_id INTEGER NOT NULL REFERENCES participant,
  made_by INTEGER NOT NULL,
  UNIQUE (participant_id, kind, name)
) STRICT;

-- Excursions; the first one is that of the column `excursion` of the participants' list.
CREATE TABLE excursion (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CONSTRAINT excursion_has_a_name CHECK (name <> ''),
  -- Seats; NULL for no limit.
  places INTEGER CONSTRAINT excursion_places CHECK (places >= 0),
  made_by INTEGER NOT NULL,
  -- The sites that let in only whom they have cleared, one a line.
  sites TEXT NOT NULL DEFAULT ''
) STRICT;

-- A seat, or a place on the waiting list (seat NULL), in order of id. The number of the seat is the
-- claim to it: no two people can hold the same one, and none is greater than the excursion's places.
CREATE TABLE excursion_place (
  id INTEGER PRIMARY KEY,
  participant_id INTEGER NOT NULL REFERENCES participant,
  excursion_id INTEGER NOT NULL REFERENCES excursion,
  seat INTEGER CONSTRAINT excursion_place_seat CHECK (seat >= 1),
  made_by INTEGER NOT NULL,
  -- The bus by which the person goes, and the sites that have cleared the person, one a line.
  bus TEXT NOT NULL DEFAULT '',
  cleared TEXT NOT NULL DEFAULT '',
  -- Since when the person has been on the list, where it was not made_by that put the person there.
  since TEXT NOT NULL DEFAULT '',
  UNIQUE (participant_id, excursion_id),
  UNIQUE (excursion_id, seat)
) STRICT;

-- The attendance record: only ever added to. An undo is a further event that names the one it
-- takes back.
CREATE TABLE attendance_event (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  participant_id INTEGER NOT NULL REFERENCES participant,
  session_id INTEGER NOT NULL REFERENCES session,
  kind TEXT NOT NULL CONSTRAINT attendance_event_kind
    CHECK (kind = 'in' OR kind = 'out' OR kind = 'undo'),
  -- When it happened, by the desk's clock, and when it was recorded.
  at TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  desk_id INTEGER NOT NULL REFERENCES desk,
  seq INTEGER NOT NULL,
  actor TEXT NOT NULL,
  source TEXT NOT NULL CONSTRAINT attendance_event_source
    CHECK (source = 'scan' OR source = 'hand' OR source = 'paper' OR source = 'import'),
  nonce TEXT,
  undoes TEXT REFERENCES attendance_event (uuid),
  reason TEXT NOT NULL,
  -- The first event that the same command recorded; NULL for that one itself, and for what came from
  -- another copy. They are taken back together.
  part_of INTEGER,
  -- The operation, by its identifier, that took an event back or told one again: a merge, or what took
  -- one back. NULL for what a desk recorded itself.
  told_by TEXT,
  -- 16 random bytes that seal actor and reason: the hash covers the commitment to the three. Once
  -- they were erased, the 32 bytes of the commitment itself.
  seal BLOB NOT NULL CONSTRAINT attendance_event_seal
    CHECK (length(seal) = 16 OR length(seal) = 32),
  hash BLOB NOT NULL,
  CONSTRAINT attendance_event_undo_names_another CHECK ((kind = 'undo') = (undoes IS NOT NULL))
) STRICT;
CREATE INDEX attendance_event_of ON attendance_event (participant_id, session_id);
-- A scan carries no nonce, and so no page of this index is written for it.
CREATE UNIQUE INDEX attendance_event_nonce ON attendance_event (nonce) WHERE nonce IS NOT NULL;

-- Why somebody does not come to a session, said before or afterwards.
CREATE TABLE absence_excuse (
  id INTEGER PRIMARY KEY,
  participant_id INTEGER NOT NULL REFERENCES participant,
  session_id INTEGER NOT NULL REFERENCES session,
  reason TEXT NOT NULL CONSTRAINT absence_excuse_has_a_reason CHECK (reason <> ''),
  made_by INTEGER NOT NULL,
  UNIQUE (participant_id, session_id)
) STRICT;

-- Sign-in sheets as they were printed: the participants' keys at the numbers 1, 2, ... of the sheet,
-- 0 at a number that is no longer used. The version follows from the content and stands on the paper.
CREATE TABLE sign_in_sheet (
  id INTEGER PRIMARY KEY,
  version TEXT NOT NULL UNIQUE,
  session_id INTEGER NOT NULL REFERENCES session,
  -- Empty for everybody, a group such as P3, "excursion", or a bus such as "bus 2".
  scope TEXT NOT NULL,
  lines TEXT NOT NULL,
  made_by INTEGER NOT NULL
) STRICT;

-- Where each person stands with each session: the events folded, and the claim that lets two desks
-- check one person in once. It can be made again from the events at any time.
CREATE TABLE attendance (
  participant_id INTEGER NOT NULL REFERENCES participant,
  session_id INTEGER NOT NULL REFERENCES session,
  inside INTEGER NOT NULL CONSTRAINT attendance_inside CHECK (inside = 0 OR inside = 1),
  first_in_at TEXT NOT NULL,
  last_at TEXT NOT NULL,
  desk_id INTEGER NOT NULL REFERENCES desk,
  PRIMARY KEY (participant_id, session_id)
) STRICT, WITHOUT ROWID;

-- "meib": what file(1) and this program know a register by.
PRAGMA application_id = 1835362658;
PRAGMA user_version = 1;
