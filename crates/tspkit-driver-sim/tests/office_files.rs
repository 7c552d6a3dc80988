//! Office files: what is wrong with one is said with its place, and no text makes the parser panic.

use proptest::prelude::*;
use tspkit_driver_sim::{OfficeConfig, OfficeError, Position, SimOffice};
use tspkit_hal::Hardware;

/// A model and a phone, to which tests add what is wrong.
const BASE: &str = "[models.desk]\nareas = [{ id = 0, size = 4 }]\n[[phones]]\nname = \"Desk\"\nmodel = \"desk\"\ncount = 2\n";

fn error(text: &str) -> OfficeError {
    OfficeConfig::from_toml(text).expect_err(text)
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let cases = [
        (
            "seed = \"one\"",
            "the office file is wrong at line 1, column 8: invalid type: string \"one\", expected i64",
        ),
        (
            "\n  sed = 1",
            "the office file is wrong at line 2, column 3: unknown field `sed`, expected one of `seed`, `worker`, `latency`, \
             `jitter`, `cancel_delay`, `models`, `phones`, `lines`, `switch`, `outside`, `rules`, `line_rules`, `events`, `line_events`",
        ),
        (
            "latency = \"soon\"",
            "the office file is wrong at line 1, column 11: `soon` is no time; write a number and its unit, `us`, `ms`, `s`, \
             `m` or `h`, such as \"250ms\"",
        ),
        (
            "[[phones]]\nname = \"a\"\nmodel = \"b\"",
            "the office is wrong at line 3, column 9, phones[0].model: there is no model `b`; add a table [models.b]",
        ),
        (
            "[models.a]\nareas = [{ id = 0, name = \"é\", size = 3, content = \"four\" }]",
            "the office is wrong at line 2, column 52, models.a.areas[0].content: 4 bytes do not fit into the area, whose size \
             is 3; make it larger",
        ),
        (
            "[models.a]\nhookswitches = [{ device = \"ear\" }]",
            "the office file is wrong at line 2, column 28: there is no `ear`; write one of `handset`, `speaker`, `headset`",
        ),
        (
            "[[rules]]\nerror = \"NOPE\"",
            "the office file is wrong at line 2, column 9: `NOPE` is no error of TAPI's; write a name such as \
             `PHONEERR_RESOURCEUNAVAIL`, or a code of your own from `0xC0000000`",
        ),
    ];
    for (text, said) in cases {
        assert_eq!(error(text).to_string(), said);
    }
}

/// An office file with every key of lines, switch and world outside: the fuzz target's seed.
const LINES: &str = include_str!("../../../fuzz/corpus/office_toml/lines.toml");

#[test]
fn lines_are_read_and_written() {
    let office = OfficeConfig::from_toml(LINES).unwrap();
    let written = office.to_toml().unwrap();
    assert_eq!(OfficeConfig::from_toml(&written).unwrap(), office);
    let inventory = SimOffice::new(office).unwrap().inventory();
    let lines: Vec<_> = inventory
        .lines
        .iter()
        .map(|line| (line.id.0, &*line.name, &*line.address))
        .collect();
    assert_eq!(lines, [(7, "Line 1", "0099"), (8, "Line 2", "0100")]);
    assert!(!inventory.lines[0].in_service);
    let of_phones: Vec<_> = inventory.phones.iter().map(|phone| phone.line).collect();
    let line = |id| Some(tspkit_hal::LineId(id));
    assert_eq!(of_phones, [line(7), line(8)]);
    let model = &inventory.lines[1].model;
    assert_eq!((model.user_user.make_call, model.user_user.send), (33, 200));
    assert_eq!((model.active_calls, model.held_calls), (2, 0));
}

