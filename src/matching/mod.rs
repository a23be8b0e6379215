//! Text matching: how names are folded, compared and recognised.
//! Nothing here knows of participants, files or the register; it is pure text in, text out.

mod abbreviated;
mod alike;
pub mod countries;
mod country;
mod demonyms;
pub mod duplicates;
pub mod fold;
mod formal;
mod garbled;
mod groupings;
mod loose;
mod nationality;
pub mod nearest;
mod parts;
mod slips;
mod spellings;
mod why_not;
mod wording;

pub use alike::{Alike, alike};
pub use countries::{Aliases, Country, How, Recognised, recognise};
pub use fold::{fold, is_respelt, name_key};
pub use groupings::usual_groupings;
pub use nationality::of_nationals;
pub use nearest::{nearest, nearest_within};
pub use why_not::WhyNot;
