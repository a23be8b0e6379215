//! What the columns of a list mean: headers of many languages, and names in one piece or two.

use crate::support::{Meibo, assert_same, fixture};

/// Imports a list of `fixtures/` and returns the register and what was said.
fn imported(name: &str) -> (Meibo, String) {
    let meibo = Meibo::with_register();
    let file = name.rsplit('/').next().unwrap();
    meibo.write(file, std::fs::read(fixture(name)).unwrap());
    let said = meibo.line(&format!("import {file}")).done();
    (meibo, said.stderr)
}

fn shown(meibo: &Meibo, columns: &str) -> String {
    meibo.line(&format!("list --columns {columns} --format csv --quiet")).done().stdout
}

#[test]
fn japanese_headers_with_the_name_in_two_scripts() {
    let (meibo, _) = imported("headers/ja.csv");
    assert_eq!(
        shown(&meibo, "family_name,given_name,native_name,country,organization,position,note"),
        "family_name,given_name,native_name,country,organization,position,note\n\
         SAKURA,Miho,佐倉 美帆,JP,通商管理局,課長補佐,\n\
         LI,Qingyun,李 慶雲,CN,商務部,処長,通訳希望\n"
    );
    let (other, _) = imported("headers/ja-parts.csv");
    let names = "family_name,given_name,native_name,country,organization,email";
    assert_eq!(shown(&other, names), shown(&meibo, names));
}

#[test]
fn a_german_name_beside_a_vorname_is_the_family_name() {
    let (meibo, _) = imported("headers/de.csv");
    assert_eq!(
        shown(&meibo, "title,family_name,given_name,country,organization,position,note"),
        "title,family_name,given_name,country,organization,position,note\n\
         Frau,Öztürk-Kühn,Änne,DE,Amt für Ausfuhr,Referatsleiterin,\n\
         Herr,Straßer,Jörg,AT,Ministerium,Sachbearbeiter,kommt später\n"
    );
}

#[test]
fn a_spanish_nombre_beside_apellidos_is_the_given_name() {
    let (meibo, _) = imported("headers/es.csv");
    assert_eq!(
        shown(&meibo, "family_name,given_name,country,organization,position"),
        "family_name,given_name,country,organization,position\n\
         Núñez de la Peña,María José,ES,Secretaría de Comercio,Jefa de área\n\
         Ibáñez,Álvaro,MX,Secretaría de Economía,Director\n"
    );
}

#[test]
fn french_russian_korean_and_portuguese_headers() {
    for (file, expected) in [
        (
            "fr",
            "Delcourt-Faure,Élodie,,FR,Direction des biens à double usage,elodie.delcourt@dbdu.example\n\
             N'Diaye,Ousmane,,SN,Ministère du Commerce,o.ndiaye@commerce-sn.example\n",
        ),
        (
            "ru",
            "Жаворонкова,Алёна,,KZ,Комитет экспортного контроля,a.zhavoronkova@kek.example\n\
             Ковш,Пётр,,MN,Таможня,p.kovsh@customs-mn.example\n",
        ),
        ("ko", "HAN,Seoyun,한 서윤,KR,무역안보원,sy.han@trade-kr.example\n"),
        ("pt", "Conceição Brandão,João,,BR,Ministério da Economia,j.brandao@economia-br.example\n"),
    ] {
        let (meibo, _) = imported(&format!("headers/{file}.csv"));
        let columns = "family_name,given_name,native_name,country,organization,email";
        assert_eq!(shown(&meibo, columns), format!("{columns}\n{expected}"), "{file}");
    }
}

#[test]
fn chinese_headers_in_both_scripts() {
    let columns = "family_name,given_name,country,organization,position,email,note";
    for (file, expected) in [
        (
            "zh-hans",
            "柏,青岚,SG,海关,副处长,qinglan.bai@customs-sg.example,\n\
             韦,一鸣,CN,商务部,科长,yiming.wei@trade-cn.example,素食\n",
        ),
        (
            "zh-hant",
            "柏,青嵐,SG,海關,副處長,qinglan.bai@customs-sg.example,\n\
             韋,一鳴,TW,貿易署,科長,yiming.wei@trade-tw.example,素食\n",
        ),
    ] {
        let (meibo, _) = imported(&format!("headers/{file}.csv"));
        assert_eq!(shown(&meibo, columns), format!("{columns}\n{expected}"), "{file}");
    }
}

