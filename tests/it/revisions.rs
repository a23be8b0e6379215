//! Revised lists: who is new, changed, gone; what was mended here; two candidates.

use crate::support::Meibo;

const FIRST: &str = "\
family_name,given_name,country,organization,position,email,excursion
Tanaka,Yui,JP,METI,Officer,yui@meti.example,no
Nguyễn,Thị Lan,VN,MOIT,Officer,lan@moit.example,yes
Bat,Erdene,MN,Customs,Officer,,no
";

const SECOND: &str = "\
family_name,given_name,country,organization,position,email,excursion
Tanaka,Yui,Japan,METI,Director,YUI@meti.example,yes
Nguyễn,Thị Lan,VN,MOIT,Officer,lan@moit.example,yes
Sato,Ken,JP,METI,Officer,ken@meti.example,no
";

fn with_first() -> Meibo {
    let meibo = Meibo::with_register();
    meibo.write("v1.csv", FIRST);
    meibo.write("v2.csv", SECOND);
    meibo.line("import v1.csv").done();
    meibo
}

fn position(meibo: &Meibo, code: &str) -> String {
    let register = meibo.sql();
    let sql = "SELECT position FROM participant WHERE code LIKE ?1";
    register.query_row(sql, [format!("{code}%")], |row| row.get(0)).unwrap()
}

#[test]
fn a_revised_list_shows_who_is_new_changed_and_gone() {
    let meibo = with_first();
    let expected = "
revision,line,code,name,column,old,new,reason
changed,2,P-0001-C,\"Tanaka, Yui\",position,Officer,Director,
changed,2,P-0001-C,\"Tanaka, Yui\",excursion,no,yes,
new,4,P-0004-T,\"Sato, Ken\",,,,
gone,,P-0003-V,\"Bat, Erdene\",,,,
--- stderr ---
1 row added, 1 changed, 1 the same as before, 0 refused
1 person is gone from the list; nobody was removed: `meibo withdraw CODE` does that
1 person has no category: stored as \"other\"; see `meibo list --category other`
";
    let codes = meibo.line("list --columns code --format csv").done().stdout;
    let codes: Vec<&str> = codes.lines().skip(1).collect();
    let expected = expected.replace("P-0001-C", codes[0]).replace("P-0003-V", codes[2]);
    let rehearsed = meibo.line("import v2.csv --update --dry-run --format csv").done();
    assert_eq!(position(&meibo, codes[0]), "Officer");
    let done = meibo.line("import v2.csv --update --format csv").done();
    assert_eq!(rehearsed.stdout, done.stdout, "a rehearsal shows the same");
    let new = meibo.line("list --match Sato --columns code --format csv").done().stdout;
    let expected = expected.replace("P-0004-T", new.lines().nth(1).unwrap());
    assert_eq!(format!("\n{}--- stderr ---\n{}", done.stdout, done.stderr), expected);
    assert_eq!(position(&meibo, codes[0]), "Director");
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 4);
    assert_eq!(meibo.count("SELECT count(*) FROM excursion_place"), 2);
}

#[test]
fn the_same_list_again_changes_nothing() {
    let meibo = with_first();
    for line in
        ["import v1.csv --update", "import v1.csv --source METI", "import v1.csv --source METI"]
    {
        let said = meibo.line(line).done();
        assert_eq!(said.stdout, "", "{line}");
        assert!(
            said.stderr.contains("0 rows added, 0 changed, 3 the same as before, 0 refused"),
            "{}",
            said.stderr
        );
    }
    assert_eq!(meibo.count("SELECT count(*) FROM row_image"), 0);
    assert_eq!(meibo.count("SELECT count(*) FROM source_row"), 3);
}

#[test]
fn a_value_mended_here_stands_until_the_conflict_is_settled() {
    let meibo = with_first();
    meibo.line("edit 1 --position Head").done();
    // The sender repeats itself: the mended value stands, and nobody is bothered.
    let said = meibo.line("import v1.csv --update").done();
    assert!(said.stderr.contains("1 value was mended here and repeated"), "{}", said.stderr);
    assert_eq!(position(&meibo, "P-0001"), "Head");
    // Now the sender has changed it as well, and says so again and again.
    for _ in 0..2 {
        let said = meibo.line("import v2.csv --update --format csv").ended(1);
        assert!(said.stdout.contains("conflict,2,P-0001"), "{}", said.stdout);
        assert!(said.stdout.contains("position,Head,Director,"), "{}", said.stdout);
        assert_eq!(position(&meibo, "P-0001"), "Head");
    }
    meibo.line("import v2.csv --update --prefer file --yes").done();
    assert_eq!(position(&meibo, "P-0001"), "Director");
}

