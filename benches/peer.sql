-- The table that the sqlite3 shell fills, with the same constraints as a register's participants.
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE country (code TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE participant (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  family_name TEXT NOT NULL CHECK (trim(family_name) <> ''),
  given_name TEXT NOT NULL,
  title TEXT NOT NULL,
  country TEXT NOT NULL REFERENCES country (code),
  organization TEXT NOT NULL CHECK (trim(organization) <> ''),
  category TEXT NOT NULL
    CHECK (category = 'government' OR category = 'international-organization'
      OR category = 'company' OR category = 'academia' OR category = 'other'),
  position TEXT NOT NULL,
  email TEXT CHECK (email IS NULL OR email = '' OR instr(email, '@') > 1),
  track TEXT NOT NULL CHECK (track = '' OR track = 'policy' OR track = 'licensing'),
  excursion TEXT NOT NULL CHECK (excursion = 'yes' OR excursion = 'no'),
  diet TEXT NOT NULL,
  note TEXT NOT NULL
);
CREATE UNIQUE INDEX participant_email ON participant (lower(email)) WHERE email IS NOT NULL AND email <> '';
CREATE INDEX participant_family ON participant (family_name);
