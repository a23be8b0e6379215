//! Links the program as a whole, at a fixed place, and with what commands use side by side.
//!
//! At a fixed place: the tables of time zones hold thirty thousand addresses that the loader would
//! otherwise have to correct at every start, a third of the time of a short command. As a whole:
//! where the C library can be had as an archive it is linked in, since finding and binding three
//! shared libraries takes as long as most commands; elsewhere the libraries are shared as usual.
//! Written in one piece: a file that the linker fills through a mapping lies in single pages in the
//! system's memory, and every command takes a quarter longer. Side by side: the system maps sixteen
//! pages of the program at a time, and a command whose functions lie scattered asks for most of it.

use std::fmt::Write as _;
use std::path::Path;

/// Which functions come first; `order.py` beside it says how it is made.
const ORDER: &str = "build/order.txt";

/// Tells LLVM's linker to make the program in memory and to write it at the end; and to give it an
/// address at which the system does not map two megabytes of it where a few pages are asked for.
const WRITE_IN_ONE_PIECE: &str = "-Wl,--mmap-output-file,--image-base=0x210000";

/// Tells Cargo how to link the program for the machine that builds it.
pub(crate) fn arrange(folder: &Path) {
    println!("cargo:rerun-if-changed={ORDER}");
    let variable = |key: &str| std::env::var(key).unwrap_or_default();
    if variable("CARGO_CFG_TARGET_OS") != "linux" || variable("CARGO_CFG_TARGET_ENV") != "gnu" {
        return;
    }
    println!("cargo:rustc-link-arg-bins=-no-pie");
    if variable("HOST") == variable("TARGET") && variable("CARGO_CFG_TARGET_ARCH") == "x86_64" {
        link_as_a_whole(&folder.join("archives"));
        let mut options = vec![WRITE_IN_ONE_PIECE.to_owned()];
        if variable("PROFILE") == "release" {
            options.push(in_order(folder));
        }
        for option in options.iter().filter(|option| is_known_to_the_linker(option, folder)) {
            println!("cargo:rustc-link-arg-bins={option}");
        }
    }
}

/// Writes the script that puts the functions of `order.txt` before all others, and returns the option
/// that hands it to the linker. A function that is not there under this name stays where it was.
fn in_order(folder: &Path) -> String {
    let order = std::fs::read_to_string(ORDER).expect("it is in the tree");
    let mut first = String::new();
    for name in order.lines().filter(|line| !line.starts_with('#')) {
        match name.rsplit_once(':') {
            Some((member, section)) => writeln!(first, "    *{member}({section})"),
            None => writeln!(first, "    *(.text.{name})"),
        }
        .expect("a text takes everything");
    }
    let script = format!("SECTIONS {{ .text.first : {{\n{first}}} }}\nINSERT BEFORE .text;\n");
    let path = folder.join("order.ld");
    std::fs::write(&path, script).expect("the folder can be written");
    format!("-Wl,-T,{}", path.display())
}

/// Links archives in place of the shared libraries that the standard library asks for.
///
/// The standard library itself can be told so only for a whole build, which would then fail where
/// there are no archives. So the linker is shown, under the names of the shared libraries, files
/// that refer it to the archives.
fn link_as_a_whole(folder: &Path) {
    let is_there = |archive: &str| {
        let asked =
            std::process::Command::new("cc").arg(format!("-print-file-name={archive}")).output();
        // The compiler answers with the bare name where it does not find the file.
        asked.is_ok_and(|said| said.status.success() && said.stdout.contains(&b'/'))
    };
    let archives = ["libc.a", "libm.a", "libgcc.a", "libgcc_eh.a"];
    if !archives.into_iter().all(is_there) {
        return;
    }
    let unwinding = "-l:libgcc_eh.a -l:libgcc.a";
    let mut scripts = vec![
        ("libgcc_s.so", format!("INPUT ( {unwinding} )")),
        ("libc.so", format!("GROUP ( -l:libc.a {unwinding} )")),
    ];
    for (shared, archive) in [
        ("libm.so", "libm.a"),
        ("libutil.so", "libutil.a"),
        ("librt.so", "librt.a"),
        ("libpthread.so", "libpthread.a"),
        ("libdl.so", "libdl.a"),
    ] {
        // The last four are part of the C library by now, and empty or not there at all.
        let found = if is_there(archive) {
            format!("INPUT ( -l:{archive} )")
        } else {
            "/* part of the C library */".to_owned()
        };
        scripts.push((shared, found));
    }
    std::fs::create_dir_all(folder).expect("the folder can be written");
    for (name, text) in scripts {
        std::fs::write(folder.join(name), text).expect("the folder can be written");
    }
    println!("cargo:rustc-link-arg-bins=-L{}", folder.display());
    println!("cargo:rustc-link-arg-bins=-static");
}

/// Links an empty program to see whether the linker takes an option: each linker has its own.
fn is_known_to_the_linker(option: &str, folder: &Path) -> bool {
    let source = folder.join("empty.rs");
    std::fs::write(&source, "fn main() {}").expect("the folder can be written");
    let asked = |key: &str| std::env::var(key).ok();
    let mut rustc = std::process::Command::new(asked("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.arg(&source).arg("-o").arg(folder.join("empty"));
    rustc.arg(format!("-Clink-arg={option}"));
    rustc.args(asked("RUSTC_LINKER").map(|linker| format!("-Clinker={linker}")));
    let flags = asked("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    rustc.args(flags.split('\u{1f}').filter(|flag| !flag.is_empty()));
    rustc.output().is_ok_and(|said| said.status.success())
}
