//! Versions of TSPI and of extensions: negotiated, selected, used.

use crate::{
    ending, functions,
    office::{Author, LINES, Office, office},
    scene::config,
    support::tapi::room,
    table::{self, Cell},
    world::{Line, event, next_handle},
};

/// A version by the table's major and minor number.
fn version(text: &str) -> u32 {
    let (major, minor) = text.split_once('.').expect("major.minor");
    let [major, minor] = [major, minor].map(|part| part.parse::<u32>().expect("a number"));
    major << 16 | minor
}

fn device(word: &str) -> u32 {
    match word {
        // INITIALIZE_NEGOTIATION.
        "init" => u32::MAX,
        "line" => LINES,
        "none" => 9_999,
        word => panic!("the table has no device {word}"),
    }
}

/// What is wrong with an answer and the version that came with it.
fn wrong(code: i32, found: u32, result: Cell, expected: &str) -> Option<String> {
    let word = ending::name(code);
    let expected = if expected == "-" {
        0
    } else {
        version(expected)
    };
    (word != result.word || found != expected).then(|| format!("{word}, version {found:#x}"))
}

#[test]
fn versions_are_negotiated_as_the_table_says() {
    functions::walk("versions", 28, |walked| {
        let office = office!(Author::of(config));
        for [device_word, low, high, result, expected] in table::words("versions") {
            let mut found = 0;
            // SAFETY: the output is a variable.
            let code = unsafe {
                office.exports.line_negotiate_tspi_version(
                    device(device_word),
                    version(low),
                    version(high),
                    &raw mut found,
                )
            };
            let problem = wrong(code, found, Cell::of(result), expected);
            walked.cell(&format!("{device_word} {low} to {high}"), problem);
        }
        office.shut_down();
    });
}

#[test]
fn versions_are_used_as_the_table_says() {
    functions::walk("version uses", 19, |walked| {
        let office = office!(Author::of(config));
        for [function, used, extension, device_word, result] in table::words("version uses") {
            let result = Cell::of(result).word;
            let versions = (version(used), version(extension));
            let found = ending::name(use_version(
                &office,
                function,
                device(device_word),
                versions,
            ));
            let problem = (found != result).then(|| format!("it ended with {found}"));
            walked.cell(
                &format!("{function} {used} {extension} {device_word}"),
                problem,
            );
        }
        office.shut_down();
    });
}

fn use_version(office: &Office, function: &str, device: u32, versions: (u32, u32)) -> i32 {
    let exports = office.exports;
    let (version, extension) = versions;
    match function {
        // SAFETY: the structure is as long as it says.
        "GetDevCaps" => unsafe {
            exports.line_get_dev_caps(device, version, extension, room().as_mut_ptr())
        },
        // SAFETY: the structure is as long as it says.
        "GetAddressCaps" => unsafe {
            exports.line_get_address_caps(device, 0, version, extension, room().as_mut_ptr())
        },
        "GetExtensionID" => {
            let mut id = [0; 4];
            // SAFETY: the output is a variable.
            unsafe { exports.line_get_extension_id(device, version, &raw mut id) }
        }
        "Open" => {
            let (code, handle) = office
                .lines
                .open_as(device, next_handle(), version, Some(event));
            if code == 0 {
                assert_eq!(office.lines.close(handle), 0);
            }
            code
        }
        function => panic!("there is no function {function} here"),
    }
}

#[test]
fn extensions_are_negotiated_and_selected_as_the_table_says() {
    functions::walk("extensions", 14, |walked| {
        let office = office!(Author::of(config));
        let line = Line::open(office.lines, LINES);
        for [step, low, high, result, expected] in table::words("extensions") {
            let name = format!("{step} {low} to {high}");
            let result = Cell::of(result);
            if step == "select" {
                let code = office.lines.select_ext_version(line.handle, version(low));
                walked.cell(&name, wrong(code, 0, result, "-"));
            } else {
                let (low, high) = (version(low), version(high));
                let (code, found) = office.lines.negotiate_ext(LINES, low, high);
                walked.cell(&name, wrong(code, found, result, expected));
            }
        }
        office.shut_down();
    });
}