#[test]
fn a_named_sender_is_compared_with_its_own_last_list() {
    let meibo = Meibo::with_register();
    meibo.write("a1.csv", "family_name,given_name,country,position,diet\nTanaka,Yui,JP,Officer,\nSato,Ken,JP,Officer,\n");
    meibo.write("b1.csv", "family_name,given_name,country,diet\nTanaka,Yui,JP,vegetarian\n");
    meibo
        .write("a2.csv", "family_name,given_name,country,position,diet\nTanaka,Yui,JP,Director,\n");
    meibo.line("import a1.csv --source Ministry").done();
    meibo.line("import b1.csv --source Caterer").done();
    let said = meibo.line("import a2.csv --source Ministry --format csv").done();
    // The ministry never spoke of the diet, so what the caterer said stands.
    assert!(said.stdout.contains("position,Officer,Director,"), "{}", said.stdout);
    assert!(!said.stdout.contains("diet"), "{}", said.stdout);
    assert!(said.stdout.contains("gone,,P-0002"), "{}", said.stdout);
    assert_eq!(meibo.count("SELECT count(*) FROM participant WHERE diet = 'vegetarian'"), 1);
    // Who was gone once is not gone again.
    let again = meibo.line("import a2.csv --source Ministry").done();
    assert_eq!(again.stdout, "");
}

#[test]
fn the_register_settles_a_conflict_for_good() {
    let meibo = Meibo::with_register();
    meibo.write("v1.csv", FIRST);
    meibo.write("v2.csv", SECOND);
    meibo.line("import v1.csv --source METI").done();
    meibo.line("edit 1 --position Head").done();
    meibo.line("import v2.csv --source METI").ended(1);
    meibo.line("import v2.csv --source METI --prefer register").done();
    assert_eq!(position(&meibo, "P-0001"), "Head");
    meibo.line("import v2.csv --source METI").done();
    assert_eq!(position(&meibo, "P-0001"), "Head");
}

#[test]
fn nobody_is_chosen_between_two_candidates() {
    let meibo = Meibo::with_register();
    meibo.line("register --family Kim --given Minjun --country KR --organization MOTIE").done();
    meibo.line("register --family Kim --given Minjun --country KR --organization Yestrade").done();
    meibo.write("list.csv", "family_name,given_name,country,position\nKim,Minjun,KR,Officer\n");
    let said = meibo.line("import list.csv --update --format csv").ended(1);
    assert!(said.stdout.contains("refused,2,,,row"), "{}", said.stdout);
    assert!(said.stdout.contains(" or P-"), "{}", said.stdout);
    assert!(said.stdout.contains("; add the code"), "{}", said.stdout);
    assert_eq!(meibo.count("SELECT count(*) FROM participant WHERE position <> ''"), 0);
    // The organization tells them apart.
    meibo.write(
        "list.csv",
        "family_name,given_name,organization,position\nKIM,Minjun,Yestrade,Officer\n",
    );
    meibo.line("import list.csv --update --prefer file").done();
    assert_eq!(
        meibo.count(
            "SELECT count(*) FROM participant WHERE position = 'Officer' AND family_name = 'KIM'"
        ),
        1
    );
}

#[test]
fn two_people_of_one_name_with_two_addresses_are_two_people() {
    let meibo = Meibo::with_register();
    meibo.write(
        "a.csv",
        "family_name,given_name,country,organization,email\nKim,Minjun,KR,MOTIE,a@motie.example\n",
    );
    meibo.write("b.csv", "family_name,given_name,country,organization,email\nKim,Minjun,KR,Yestrade,b@yestrade.example\n");
    meibo.line("import a.csv").done();
    meibo.line("import b.csv --update").done();
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 2);
}

