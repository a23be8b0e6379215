//! Completions, tried in the shells themselves: a shell that is not installed is passed over and named.

use std::process::Command;

use crate::support::{Meibo, finish};

/// Runs a script in a folder with the completions of a shell; nothing where it is not installed.
fn completed(shell: &str, arguments: &[&str], script: &str) -> Option<String> {
    let meibo = Meibo::new();
    let completions = meibo.line(&format!("completions {shell}")).done().stdout;
    meibo.write("completions", completions);
    // A shell that waits for what does not come must not hold up all tests.
    let mut command = Command::new("timeout");
    command.arg("60").arg(shell).args(arguments).arg(script);
    command.current_dir(meibo.path("")).env("HOME", meibo.path(""));
    let is_there = |name| Command::new(name).arg("--version").output().is_ok();
    if !is_there(shell) || !is_there("timeout") {
        // Not a macro, which the lints deny: whoever reads the log shall know.
        let told = format!("{shell} is not installed, and so its completions were not tried");
        std::io::Write::write_all(&mut std::io::stderr(), told.as_bytes()).unwrap();
        return None;
    }
    Some(finish(command, b"").done().stdout)
}

#[test]
fn bash_completes_commands_flags_and_words() {
    const SCRIPT: &str = r#"
source ./completions
try() {
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    _meibo meibo "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
    echo "${COMPREPLY[*]}"
}
try meibo ex
try meibo breakout as
try meibo list --st
try meibo --format j
"#;
    let Some(said) = completed("bash", &["-c"], SCRIPT) else { return };
    assert_eq!(said, "excursion export\nassign\n--status\njson\n");
}

#[test]
fn fish_completes_commands_flags_and_words() {
    const SCRIPT: &str = "
source ./completions
for line in 'meibo ex' 'meibo breakout as' 'meibo list --st' 'meibo list --format j' 'meibo export sess' 'meibo completions ba'
    complete -C $line | string split -f 1 \\t
end
# A word without a description cannot be split.
true
";
    let Some(said) = completed("fish", &["--no-config", "-c"], SCRIPT) else { return };
    assert_eq!(said, "excursion\nexport\nassign\n--status\njson\nsessions\nbash\n");
}

#[test]
fn zsh_completes_commands_flags_and_words() {
    // A shell in a terminal of its own, since nothing else can ask zsh for completions.
    const SCRIPT: &str = r#"
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1=; unsetopt zle_bracketed_paste; autoload -U compinit; compinit -u -D"
zpty -w shell "meibo() { print -r -- \"<\$*>\" }; source ./completions; echo REA''DY"
zpty -r shell out '*READY*'
for line in 'breakout as' 'list --st' 'list --format j'; do
    zpty -w -n shell "meibo $line"$'\t\n'
    zpty -r shell out '*<[a-z]*>*'
    print -r -- ${${out##*[<]}%%[>]*}
done
"#;
    let Some(said) = completed("zsh", &["-f", "-c"], SCRIPT) else { return };
    assert_eq!(said, "breakout assign\nlist --status\nlist --format json\n");
}