#[test]
fn a_header_with_a_greek_iota_is_read() {
    let (meibo, _) = imported("headers/greek-iota.csv");
    assert_eq!(
        shown(&meibo, "family_name,given_name,organization"),
        "family_name,given_name,organization\nTan,Wei Ling,Port Authority\n"
    );
}

#[test]
fn names_in_one_cell_are_told_apart_where_the_writing_says_so() {
    let (meibo, said) = imported("headers/one-name.csv");
    assert_eq!(
        shown(&meibo, "title,family_name,given_name"),
        "title,family_name,given_name\n\
         ,NGUYEN,Van Ahn\n\
         ,Rahman,Siti Aminah\n\
         Dr.,VOSS,Petra\n\
         ,Wirawan,\n\
         ,Lan Tran,\n\
         ,山田,太郎\n"
    );
    assert!(
        said.contains(
            "1 name is kept in one piece as family name, since the list does not say which part is which\n"
        ),
        "{said}"
    );
}

#[test]
fn a_misspelt_header_is_suggested_and_not_assumed() {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", "family_name,Givn name\nTan,Wei\n");
    let said = meibo.line("import list.csv").done();
    assert!(
        said.stderr
            .contains("does Givn name mean given_name? --map \"given_name=Givn name\" says so\n"),
        "{}",
        said.stderr
    );
    assert_eq!(shown(&meibo, "family_name,given_name"), "family_name,given_name\nTan,\n");
}

const WITH_EXTRAS: &str = "\
family_name,given_name,email,Hotel,T-shirt,
Tan,Wei Ling,weiling@port-sg.example,Grand,M,
Rahman,Siti,siti@sts-my.example,,L,late
";

#[test]
fn unknown_columns_are_told_and_kept_with_the_person() {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", WITH_EXTRAS);
    let said = meibo.line("import list.csv").done();
    assert!(
        said.stderr.contains("columns: kept as extra fields: Hotel, T-shirt\n"),
        "{}",
        said.stderr
    );
    let shown = meibo.line("show weiling@port-sg.example").done().stdout;
    assert!(shown.contains("Hotel") && shown.contains("Grand"), "{shown}");
    let shown = meibo.line("show siti@sts-my.example --format json").done().stdout;
    assert!(!shown.contains("Hotel"), "{shown}");
    assert!(shown.contains("\"extra: T-shirt\":\"L\""), "{shown}");
    assert!(shown.contains("\"extra: column 6\":\"late\""), "{shown}");
    let log = meibo.line("log --format csv").done().stdout;
    assert!(log.contains("kept as extra fields: Hotel, T-shirt"), "{log}");
}

#[test]
fn extra_fields_go_with_the_import_that_brought_them() {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", WITH_EXTRAS);
    let before = meibo.facts();
    meibo.line("import list.csv").done();
    let after = meibo.facts();
    meibo.line("undo").done();
    assert_same(&before, &meibo.facts(), "undo");
    assert_eq!(meibo.count("SELECT count(*) FROM participant_extra"), 0);
    meibo.line("redo").done();
    assert_same(&after, &meibo.facts(), "redo");
    assert_eq!(meibo.count("SELECT count(*) FROM participant_extra"), 4);
}

#[test]
fn an_export_with_extra_fields_makes_the_same_register_elsewhere() {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", WITH_EXTRAS);
    meibo.line("import list.csv").done();
    let plain = meibo.line("export participants").done();
    assert!(plain.stdout.starts_with("code,") && !plain.stdout.contains("Grand"));
    assert_eq!(plain.stderr, "3 extra fields are left out; --extra writes them as well\n");
    let exported = meibo.line("export participants --extra").done().stdout;
    assert!(
        exported.starts_with(
            "code,family_name,given_name,native_name,title,country,organization,category,position,\
             email,role,track,status,excursion,diet,note,extra: Hotel,extra: T-shirt,extra: column 6\n"
        ),
        "{exported}"
    );
    let other = Meibo::with_register();
    other.write("export.csv", &exported);
    other.line("import export.csv").done();
    assert_eq!(other.line("export participants --extra").done().stdout, exported);
    let said = other.line("import export.csv").done().stderr;
    assert!(said.starts_with("0 rows added, 2 the same as before, 0 refused\n"), "{said}");
}

