//! The typesetting child as a program of its own.

fn main() {
    std::process::exit(afaq_documents::child_main());
}
