//! Puts people into breakout groups and proves how good that is, from values alone.

mod allocate;
mod anneal;
mod bounds;
mod case;
mod check;
mod clash;
mod column;
mod design;
mod exact;
mod explain;
mod field;
mod halve;
mod joint;
mod judge;
mod late;
mod menu;
mod part;
mod problem;
mod random;
mod refusal;
mod rounds;
mod seat;
mod seating;
mod sizes;
mod split;
mod spread;
mod table;
mod template;
mod values;

pub use allocate::allocate;
pub use explain::explain;
pub use judge::judge;
pub use late::seat_late;
pub use menu::menu;
pub use problem::{
    Answer, Attribute, Choice, Explanation, GroupRequest, Judgement, Line, Person, Place, Problem,
    Suggestion, Swap, TrackRequest,
};
pub use refusal::Refusal;
pub use rounds::allocate_rounds;
