# What the project runs; `just` lists the recipes.

default:
    @just --list

# Everything that CI checks
ci:
    bash .ci/run

# Format, lints and tests
check:
    cargo fmt --all --check
    cargo clippy --locked --all-targets -- -D warnings
    cargo test --locked

# Ratios against the sqlite3 shell; ROWS may be 10000, 100000, 1000000
bench ROWS="100000":
    cargo bench --locked --bench against_sqlite3 -- {{ROWS}}

# The desk's ratios against the disk and the sqlite3 library; PEOPLE up to 1000000
bench-desk PEOPLE="20000":
    cargo bench --locked --bench desk -- {{PEOPLE}}

# Write docs/cli.md anew from the help texts
docs:
    MEIBO_WRITE_DOCS=1 cargo test --locked --test it readme

# Write build/order.txt anew, the functions that commands run; needs valgrind and LLVM's linker
order:
    python3 build/order.py

# Groups against GroupEng, a checkout of which is in the folder CHECKOUT
bench-groups CHECKOUT SEEDS="100":
    cargo build --release --locked
    python3 benches/groupeng.py target/release/meibo {{CHECKOUT}} {{SEEDS}}

# The same in other encodings and as a workbook, against openpyxl
bench-intake ROWS="100000":
    cargo bench --locked --bench intake -- {{ROWS}}

# Fuzz the readers for SECONDS each; needs `cargo install cargo-fuzz`. TARGET is text, header,
# workbook or old_workbook, and what was found goes into fuzz/cases/
fuzz TARGET="text" SECONDS="120":
    mkdir -p fuzz/corpus/{{TARGET}}
    RUSTC_BOOTSTRAP=1 cargo fuzz run -s none {{TARGET}} fuzz/corpus/{{TARGET}} fuzz/cases/{{TARGET}} fixtures/intake -- -max_total_time={{SECONDS}} -max_len=16384 -timeout=10 -rss_limit_mb=1024

# Damage the small files of fixtures/intake/ in many ways and read them; MUTATIONS a file
damage MUTATIONS="20000":
    MEIBO_MUTATIONS={{MUTATIONS}} cargo test --locked --test it no_damage_to_any_kind_of_file
