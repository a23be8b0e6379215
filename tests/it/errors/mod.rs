//! The catalogue of failures: each once, with the smallest input that causes it, to the letter.

mod command_line;
mod door;
mod excursion;
mod files;
mod groups;
mod making;
mod people;
mod programme;
mod register;
mod undo;
mod who;

use crate::support::Meibo;

/// A register with a session going on, and three people.
fn small() -> Meibo {
    let meibo = Meibo::with_register();
    for line in [
        "session add D1-OPEN --day 1 --title Opening --from 09:30 --to 10:00",
        "register --family Tanaka --given Yui --country JP --organization METI --email yui@meti.example --track policy",
        "register --family Nguyễn --given 'Thị Lan' --country VN --organization MOIT --track licensing",
        "register --family Bat --country MN --organization Customs --status withdrawn",
    ] {
        meibo.line(line).done();
    }
    meibo
}