#[test]
fn lines_that_do_not_fit_are_found() {
    let line = "[[lines]]\nname = \"a\"\naddress = \"101\"\n";
    let cases = [
        ("count = 0", "lines[0].count: no line at all"),
        ("phone = 2", "lines[0].phone: there is no phone 2"),
        (
            "features = [\"park\"]",
            "lines[0].features: the switch has no such feature",
        ),
        (
            "call_data = 2000000",
            "lines[0].call_data: 2000000 is too much; the most is 1048576",
        ),
        ("latency = \"24h\"\nwidth = 1", "unknown field `width`"),
        (
            line,
            "lines[1].address: the address 101 is taken by lines[0]; give another",
        ),
        (
            "count = 2\n[[lines]]\nname = \"b\"\naddress = \"102\"",
            "lines[1].address: the address 102 is taken by lines[0]",
        ),
        (
            "[[lines]]\nname = \"b\"\naddress = \"102\"\nid = 1",
            "lines[1].id: the line number 1 is taken by lines[0]",
        ),
        (
            "[[outside]]\nnumber = \"101\"",
            "outside[0].number: 101 is the address of lines[0]",
        ),
        (
            "[[outside]]\nnumber = \"+1\"",
            "outside[0].number: `+1` is no number; write 1 to 32 digits",
        ),
        (
            "[[outside]]\nnumber = \"1\"\n[[outside]]\nnumber = \"1\"",
            "outside[1].number: 1 is there already",
        ),
        (
            "[[outside]]\nnumber = \"1\"\nbehaviour = \"rude\"",
            "unknown variant `rude`",
        ),
        (
            "[switch]\nnetwork_message = 0",
            "switch.network_message: a message carries at least one octet",
        ),
        (
            "[switch]\nring_every = \"0s\"",
            "switch.ring_every: this is too often",
        ),
        (
            "[[line_events]]\nline = \"7\"\naction = \"call_in\"",
            "line_events[0].line: there is no line `7`",
        ),
        (
            "[[line_events]]\nline = \"101\"\naction = \"identify\"",
            "line_events[0].action: `identify` needs a number",
        ),
        (
            "[[line_events]]\nline = \"101\"\naction = \"send\"\nname = \"a\"",
            "line_events[0].action: only `call_in` and `identify` show number and name",
        ),
        (
            "[[line_events]]\nline = \"101\"\naction = \"send\"\ncall_data = \"a\"",
            "line_events[0].call_data: only `call_in` brings call data",
        ),
        ("[[line_rules]]", "line_rules[0]: the rule does nothing"),
        (
            "[[line_rules]]\nline = \"7\"\nsilence = true",
            "line_rules[0].line: there is no line `7`",
        ),
        (
            "[[line_rules]]\nerror = \"NO\"",
            "`NO` is no error of TAPI's",
        ),
        (
            "[[line_rules]]\nrequests = [\"SetData\"]",
            "unknown variant `SetData`",
        ),
    ];
    for (more, said) in cases {
        let error = error(&format!("{line}{more}\n")).to_string();
        assert!(error.contains(said), "{more}: {error}");
    }
    let number = "[[lines]]\nname = \"a\"\naddress = \"one\"";
    let said = error(number).to_string();
    assert!(
        said.ends_with("lines[0].address: `one` is no number; write 1 to 32 digits"),
        "{said}"
    );
    let far = "[[lines]]\nname = \"a\"\naddress = \"99999999999999999999999999999999\"\ncount = 2";
    let said = error(far).to_string();
    assert!(said.contains("the addresses do not reach"), "{said}");
}

#[test]
fn parts_that_do_not_fit_are_found() {
    let cases = [
        ("[[rules]]", "rules[0]: the rule does nothing"),
        (
            "[[rules]]\nsilence = true\npanic = true",
            "rules[0]: only one of",
        ),
        (
            "[[rules]]\nsilence = true\nmessage = \"m\"",
            "rules[0].message: a message needs an `error`",
        ),
        (
            "[[rules]]\nsilence = true\nprobability = 1.5",
            "rules[0].probability: 1.5 is no probability",
        ),
        (
            "[[rules]]\nsilence = true\nprobability = nan",
            "rules[0].probability: NaN is no probability",
        ),
        (
            "[[rules]]\nsilence = true\nphone = 2",
            "rules[0].phone: there is no phone 2; the office has 2",
        ),
        (
            "[[rules]]\nsilence = true\nphone = \"Desk\"",
            "rules[0].phone: there is no phone `Desk`",
        ),
        (
            "[[rules]]\nsilence = true\nphone = \"Desk 3\"",
            "rules[0].phone: there is no phone `Desk 3`",
        ),
        (
            "[[events]]\nat = \"0s\"\nphone = \"New\"\naction = \"add\"",
            "events[0].action: a new phone needs a model",
        ),
        (
            "[[events]]\nat = \"0s\"\nphone = 1\naction = \"add\"",
            "events[0].phone: a new phone needs a name",
        ),
        (
            "[[events]]\nat = \"0s\"\nphone = 1\naction = \"unplug\"\nevery = \"0s\"",
            "events[0].every: this is too often",
        ),
        (
            "[[phones]]\nname = \"b\"\nmodel = \"desk\"\nid = 2",
            "phones[1].id: the phone number 2 is taken by phones[0]",
        ),
        (
            "[[phones]]\nname = \"b\"\nmodel = \"desk\"\ncount = 0",
            "phones[1].count: no phone at all",
        ),
        (
            "[[phones]]\nname = \"b\"\nmodel = \"desk\"\ncount = 1000000",
            "phones[1].count: these are 1000002 phones",
        ),
        (
            "[[phones]]\nname = \"b\"\nmodel = \"desk\"\nid = 4294967295\ncount = 2",
            "phones[1].id: the numbers do not reach",
        ),
        (
            "[models.x]\nareas = [{ id = 4096, size = 1 }]",
            "models.x.areas[0].id: 4096 is too high",
        ),
        (
            "[models.x]\nareas = [{ id = 1, size = 1 }, { id = 1, size = 1 }]",
            "models.x.areas[1].id: there are two areas",
        ),
        (
            "[models.x]\nareas = [{ id = 1, size = 1, command = \"echo\" }]",
            "models.x.areas[0].command: `echo` needs an area",
        ),
        (
            "[models.x]\nareas = [{ id = 1, size = 1, command = \"echo\", result = 2 }]",
            "models.x.areas[0].result: the model has no area 2",
        ),
        (
            "[models.x]\nareas = [{ id = 1, size = 1, result = 1 }]",
            "models.x.areas[0].result: only the command `echo`",
        ),
        (
            "[models.x]\nareas = [{ id = 1, size = 1, command = \"display\" }]",
            "models.x.areas[0].command: the model has no display",
        ),
        (
            "[models.x]\ndisplay = { rows = 4294967295, columns = 4294967295 }",
            "models.x.display: a display of",
        ),
        (
            "[models.x]\nareas = [{ id = 1, size = 1, direction = \"upload\", command = \"clear\" }]",
            "models.x.areas[0].command: a command area must take downloads",
        ),
    ];
    for (added, said) in cases {
        let error = error(&format!("{BASE}{added}\n"));
        assert!(error.to_string().contains(said), "{added}: {error}");
        assert!(error.position().is_some_and(|at| at.line >= 3), "{error:?}");
    }
    assert_eq!(error("[").position(), Some(Position { line: 1, column: 2 }));
}

