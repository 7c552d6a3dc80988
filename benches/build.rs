//! Compiles the floor as its figure is meant: at -O2, whatever the profile.

fn main() {
    for name in ["floor", "calls", "lines"] {
        let file = format!("floor/{name}.c");
        println!("cargo::rerun-if-changed={file}");
        cc::Build::new()
            .file(file)
            .opt_level(2)
            .debug(false)
            .warnings(true)
            .compile(&format!("bench_{name}"));
    }
}
