//! mingw's compiler, as an independent source of TAPI's headers.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

/// The headers that have everything this crate names, in the order they need.
pub(crate) const HEADERS: &str = "#include <windows.h>\n#include <stddef.h>\n#include <tapi.h>\n\
     #include <tspi.h>\n#include <tapi3if.h>\n#include <tapi3err.h>\n";

const COMPILER: &str = "x86_64-w64-mingw32-gcc";

/// Runs the compiler over `source` with `arguments`, and answers what it prints.
///
/// Panics with the Debian package's name if there is no compiler, and with the compiler's own words if
/// it refuses the source.
pub(crate) fn compile(source: &str, arguments: &[&str]) -> String {
    let mut child = Command::new(COMPILER)
        .args(arguments)
        .args(["-x", "c", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            panic!("cannot run {COMPILER} ({error}); install Debian's gcc-mingw-w64-x86-64")
        });
    let mut input = child.stdin.take().expect("standard input is a pipe");
    let source = source.to_owned();
    let writer = std::thread::spawn(move || input.write_all(source.as_bytes()));
    let output = child.wait_with_output().expect("the compiler ends");
    let written = writer.join().expect("the writing thread ends");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && written.is_ok(),
        "{COMPILER} refuses the generated program:\n{errors}"
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Every macro that mingw's headers define, one `#define` a line.
pub(crate) static MACROS: LazyLock<String> = LazyLock::new(|| compile(HEADERS, &["-E", "-dM"]));

/// Names of the macros in mingw's headers that begin with `prefix`.
pub(crate) fn macro_names(prefix: &str) -> Vec<&'static str> {
    let prefix = format!("#define {prefix}");
    MACROS
        .lines()
        .filter(|line| line.starts_with(&prefix))
        .filter_map(|line| line.split_whitespace().nth(1))
        .collect()
}

/// A C program of static assertions; compiling it is the check.
pub(crate) struct Assertions {
    source: String,
    count: usize,
}

impl Assertions {
    pub(crate) fn new() -> Self {
        Self {
            source: HEADERS.to_owned(),
            count: 0,
        }
    }

    /// Asserts that a C expression has this value as 32 bits.
    pub(crate) fn value(&mut self, expression: &str, value: u32) {
        self.count += 1;
        writeln!(
            self.source,
            "_Static_assert((unsigned int)({expression}) == {value}u, \"{expression}\");"
        )
        .expect("a string takes every text");
    }

    /// Compiles, and answers how many assertions held.
    pub(crate) fn check(self) -> usize {
        compile(&self.source, &["-fsyntax-only", "-Werror"]);
        self.count
    }
}
