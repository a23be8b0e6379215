//! People whom a list names under an address of somebody else, who have withdrawn here, or who come back
//! under another name. Everybody in them is invented.

use crate::support::Meibo;

const HEADER: &str = "Family name,Given name,Country,E-mail\n";

fn write(meibo: &Meibo, name: &str, rows: &str) {
    meibo.write(name, format!("{HEADER}{rows}"));
}

fn people(meibo: &Meibo) -> String {
    meibo.people("family_name,email")
}

const DELEGATION: &str = "Tanaka,Yui,Japan,desk@meti.example\nSato,Ken,Japan,desk@meti.example\n\
                          Ito,Mei,Japan,DESK@meti.example\n";

#[test]
fn of_a_delegation_with_one_address_all_but_the_first_were_refused() {
    for update in ["", " --update"] {
        let meibo = Meibo::with_register();
        write(&meibo, "list.csv", DELEGATION);
        let said = meibo.line(&format!("import list.csv{update}")).done().stderr;
        let told =
            "2 persons have the address of somebody else on the list; it is kept as an extra field";
        assert!(said.contains("3 rows added") && said.contains(told), "{said}");
        assert_eq!(people(&meibo), "Tanaka,desk@meti.example\nSato,\nIto,\n");
        assert_eq!(meibo.count("SELECT count(*) FROM participant_extra WHERE name = 'E-mail'"), 2);
        // The list again, in any order, changes nothing, and brings in a further colleague.
        let again = meibo.line(&format!("import list.csv{update}")).done().stderr;
        assert!(again.contains(" 3 the same as before, 0 refused"), "{again}");
        write(&meibo, "more.csv", &format!("{DELEGATION}Ono,Rei,Japan,desk@meti.example\n"));
        meibo.line(&format!("import more.csv{update}")).done();
        assert_eq!(people(&meibo), "Tanaka,desk@meti.example\nSato,\nIto,\nOno,\n");
    }
}

#[test]
fn whoever_owns_the_address_may_stand_below_a_new_colleague_in_a_revised_list() {
    let meibo = Meibo::with_register();
    write(&meibo, "v1.csv", "Tanaka,Yui,Japan,desk@meti.example\n");
    meibo.line("import v1.csv").done();
    write(
        &meibo,
        "v2.csv",
        "Sato,Ken,Japan,desk@meti.example\nTanaka,Yui,Japan,desk@meti.example\n",
    );
    let said = meibo.line("import v2.csv --update --format csv").done().stdout;
    assert_eq!(said.matches("new,2,").count(), 1, "{said}");
    assert!(!said.contains("changed"), "{said}");
    assert_eq!(people(&meibo), "Tanaka,desk@meti.example\nSato,\n");
}

#[test]
fn one_person_listed_twice_is_not_two_for_a_slip() {
    for row in ["TANAKA,Yui", "Yui,Tanaka", "Tanakaa,Yui", "Tanaka,Yui Mary"] {
        let meibo = Meibo::with_register();
        let twice = format!("Tanaka,Yui,Japan,y@x.example\n{row},Japan,y@x.example\n");
        write(&meibo, "list.csv", &twice);
        let said = meibo.line("import list.csv").ended(1).stdout;
        assert!(said.contains("is in the register as"), "{row}: {said}");
        assert_eq!(people(&meibo), "Tanaka,y@x.example\n", "{row}");
    }
}

#[test]
fn an_address_of_somebody_who_is_not_on_the_list_makes_nobody_new() {
    let meibo = Meibo::with_register();
    write(&meibo, "v1.csv", "Tanaka,Yui,Japan,y@x.example\n");
    meibo.line("import v1.csv").done();
    write(&meibo, "v2.csv", "Sato,Ken,Japan,y@x.example\n");
    meibo.line("import v2.csv").ended(1);
    assert_eq!(people(&meibo), "Tanaka,y@x.example\n");
}

#[test]
fn what_was_entered_here_and_the_list_does_not_speak_of_refused_its_row() {
    let meibo = Meibo::with_register();
    write(&meibo, "list.csv", "Tanaka,Yui,Japan,y@x.example\nSato,Ken,Japan,k@x.example\n");
    meibo.line("import list.csv").done();
    meibo.line("edit y@x.example --note vegetarian --role speaker --track policy").done();
    let said = meibo.line("import list.csv").done().stderr;
    assert!(said.contains("0 rows added, 2 the same as before, 0 refused"), "{said}");
    assert!(!said.contains("withdrawn"), "{said}");
}

#[test]
fn whoever_has_withdrawn_here_and_is_still_listed_was_not_spoken_of() {
    let meibo = Meibo::with_register();
    write(&meibo, "list.csv", "Tanaka,Yui,Japan,y@x.example\nSato,Ken,Japan,k@x.example\n");
    meibo.line("import list.csv --update").done();
    meibo.line("withdraw y@x.example --reason ill").done();
    for line in ["import list.csv", "import list.csv --update"] {
        let said = meibo.line(line).done().stderr;
        assert!(said.contains(" 2 the same as before, 0 refused"), "{said}");
        assert!(said.contains("1 person of the list has withdrawn or declined here"), "{said}");
    }
}

#[test]
fn a_new_name_with_a_new_address_was_new_and_gone_without_a_hint() {
    let meibo = Meibo::with_register();
    let others = "Ito,Mei,Japan,m@x.example\nOno,Rei,Japan,o@x.example\n";
    write(
        &meibo,
        "v1.csv",
        &format!("Sato,Ken,Japan,k@x.example\nAbe,Aya,Japan,a@x.example\n{others}"),
    );
    meibo.line("import v1.csv --source METI").done();
    write(
        &meibo,
        "v2.csv",
        &format!("Satoh,Kenn,Japan,ken@y.example\nSato,Ken,Thailand,t@y.example\n{others}"),
    );
    let said = meibo.line("import v2.csv --source METI --update --format csv").done().stdout;
    let gone: Vec<&str> = said.lines().filter(|line| line.starts_with("gone")).collect();
    assert_eq!(gone.len(), 2, "{said}");
    assert!(gone[0].contains("\"may be Satoh, Kenn in line 2; `meibo merge "), "{said}");
    assert!(gone[1].ends_with(",,,,"), "{said}");
}