#[test]
fn code_and_address_of_two_people_are_refused() {
    let meibo = with_first();
    let code = meibo.line("list --columns code --format csv").done().stdout;
    let code = code.lines().nth(3).unwrap().to_owned();
    meibo.write(
        "mixed.csv",
        format!("code,family_name,given_name,email\n{code},Bat,Erdene,yui@meti.example\n"),
    );
    let said = meibo.line("import mixed.csv --update --format csv").ended(1);
    assert!(said.stdout.contains("mend one of them"), "{}", said.stdout);
    // Two rows about one person are told as well.
    meibo.write(
        "twice.csv",
        "family_name,given_name,country,position\nBat,Erdene,MN,Head\nBat,Erdene,MN,Chief\n",
    );
    let said = meibo.line("import twice.csv --update --format csv").ended(1);
    assert!(said.stdout.contains("whom line 2 names already"), "{}", said.stdout);
    assert_eq!(position(&meibo, &code), "Head");
}

#[test]
fn an_update_is_undone_as_a_whole() {
    let meibo = with_first();
    let everything = |meibo: &Meibo| meibo.line("export participants").done().stdout;
    let before = everything(&meibo);
    meibo.line("import v2.csv --source METI").done();
    let after = everything(&meibo);
    assert_ne!(before, after);
    meibo.line("undo").done();
    assert_eq!(everything(&meibo), before);
    assert_eq!(meibo.count("SELECT count(*) FROM source_row"), 0);
    meibo.line("redo").done();
    assert_eq!(everything(&meibo), after);
}

#[test]
fn a_seat_given_up_by_hand_is_not_taken_again_for_the_sender() {
    let meibo = with_first();
    meibo.line("excursion leave 2").done();
    meibo.line("import v1.csv --update").done();
    assert_eq!(meibo.count("SELECT count(*) FROM excursion_place"), 0);
}

#[test]
fn an_address_of_somebody_else_is_refused_and_the_rest_of_the_list_goes_in() {
    let meibo = with_first();
    let code = meibo.line("list --columns code --format csv").done().stdout;
    let code = code.lines().nth(1).unwrap().to_owned();
    meibo.write("v3.csv", format!("code,family_name,given_name,email\n{code},Tanaka,Yui,lan@moit.example\n,Sato,Ken,ken@meti.example\n"));
    let said = meibo.line("import v3.csv --update --format csv").ended(1);
    assert!(said.stdout.contains("mend one of them"), "{}", said.stdout);
    assert_eq!(meibo.count("SELECT count(*) FROM participant WHERE family_name = 'Sato'"), 1);
    assert_eq!(meibo.count("SELECT count(*) FROM participant WHERE email = 'yui@meti.example'"), 1);
}

#[test]
fn flags_that_contradict_each_other_are_misuse() {
    let meibo = with_first();
    meibo.line("import v2.csv --prefer file").ended(2);
    meibo.line("import v2.csv --update --allow-duplicates").ended(2);
    meibo.line("import v2.csv --source ' '").ended(2);
}

#[test]
fn several_revised_lists_in_one_call_have_one_report_and_one_operation_each() {
    let meibo = with_first();
    std::fs::create_dir(meibo.path("lists")).unwrap();
    // Bat Erdene has gone from one list of this call to the other.
    meibo.write("lists/japan-vietnam.csv", SECOND);
    meibo.write(
        "lists/mongolia.csv",
        "family_name,given_name,country,organization,position\nBat,Erdene,MN,Customs,Chief\nKim,A,Korea,X,\n",
    );
    let operations = meibo.count("SELECT count(*) FROM operation");
    let rehearsed = meibo.line("import lists --update --dry-run --format csv").ended(1);
    assert_eq!(meibo.count("SELECT count(*) FROM operation"), operations);
    let done = meibo.line("import lists --update --format csv").ended(1);
    assert_eq!(rehearsed.stdout, done.stdout, "a rehearsal shows the same");
    assert_eq!(rehearsed.stderr, done.stderr + "nothing was stored (dry run)\n");
    let rows: Vec<&str> = done.stdout.lines().collect();
    assert_eq!(rows[0], "file,revision,line,code,name,column,old,new,reason");
    let begin = |row: usize, with: &str| assert!(rows[row].starts_with(with), "{}", rows[row]);
    begin(1, "japan-vietnam.csv,changed,2,");
    begin(2, "japan-vietnam.csv,changed,2,");
    begin(3, "japan-vietnam.csv,new,4,");
    begin(4, "mongolia.csv,changed,2,");
    begin(5, "mongolia.csv,refused,3,,,country,,Korea,");
    assert_eq!(rows.len(), 6, "nobody is gone: {}", done.stdout);
    assert_eq!(meibo.count("SELECT count(*) FROM operation"), operations + 2);
    let said = meibo.line("import lists --source Ministry").ended(2).stderr;
    assert!(said.starts_with("error: a sender's lists are compared one at a time\n"), "{said}");
}

