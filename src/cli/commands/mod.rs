//! Lists the commands: one file each, one line here for each of them.

mod attendance;
mod backup;
mod breakout;
mod buses;
mod check;
mod checkin;
mod completions;
mod country;
mod delegation;
mod demo;
mod desk;
mod duplicates;
mod edit;
mod excursion;
mod export;
mod find;
mod import;
mod init;
mod list;
mod log;
mod man;
mod paper;
mod printed;
mod purge;
mod register;
mod revisions;
mod session;
mod show;
mod substitute;
mod summary;
mod undo;
mod withdraw;

use clap::{Args, Parser, Subcommand};

use super::args::GlobalArgs;
use super::context::{Context, Exit};
use super::error::Failure;

/// Registration and attendance of an international seminar, from one file
///
/// meibo keeps who is coming, from which country, region or organization, in which breakout group
/// and on which bus, and who was really there. Everything is in one SQLite file.
#[derive(Debug, Parser)]
#[command(
    name = "meibo",
    version,
    arg_required_else_help = true,
    subcommand_required = true,
    disable_help_subcommand = true,
    infer_subcommands = false,
    max_term_width = 80,
    after_long_help = concat!(
        "Begin with `meibo demo`, or with `meibo init` and `meibo import`;\n",
        "`meibo help COMMAND` says more of a command.\n\n",
        "Examples:\n",
        "  meibo demo\n",
        "  meibo init --name \"Seminar\" --from 2026-11-24 --to 2026-11-26\n",
        "  meibo import participants.csv --dry-run\n",
        "  meibo --db demo.db checkin P-0163-D\n\n",
        crate::exit_codes!()
    )
)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: GlobalArgs,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Demo(demo::DemoArgs),
    Init(init::InitArgs),
    Register(Box<register::RegisterArgs>),
    Import(import::ImportArgs),
    List(list::ListArgs),
    Find(find::FindArgs),
    Show(show::ShowArgs),
    Edit(Box<edit::EditArgs>),
    Withdraw(withdraw::WithdrawArgs),
    Substitute(Box<substitute::SubstituteArgs>),
    Duplicates(duplicates::DuplicatesArgs),
    Merge(duplicates::MergeArgs),
    Country(country::CountryArgs),
    #[command(subcommand)]
    Session(session::SessionCommand),
    #[command(subcommand)]
    Breakout(breakout::BreakoutCommand),
    #[command(subcommand)]
    Excursion(excursion::ExcursionCommand),
    Checkin(checkin::CheckinArgs),
    Checkout(checkin::CheckoutArgs),
    Attendance(attendance::AttendanceArgs),
    Delegation(delegation::DelegationArgs),
    Summary(summary::SummaryArgs),
    Report(printed::ReportArgs),
    Badge(printed::BadgeArgs),
    Certificate(printed::CertificateArgs),
    Export(export::ExportArgs),
    Log(log::LogArgs),
    Undo(undo::UndoArgs),
    Redo(undo::RedoArgs),
    Backup(backup::BackupArgs),
    Check(check::CheckArgs),
    Purge(purge::PurgeArgs),
    #[command(subcommand)]
    Desk(desk::DeskCommand),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

/// Adds the flags of a command to its tree.
type Grow = fn(clap::Command) -> clap::Command;

