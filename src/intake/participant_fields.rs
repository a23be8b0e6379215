//! Lists the fields of a participants' list, and where each stands in it.

use super::fields::{FieldList, FieldSpec};

/// The columns of a participants' list, in the canonical order; then the reason of a refused row,
/// which is passed over, and other ways in which a list may have names and who sent them.
pub const FIELDS: &FieldList = &FieldList {
    list: "participants",
    vague: Some((NAME, &[FAMILY_NAME, GIVEN_NAME, FULL_NAME])),
    either: Some((DELEGATION, &[COUNTRY, ORGANIZATION])),
    keeps_others: true,
    fields: &[
        FieldSpec::optional("code"),
        FieldSpec::optional("family_name"),
        FieldSpec::optional("given_name"),
        FieldSpec::optional("native_name"),
        FieldSpec::optional("title"),
        FieldSpec::optional("country"),
        FieldSpec::optional("organization"),
        FieldSpec::optional("category"),
        FieldSpec::optional("position"),
        FieldSpec::optional("email"),
        FieldSpec::optional("role"),
        FieldSpec::optional("track"),
        FieldSpec::optional("status"),
        FieldSpec::optional("excursion"),
        FieldSpec::optional("diet"),
        FieldSpec::optional("note"),
        FieldSpec::optional("reason"),
        FieldSpec::optional("name"),
        FieldSpec::optional("full_name"),
        FieldSpec::optional("native_family_name"),
        FieldSpec::optional("native_given_name"),
        FieldSpec::optional("country_or_organization"),
    ],
};

/// The code of a participant.
pub const CODE: usize = 0;
/// The family name, or the only one.
pub const FAMILY_NAME: usize = 1;
/// The given names.
pub const GIVEN_NAME: usize = 2;
pub(super) const NATIVE_NAME: usize = 3;
pub(super) const TITLE: usize = 4;
/// The code of the country or region.
pub const COUNTRY: usize = 5;
/// The name of the ministry, agency, company or other body.
pub const ORGANIZATION: usize = 6;
pub(super) const CATEGORY: usize = 7;
pub(super) const POSITION: usize = 8;
/// The e-mail address.
pub const EMAIL: usize = 9;
pub(super) const ROLE: usize = 10;
pub(super) const TRACK: usize = 11;
pub(super) const STATUS: usize = 12;
pub(super) const EXCURSION: usize = 13;
pub(super) const DIET: usize = 14;
pub(super) const NOTE: usize = 15;

/// The column by which refused rows say what is wrong; passed over when the mended file comes back.
pub const REASON: usize = 16;

/// The name, or the part of it that the other columns lack.
pub const NAME: usize = 17;
/// The whole name.
pub const FULL_NAME: usize = 18;
/// The family name in its own script, beside one in Latin letters.
pub(super) const NATIVE_FAMILY: usize = 19;
/// The given name in its own script, beside one in Latin letters.
pub(super) const NATIVE_GIVEN: usize = 20;
/// Whom the person comes from: a country or region, or a body that has none.
pub(super) const DELEGATION: usize = 21;