#[test]
fn the_same_lists_again_change_nothing_in_one_call_as_well() {
    let meibo = with_first();
    let operations = meibo.count("SELECT count(*) FROM operation");
    let said = meibo.line("import v1.csv v1.csv --update").done();
    assert_eq!(said.stdout, "");
    assert_eq!(meibo.count("SELECT count(*) FROM operation"), operations);
}

#[test]
fn who_was_withdrawn_here_is_not_called_gone() {
    let meibo = with_first();
    meibo.run(&["withdraw", "--match", "Bat"]).done();
    let told = meibo.line("import v2.csv --update --dry-run --format csv").done().stdout;
    assert!(told.contains("\nnew,") && !told.contains("gone,"), "{told}");
}

#[test]
fn the_name_of_somebody_in_another_country_and_body_is_a_change_of_name() {
    let meibo = with_first();
    let renamed = FIRST.replace("Tanaka,Yui,JP", "Bat,Erdene,JP");
    meibo.write("v2.csv", renamed.lines().take(3).collect::<Vec<_>>().join("\n"));
    let told = meibo.line("import v2.csv --update --format csv").done().stdout;
    assert!(told.contains(",family_name,Tanaka,Bat,"), "{told}");
}

#[test]
fn two_people_of_one_name_and_body_are_both_taken_where_their_addresses_differ() {
    const TWO: &str = "\
family_name,given_name,country,organization,email
Kim,Minjun,KR,MOTIE,minjun1@motie.example
Kim,Minjun,KR,MOTIE,minjun2@motie.example
";
    let meibo = Meibo::with_register();
    meibo.write("two.csv", TWO);
    let said = meibo.line("import two.csv --update --format csv").done();
    assert_eq!(said.stdout.matches("\nnew,").count(), 2, "{}", said.stdout);
    assert!(meibo.line("import two.csv --update").done().stdout.is_empty());
    // A third comes, and the list is sent in another order.
    let mut lines: Vec<&str> = TWO.lines().collect();
    lines.insert(1, "Kim,Minjun,KR,MOTIE,minjun3@motie.example");
    lines.swap(2, 3);
    meibo.write("three.csv", lines.join("\n"));
    let said = meibo.line("import three.csv --update --format csv").done();
    let changes: Vec<_> = said.stdout.lines().skip(1).collect();
    assert!(matches!(changes[..], [one] if one.starts_with("new,2,")), "{}", said.stdout);
}

#[test]
fn a_namesake_above_took_the_place_of_whom_the_address_below_names() {
    let meibo = Meibo::with_register();
    let register = "register --family Kim --given Minjun --country KR --organization MOTIE";
    meibo.line(&format!("{register} --email minjun1@motie.example --position Head")).done();
    meibo.write(
        "list.csv",
        "family_name,given_name,country,organization,email,position\n\
         Kim,Minjun,KR,MOTIE,minjun2@motie.example,Officer\n\
         Kim,Minjun,KR,MOTIE,minjun1@motie.example,Head\n",
    );
    let said = meibo.line("import list.csv --update --format csv").done();
    assert!(said.stdout.contains("\nnew,2,"), "{}", said.stdout);
    assert!(!said.stdout.contains("\nchanged"), "{}", said.stdout);
    // Alone, the row is that person with another address.
    meibo.write(
        "list.csv",
        "family_name,given_name,country,organization,email\n\
         Kim,Minjun,KR,MOTIE,minjun2@motie.example\n\
         Tanaka,Yui,JP,METI,yui@meti.example\n",
    );
    let other = Meibo::with_register();
    other.line(&format!("{register} --email minjun1@motie.example")).done();
    let list = std::fs::read(meibo.path("list.csv")).unwrap();
    other.write("list.csv", list);
    let said = other.line("import list.csv --update --format csv --prefer file").done();
    let expected = "email,minjun1@motie.example,minjun2@motie.example,";
    assert!(said.stdout.contains(expected), "{}", said.stdout);
    assert!(said.stdout.find("changed,2").unwrap() < said.stdout.find("new,3").unwrap());
}