/// Every command by name, with its flags.
const ALONE: &[(&str, Grow)] = &[
    ("demo", demo::DemoArgs::augment_args),
    ("init", init::InitArgs::augment_args),
    ("register", register::RegisterArgs::augment_args),
    ("import", import::ImportArgs::augment_args),
    ("list", list::ListArgs::augment_args),
    ("find", find::FindArgs::augment_args),
    ("show", show::ShowArgs::augment_args),
    ("edit", edit::EditArgs::augment_args),
    ("withdraw", withdraw::WithdrawArgs::augment_args),
    ("substitute", substitute::SubstituteArgs::augment_args),
    ("duplicates", duplicates::DuplicatesArgs::augment_args),
    ("merge", duplicates::MergeArgs::augment_args),
    ("country", country::CountryArgs::augment_args),
    ("session", session::SessionCommand::augment_subcommands),
    ("breakout", breakout::BreakoutCommand::augment_subcommands),
    ("excursion", excursion::ExcursionCommand::augment_subcommands),
    ("checkin", checkin::CheckinArgs::augment_args),
    ("checkout", checkin::CheckoutArgs::augment_args),
    ("attendance", attendance::AttendanceArgs::augment_args),
    ("delegation", delegation::DelegationArgs::augment_args),
    ("summary", summary::SummaryArgs::augment_args),
    ("report", printed::ReportArgs::augment_args),
    ("badge", printed::BadgeArgs::augment_args),
    ("certificate", printed::CertificateArgs::augment_args),
    ("export", export::ExportArgs::augment_args),
    ("log", log::LogArgs::augment_args),
    ("undo", undo::UndoArgs::augment_args),
    ("redo", undo::RedoArgs::augment_args),
    ("backup", backup::BackupArgs::augment_args),
    ("check", check::CheckArgs::augment_args),
    ("purge", purge::PurgeArgs::augment_args),
    ("desk", desk::DeskCommand::augment_subcommands),
    ("completions", completions::CompletionsArgs::augment_args),
    ("man", man::ManArgs::augment_args),
];

/// Returns the tree of one command alone, with the flags of every command.
pub(super) fn alone(name: &str) -> Option<clap::Command> {
    let &(name, grow) = ALONE.iter().find(|(known, _)| *known == name)?;
    let tree = GlobalArgs::augment_args(clap::Command::new("meibo"));
    Some(tree.subcommand(grow(clap::Command::new(name))))
}

/// Runs a command.
pub(super) fn run(command: Command, context: &Context) -> Result<Exit, Failure> {
    match command {
        Command::Demo(args) => demo::run(&args, context),
        Command::Init(args) => init::run(&args, context),
        Command::Register(args) => register::run(&args, context),
        Command::Import(args) => import::run(&args, context),
        Command::List(args) => list::run(&args, context),
        Command::Find(args) => find::run(&args, context),
        Command::Show(args) => show::run(&args, context),
        Command::Edit(args) => edit::run(&args, context),
        Command::Withdraw(args) => withdraw::run(&args, context),
        Command::Substitute(args) => substitute::run(&args, context),
        Command::Duplicates(args) => duplicates::find(&args, context),
        Command::Merge(args) => duplicates::merge(&args, context),
        Command::Country(args) => country::run(&args, context),
        Command::Session(command) => session::run(command, context),
        Command::Breakout(command) => breakout::run(command, context),
        Command::Excursion(command) => excursion::run(command, context),
        Command::Checkin(args) => checkin::check_in(&args, context),
        Command::Checkout(args) => checkin::check_out(&args, context),
        Command::Attendance(args) => attendance::run(&args, context),
        Command::Delegation(args) => delegation::run(&args, context),
        Command::Summary(args) => summary::run(&args, context),
        Command::Report(args) => printed::report(&args, context),
        Command::Badge(args) => printed::badge(&args, context),
        Command::Certificate(args) => printed::certificate(&args, context),
        Command::Export(args) => export::run(&args, context),
        Command::Log(args) => log::run(&args, context),
        Command::Undo(args) => undo::undo(&args, context),
        Command::Redo(args) => undo::redo(&args, context),
        Command::Backup(args) => backup::run(&args, context),
        Command::Check(args) => check::run(&args, context),
        Command::Purge(args) => purge::run(&args, context),
        Command::Desk(command) => desk::run(&command, context),
        Command::Completions(args) => completions::run(&args, context),
        Command::Man(args) => man::run(&args, context),
    }
}

/// Makes the long help's end: an example that works, and the exit codes.
macro_rules! examples {
    ($($line:literal),+ $(,)?) => {
        concat!("Examples:\n", $("  ", $line, "\n",)+ "\n", crate::exit_codes!())
    };
}
use examples;

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn every_command_can_be_grown_alone() {
        let whole = Cli::command();
        let names: Vec<_> = whole.get_subcommands().map(clap::Command::get_name).collect();
        assert_eq!(ALONE.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names);
        for &(name, _) in ALONE {
            let flags = |tree: &clap::Command| -> Vec<String> {
                let command = tree.find_subcommand(name).unwrap();
                command.get_arguments().map(|flag| format!("{flag:?}")).collect()
            };
            assert_eq!(flags(&alone(name).unwrap()), flags(&whole), "{name}");
        }
    }
}
