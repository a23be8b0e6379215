//! Runs what the README says, and holds the page of all commands against the program.

use crate::support::{Meibo, finish};

/// Returns the README's session, one command a line.
fn session() -> Vec<String> {
    let readme = include_str!("../../README.md");
    let blocks = readme.split("```console\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let lines = blocks.flat_map(str::lines);
    lines.map(|line| line.strip_prefix("$ ").unwrap().to_owned()).collect()
}

#[test]
fn the_commands_of_the_readme_run() {
    let meibo = Meibo::new();
    std::fs::create_dir(meibo.path("fixtures")).unwrap();
    for name in ["participants.csv", "sessions.csv", "scans.csv", "walk-ins.csv"] {
        std::fs::copy(crate::support::fixture(name), meibo.path(&format!("fixtures/{name}")))
            .unwrap();
    }
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_meibo"), meibo.path("meibo")).unwrap();
    let lines = session();
    assert!(lines.len() >= 20, "only {} commands were found", lines.len());
    let mut refused = 0;
    for line in lines {
        let mut command = std::process::Command::new("sh");
        let environment = meibo.command();
        command.current_dir(environment.get_current_dir().unwrap()).env_clear();
        for (key, value) in environment.get_envs() {
            command.env(key, value.unwrap_or_default());
        }
        // The third day is over: what happened can be entered.
        command.env("MEIBO_NOW", "2019-02-28T09:00:00.000Z");
        command.args(["-c", &format!("./{line}")]);
        let output = finish(command, b"");
        let has_refused_rows = line.contains(" import fixtures/participants.csv")
            || line.contains(" attendance import ");
        refused += i32::from(output.code == 1);
        assert!(output.code == 0 || has_refused_rows && output.code == 1, "{line}\n{output}");
    }
    assert_eq!(refused, 2, "the README says which commands refuse rows");
    let exported = meibo.read("participants.csv");
    assert!(exported.starts_with("code,family_name,given_name,native_name,title,country,"));
}

#[test]
fn the_figures_of_the_readme_are_those_of_the_demo() {
    let readme = include_str!("../../README.md");
    let demo = Meibo::new().line("demo").done().stdout;
    let table = readme.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(table.lines().count() > 6 && demo.contains(table), "{table}");
    let quoted: Vec<&str> = readme.lines().filter_map(|line| line.strip_prefix("> ")).collect();
    let quoted = quoted.join(" ");
    assert!(quoted.starts_with("The seminar brought together "), "{quoted}");
    assert!(demo.replace('\n', " ").contains(&quoted), "{quoted}");
}

/// Every page and every heading that the README leads to is there.
#[test]
fn the_links_of_the_readme_lead_somewhere() {
    let readme = include_str!("../../README.md");
    let links: Vec<&str> =
        readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(links.len() >= 8, "{links:?}");
    for link in links {
        let found = match link.strip_prefix('#') {
            Some(anchor) => readme
                .lines()
                .filter_map(|line| line.strip_prefix("### "))
                .any(|heading| heading.to_lowercase().replace(' ', "-") == anchor),
            None => std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(link).exists(),
        };
        assert!(found, "{link}");
    }
}

/// Every file of names, and every licence, is told of to whoever passes the program on.
#[test]
fn the_notice_names_every_list_and_every_licence() {
    let notice = include_str!("../../NOTICE.md");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/matching/data");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
    let files: Vec<String> = files.map(|name| name.into_string().unwrap()).collect();
    let is_tool = |name: &str| ["make.py", "made.sha256"].contains(&name);
    for name in files.iter().filter(|name| !is_tool(name)) {
        assert!(notice.contains(&format!("`{name}`")), "NOTICE.md is silent about {name}");
    }
    let told = notice.split('`').filter(|word| word.starts_with("LICENSE-"));
    let missing: Vec<&str> = told.filter(|name| !files.iter().any(|file| file == name)).collect();
    assert!(missing.is_empty(), "{missing:?} is not in {folder}");
    let spdx = include_str!("../../Cargo.toml").lines().find_map(|l| l.strip_prefix("license = "));
    for licence in spdx.unwrap().trim_matches('"').split(" AND ") {
        assert!(notice.replace("CC BY 4.0", "CC-BY-4.0").contains(licence), "{licence}");
    }
}

#[test]
fn an_export_of_the_readme_imports_again_without_a_change() {
    let meibo = Meibo::with_sample();
    meibo.run(&["export", "participants", "--output", "people.csv"]).done();
    let operations = meibo.count("SELECT count(*) FROM operation");
    let said = meibo.run(&["import", "people.csv"]).done();
    assert!(said.stderr.contains("210 the same as before, 0 refused"), "{}", said.stderr);
    assert_eq!(meibo.count("SELECT count(*) FROM operation"), operations);
}

/// Writes the long help of every command one after another.
fn page() -> String {
    let meibo = Meibo::new();
    let mut page = String::from(
        "# The commands of meibo\n\nEvery help text as `meibo COMMAND --help` prints it. A test holds this page against the program.\n",
    );
    let mut waiting: Vec<Vec<String>> = vec![Vec::new()];
    while let Some(command) = waiting.pop() {
        let mut arguments: Vec<&str> = command.iter().map(String::as_str).collect();
        arguments.push("--help");
        let help = meibo.run(&arguments).done().stdout;
        let name = [&["meibo".to_owned()], command.as_slice()].concat().join(" ");
        // Flags of every command stand in the first help text only.
        let text = match help.split_once("Flags of every command:") {
            Some((before, rest)) if !command.is_empty() => {
                let examples = rest.find("Examples:").map_or("", |at| &rest[at..]);
                format!("{before}{examples}")
            }
            _ => help.clone(),
        };
        page.push_str(&format!("\n## {name}\n\n```text\n{}\n```\n", text.trim_end()));
        let listed = help.split("Commands:\n").nth(1).unwrap_or_default();
        let mut below: Vec<Vec<String>> = listed
            .lines()
            .take_while(|line| line.starts_with("  "))
            .filter(|line| !line.starts_with("   "))
            .filter_map(|line| line.split_whitespace().next())
            .map(|word| [command.as_slice(), &[word.to_owned()]].concat())
            .collect();
        below.reverse();
        waiting.extend(below);
    }
    page
}

#[test]
fn the_page_of_all_commands_is_fresh() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/cli.md");
    let page = page();
    assert!(page.matches("\n## meibo").count() > 30);
    if std::env::var_os("MEIBO_WRITE_DOCS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == page, "docs/cli.md is stale; `just docs` writes it anew");
}

#[test]
fn the_commands_of_the_page_on_importing_run() {
    let page = include_str!("../../docs/importing.md");
    let block = page.split("```console\n").nth(1).unwrap().split("```").next().unwrap();
    let meibo = Meibo::new();
    std::os::unix::fs::symlink(crate::support::fixture(""), meibo.path("fixtures")).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_meibo"), meibo.path("meibo")).unwrap();
    for line in block.lines() {
        let mut command = std::process::Command::new("sh");
        let environment = meibo.command();
        command.current_dir(environment.get_current_dir().unwrap()).env_clear();
        for (key, value) in environment.get_envs() {
            command.env(key, value.unwrap_or_default());
        }
        command.args(["-c", &format!("./{}", line.strip_prefix("$ ").unwrap())]);
        let output = finish(command, b"");
        assert_eq!(output.code, 0, "{line}\n{output}");
    }
    let register = rusqlite::Connection::open(meibo.path("x.db")).unwrap();
    let people = register.query_row("SELECT count(*) FROM participant", [], |row| row.get(0));
    assert_eq!(people, Ok(10));
    let scans = register.query_row("SELECT count(*) FROM attendance_event", [], |row| row.get(0));
    assert_eq!(scans, Ok(1));
}