#[test]
fn names_and_numbers_are_given_as_the_file_says() {
    let more = "[[phones]]\nname = \"Boss\"\nmodel = \"desk\"\n[[phones]]\nname = \"Far\"\nmodel = \"desk\"\nid = 70\n";
    let office = SimOffice::from_toml(&format!("{BASE}{more}")).unwrap();
    let phones = office.inventory().phones;
    let named: Vec<_> = phones
        .iter()
        .map(|phone| (phone.id.0, &*phone.name))
        .collect();
    assert_eq!(
        named,
        [(1, "Desk 1"), (2, "Desk 2"), (3, "Boss"), (70, "Far")]
    );
}

/// Texts with the words of office files in them, so that more than the first line is read.
#[test]
fn a_phone_may_have_the_last_number_there_is() {
    let last = format!("{BASE}id = 4294967294\n");
    let office = SimOffice::from_toml(&last).unwrap();
    let ids: Vec<_> = office
        .inventory()
        .phones
        .iter()
        .map(|phone| phone.id.0)
        .collect();
    assert_eq!(ids, [u32::MAX - 1, u32::MAX]);
    let beyond = format!("{BASE}id = 4294967295\n");
    assert!(OfficeConfig::from_toml(&beyond).is_err());
}

fn text() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "[models.desk]",
        "[[models.desk.areas]]",
        "[[phones]]",
        "[[rules]]",
        "[[events]]",
        "id = 1",
        "id = 70000",
        "size = 4",
        "size = -1",
        "count = 3",
        "count = 99999999999",
        "name = \"Desk\"",
        "model = \"desk\"",
        "content = \"text\"",
        "content = [1, 300]",
        "command = \"echo\"",
        "result = 1",
        "changes_every = \"1s\"",
        "direction = \"upload\"",
        "phone = 0",
        "phone = -1",
        "phone = \"Desk 2\"",
        "action = \"add\"",
        "action = \"press\"",
        "at = \"1s\"",
        "error = \"PHONEERR_NOMEM\"",
        "probability = 2.0",
        "every = 0",
        "nth = 2",
        "silence = true",
        "display = { rows = 2, columns = 0 }",
        "latency = \"9e99s\"",
        "seed = 9",
        "worker = true",
        "x = [",
        "\"",
        "{",
        "é",
    ]);
    prop::collection::vec(
        prop_oneof![8 => words.prop_map(str::to_owned), 1 => "\\PC{0,12}"],
        0..12,
    )
    .prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn no_text_makes_it_panic_and_what_is_read_is_written_back(text in text()) {
        match OfficeConfig::from_toml(&text) {
            Ok(office) => {
                let written = office.to_toml().unwrap();
                prop_assert_eq!(&OfficeConfig::from_toml(&written).unwrap(), &office);
                prop_assert!(SimOffice::new(office).unwrap().inventory().check().is_ok());
            }
            Err(error) => {
                let lines = text.lines().count().max(1);
                let at = error.position().unwrap();
                prop_assert!(at.line >= 1 && at.line <= lines + 1 && at.column >= 1, "{:?}", error);
                prop_assert!(!error.to_string().is_empty());
            }
        }
    }
}

#[test]
fn the_files_of_the_documentation_are_right() {
    let text = include_str!("../src/lib.rs");
    let lines: Vec<_> = text
        .lines()
        .filter_map(|line| line.strip_prefix("//!"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    let files = lines.split(|line| *line == "```toml").skip(1);
    let files: Vec<_> = files
        .map(|rest| {
            let file = rest.iter().take_while(|line| **line != "```");
            file.copied().collect::<Vec<_>>().join("\n")
        })
        .collect();
    assert_eq!(files.len(), 2);
    for file in files {
        let office =
            OfficeConfig::from_toml(&file).unwrap_or_else(|error| panic!("{error}\n{file}"));
        SimOffice::new(office).unwrap();
    }
}