#[test]
fn an_extra_field_called_like_a_field_is_not_taken_for_it() {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", "family_name,Category,Ticket\nTan,Early bird,VIP\n");
    meibo.run(&["import", "list.csv", "--map", "extra=Category"]).done();
    let exported = meibo.line("export participants --extra").done().stdout;
    let other = Meibo::with_register();
    other.write("export.csv", &exported);
    other.line("import export.csv").done();
    assert_eq!(other.line("export participants --extra").done().stdout, exported);
    assert!(exported.contains("extra: Category,extra: Ticket"), "{exported}");
}

#[test]
fn a_whole_name_that_says_more_than_its_parts_is_kept() {
    let meibo = Meibo::with_register();
    meibo.write(
        "list.csv",
        "Full name,First name,Last name\nAnn Lee,Ann,Lee\nAnnie Lee-Park,Ann,Lee\n",
    );
    let _ = meibo.line("import list.csv --allow-duplicates").done();
    assert_eq!(
        shown(&meibo, "family_name,given_name"),
        "family_name,given_name\nLee,Ann\nLee,Ann\n"
    );
    let exported = meibo.line("export participants --extra").done().stdout;
    assert!(exported.contains(",extra: Full name\n"), "{exported}");
    assert!(exported.contains(",Annie Lee-Park\n"), "{exported}");
}

#[test]
fn another_value_of_an_extra_field_is_another_value() {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", WITH_EXTRAS);
    meibo.line("import list.csv").done();
    let before = meibo.facts();
    meibo.write("list.csv", WITH_EXTRAS.replace("Grand", "Plaza"));
    let said = meibo.line("import list.csv").ended(1);
    assert!(said.stdout.contains("another Hotel"), "{}", said.stdout);
    assert_same(&before, &meibo.facts(), "the refused row");
    // The sender alone changed it.
    let said = meibo.line("import list.csv --update --format csv").done();
    assert!(said.stdout.contains(",extra: Hotel,Grand,Plaza,"), "{}", said.stdout);
    // Both changed it.
    let said = meibo.run(&["edit", "siti@sts-my.example", "--extra", "T-shirt=S"]).done();
    assert!(said.stdout.contains("extra: T-shirt"), "{}", said.stdout);
    meibo.write("list.csv", WITH_EXTRAS.replace("Grand", "Plaza").replace(",L,", ",XL,"));
    let said = meibo.line("import list.csv --update --format csv").ended(1);
    assert!(said.stdout.contains("conflict,"), "{}", said.stdout);
    meibo.line("import list.csv --update --prefer file").done();
    let shown = meibo.line("show siti@sts-my.example --format json").done().stdout;
    assert!(shown.contains("\"extra: T-shirt\":\"XL\""), "{shown}");
    meibo.line("undo").done();
    meibo.run(&["edit", "siti@sts-my.example", "--extra", "T-shirt="]).done();
    assert_eq!(meibo.count("SELECT count(*) FROM participant_extra WHERE name = 'T-shirt'"), 1);
    meibo.line("undo").done();
    assert_eq!(meibo.count("SELECT count(*) FROM participant_extra WHERE name = 'T-shirt'"), 2);
}

#[test]
fn two_extra_fields_of_one_name_are_refused() {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", "family_name,Date,Date\nTan,1,2\n");
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv has two columns called Date (line 1)
hint: nothing was stored; give them two names, or pass both over with --ignore HEADER
[exit 1]
",
    );
    meibo.line("import list.csv --ignore Date").done();
}

