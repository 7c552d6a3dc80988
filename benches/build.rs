//! Compiles the floor as its figure is meant: at -O2, whatever the profile.

fn main() {
    println!("cargo::rerun-if-changed=floor/floor.c");
    cc::Build::new()
        .file("floor/floor.c")
        .opt_level(2)
        .debug(false)
        .warnings(true)
        .compile("floor");
}