#[test]
fn whoever_stands_in_a_refused_row_was_called_gone() {
    let meibo = with_first();
    meibo.write(
        "v2.csv",
        "family_name,given_name,country,organization,email\n\
         Tanaka,Yui,JP,METI,lan@moit.example\n\
         Nguyễn,Thị Lan,VN,MOIT,yui@meti.example\n\
         Bat,Erdene,Mongoloria,Customs,\n",
    );
    for line in ["import v2.csv --update", "import v2.csv --source MOIT"] {
        let said = meibo.line(&format!("{line} --format csv")).ended(1);
        assert_eq!(said.stdout.matches("\nrefused,").count(), 3, "{}", said.stdout);
        assert!(!said.stdout.contains("\ngone,"), "{}", said.stdout);
    }
}

#[test]
fn a_code_of_another_register_made_one_person_another() {
    let meibo = with_first();
    let other = Meibo::with_register();
    let person = "--family Reyes --given Ana --country PH --email ana@dti.example";
    other.line(&format!("register {person}")).done();
    meibo.write("other.csv", other.line("export participants").done().stdout);
    let said = meibo.line("import other.csv --update --format csv").ended(1).stdout;
    assert!(said.contains("and the row names somebody else"), "{said}");
    assert_eq!(meibo.count("SELECT count(*) FROM participant WHERE family_name = 'Tanaka'"), 1);
    // Whoever marries, moves and has a new address is still the person of the code.
    let export = meibo.line("export participants").done().stdout;
    let changed = export.replace("Tanaka,Yui", "Suzuki,Yui").replace("yui@meti", "yui@mofa");
    meibo.write("own.csv", changed.replace("METI", "MOFA"));
    let said = meibo.line("import own.csv --update --format csv").done().stdout;
    assert!(said.contains("family_name,Tanaka,Suzuki"), "{said}");
}

#[test]
fn a_list_in_capitals_or_full_width_letters_was_changed_in_every_name() {
    let meibo = with_first();
    meibo.line("import v1.csv --source METI").done();
    let capitals = "姓,名,国・地域,所属,役職,メールアドレス\n\
        BAT,ERDENE,モンゴル,ＣＵＳＴＯＭＳ,OFFICER,\n\
        NGUYỄN,THỊ LAN,ベトナム,MOIT,Officer,LAN@MOIT.EXAMPLE\n\
        Ｔａｎａｋａ,Yui,日本,METI,Officer,yui@meti.example\n";
    meibo.write("capitals.csv", capitals);
    let said = meibo.line("import capitals.csv --source METI").done();
    assert!(said.stderr.contains("0 changed, 3 the same"), "{}{}", said.stdout, said.stderr);
    // What was mended here stands against it as well.
    meibo.line("edit 1 --position Head").done();
    meibo.line("import capitals.csv --source METI").done();
    meibo.line("import v1.csv --source METI").done();
    assert_eq!(position(&meibo, "P-0001"), "Head");
    // A letter that the sender mends is a change.
    meibo.write("v2.csv", FIRST.replace("MOIT", "MoIT"));
    let said = meibo.line("import v2.csv --source METI --format csv").done().stdout;
    assert!(said.contains("organization,MOIT,MoIT"), "{said}");
}

#[test]
fn a_refused_row_means_whoever_its_address_or_its_name_in_one_piece_names() {
    let meibo = with_first();
    meibo.write(
        "v2.csv",
        "name,country,organization,email\n\
         \"Suzuki, Yui\",Atlantis,METI,yui@meti.example\n\
         \"Bat, Erdene\",Mongoloria,Customs,\n",
    );
    let said = meibo.line("import v2.csv --update --format csv").ended(1).stdout;
    let gone: Vec<&str> = said.lines().filter(|line| line.starts_with("gone,")).collect();
    assert!(gone.len() == 1 && gone[0].contains("Nguyễn"), "{said}");
}