#[test]
fn two_columns_for_one_field_are_refused_in_any_spelling() {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", "Surname,Nachname\nTan,Wei\n");
    let said = meibo.line("import list.csv").ended(1);
    assert!(
        said.stderr.starts_with(
            "error: list.csv has two columns for family_name: Surname, Nachname (line 1)\n"
        ),
        "{}",
        said.stderr
    );
}

#[test]
fn dates_of_scans_are_not_guessed() {
    let meibo = Meibo::with_sample();
    let scans = |dates: [&str; 2]| {
        format!(
            "code,session,kind,at\nP-0001-C,D3-COMPANY,in,{}\nP-0002-A,D3-COMPANY,in,{}\n",
            dates[0], dates[1]
        )
    };
    let before = meibo.facts();
    meibo.write("scans.csv", scans(["03/04/2019 9:41", "05/04/2019 9:42"]));
    meibo.says(
        "attendance import scans.csv",
        "
--- stderr ---
error: scans.csv has a date 03/04/2019 9:41 (line 2) that is 2019-04-03 as dmy, or 2019-03-04 as mdy
hint: nothing was stored; say which with --date-order dmy, mdy or ymd
[exit 1]
",
    );
    assert_same(&before, &meibo.facts(), "the refused file");
    // Another date of the file tells.
    meibo.write("scans.csv", scans(["03/04/2019 9:41", "28/02/2019 9:42"]));
    meibo.line("attendance import scans.csv --dry-run").done();
    meibo.write("scans.csv", scans(["03/04/2019 9:41 a.m.", "05/04/2019 9:42 a.m."]));
    meibo.line("attendance import scans.csv --date-order mdy").done();
    let events = meibo.line("export attendance").done().stdout;
    assert!(events.contains("2019-03-04T00:41:00.000Z"), "{events}");
}

#[test]
fn dates_of_a_programme_are_not_guessed_either() {
    let meibo = Meibo::new();
    let days = ["init", "--name", "T", "--from", "2019-04-03", "--to", "2019-04-14"];
    meibo.run(&days).done();
    let header = "session,day,title,starts_at,ends_at\n";
    let row = |code: &str, day: &str| format!("{code},{day},T,{day} 10:00,{day} 11:00\n");
    meibo.write("doubt.csv", format!("{header}{}", row("A", "04/05/2019")));
    let said = meibo.line("session import doubt.csv").ended(1).stderr;
    assert!(said.starts_with("error: doubt.csv has a date 04/05/2019 (line 2) that is "), "{said}");
    meibo.line("session import doubt.csv --date-order mdy").done();
    meibo
        .write("told.csv", format!("{header}{}{}", row("B", "04/04/2019"), row("C", "04/13/2019")));
    meibo.line("session import told.csv").done();
    let sql =
        "SELECT sum(day * CASE code WHEN 'A' THEN 1 WHEN 'B' THEN 100 ELSE 10000 END) FROM session";
    assert_eq!(meibo.count(sql), 11 * 10_000 + 2 * 100 + 3);
}

#[test]
fn words_for_people_are_countries_where_the_header_asks_for_the_nationality() {
    let meibo = Meibo::with_register();
    meibo.write(
        "list.csv",
        "Name,Nationality,Mail\nHanako SATO,Japanese,h@meti.example\n\
         Van A NGUYEN,vietnamese,a@moit.example\nAda KIM,Korean,k@motie.example\nBo LI,China,b@x.example\n\
         Ren ITO,日本国籍,r@x.example\nAnn BECK,U.S. citizen,n@x.example\n",
    );
    let said = meibo.line("import list.csv --format csv").ended(1);
    assert!(said.stdout.contains("4,country,Korean,"), "{}", said.stdout);
    let found = shown(&meibo, "name,country");
    assert_eq!(found.lines().count(), 6, "{said:?}");
    for row in ["\"SATO, Hanako\",JP", "\"ITO, Ren\",JP", "\"BECK, Ann\",US"] {
        assert!(found.contains(row), "{found}");
    }
    meibo.write("other.csv", "Name,Country\nKen ABE,Japanese\n");
    let said = meibo.line("import other.csv --format csv").ended(1);
    assert!(said.stdout.contains("did you mean JP (Japan)?"), "{}", said.stdout);
}
