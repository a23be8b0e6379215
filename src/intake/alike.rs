//! Settles what columns of one file are that seem to mean the same: names in two scripts, a code beside
//! the name that it stands for.

use super::headers::{Meaning, Script};
use super::participant_fields::{FAMILY_NAME, FULL_NAME, GIVEN_NAME, NAME, NATIVE_NAME};
use super::participant_fields::{NATIVE_FAMILY, NATIVE_GIVEN};

/// One column whose meaning is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// Its place in the file.
    pub(super) at: usize,
    /// What it holds.
    pub(super) meaning: Meaning,
}

/// Where one thing has several columns of one meaning, as `country.code` and `country.name`, takes the
/// code, else the first, and returns the others as extra fields.
pub(super) fn choose_nested(columns: &mut Vec<Column>, header: &[String]) -> Vec<(usize, String)> {
    let parted = |column: &Column| {
        let (outer, inner) = header[column.at].rsplit_once('.')?;
        Some((column.meaning.field, outer, inner))
    };
    let nested: Vec<_> = columns.iter().filter_map(parted).collect();
    let is_code = |inner: &str| inner.eq_ignore_ascii_case("code");
    let is_chosen = |column: &Column| {
        let Some((field, outer, inner)) = parted(column) else { return true };
        let mut same = nested.iter().filter(|other| (other.0, other.1) == (field, outer));
        let first = same.clone().next();
        same.find(|other| is_code(other.2)).or(first).is_none_or(|other| other.2 == inner)
    };
    let (chosen, others) = std::mem::take(columns).into_iter().partition(is_chosen);
    *columns = chosen;
    let extra = |column: Column| (column.at, header[column.at].clone());
    Vec::into_iter(others).map(extra).collect()
}

/// Takes names in the person's own script for native names where Latin ones stand beside them, as
/// in a list with the columns 姓, 名, Family name and Given name.
pub(super) fn tell_scripts_apart(columns: &mut [Column]) {
    let is = |column: &Column, script, fields: &[usize]| {
        column.meaning.script == script && fields.contains(&column.meaning.field)
    };
    let any = |columns: &[Column], script, fields: &[usize]| {
        columns.iter().any(|column| is(column, script, fields))
    };
    let both = |columns: &[Column], field: usize| {
        any(columns, Script::Latin, &[field]) && any(columns, Script::Own, &[field])
    };
    let whole: &[usize] = &[NAME, FULL_NAME];
    let in_parts: &[usize] = &[FAMILY_NAME, GIVEN_NAME];
    let latin_whole = any(columns, Script::Latin, whole);
    let parts_are_native = latin_whole || both(columns, FAMILY_NAME) || both(columns, GIVEN_NAME);
    let whole_is_native = latin_whole || any(columns, Script::Latin, in_parts);
    let own_family = any(columns, Script::Own, &[FAMILY_NAME]);
    let own_given = any(columns, Script::Own, &[GIVEN_NAME]);
    for column in columns.iter_mut() {
        let field = &mut column.meaning.field;
        if column.meaning.script == Script::Latin {
            continue;
        }
        if whole.contains(field) && whole_is_native {
            // The Korean word for the name is also the one for the given name.
            *field = match (*field, own_family, own_given) {
                (NAME, true, false) => NATIVE_GIVEN,
                (NAME, false, true) => NATIVE_FAMILY,
                _ => NATIVE_NAME,
            };
        } else if *field == FAMILY_NAME && parts_are_native {
            *field = NATIVE_FAMILY;
        } else if *field == GIVEN_NAME && parts_are_native {
            *field = NATIVE_GIVEN;
        }
    }
}
