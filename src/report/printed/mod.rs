//! Prints what is put on people, tables and doors: badges, certificates, sheets and signs.

mod badges;
mod certificates;
mod sheets;
mod sign_in;

pub use badges::{BADGE_COLUMNS, BADGE_SHORT, Badge, NameOrder, badge_page, badge_rows, badges};
pub use certificates::{
    COLUMNS as CERTIFICATE_COLUMNS, Certified, certificate_page, certificate_rows, certified,
};
pub use sheets::{Printed, door_signs, sign_in_sheets};
pub use sign_in::numbered_sheet;
