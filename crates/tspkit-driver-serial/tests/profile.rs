//! What profiles may contain, and what is said of mistakes.

use proptest::prelude::*;
use tspkit_driver_serial::Profile;

const EXAMPLES: [&str; 3] = [
    include_str!("../../../examples/profiles/boot-loader.toml"),
    include_str!("../../../examples/profiles/xmodem.toml"),
    include_str!("../../../examples/profiles/at.toml"),
];

/// A profile with one area, and something added to it.
fn with_area(way: &str) -> String {
    format!("name = \"x\"\n[[areas]]\nid = 0\nname = \"a\"\nsize = 10\n{way}\n")
}

#[test]
fn the_smallest_profile_is_a_phone_without_anything() {
    let profile = Profile::from_toml("name = \"x\"").unwrap();
    assert_eq!(
        (profile.name(), profile.settings().to_string().as_str()),
        ("x", "115200 8N1")
    );
    let line = "name = \"x\"\n[line]\nbaud = 300\ndata_bits = 7\nparity = \"even\"\nstop_bits = 2\nflow_control = \"hardware\"";
    let profile = Profile::from_toml(line).unwrap();
    assert_eq!(profile.settings().to_string(), "300 7E2 RTS/CTS");
    assert_eq!(
        profile.with_baud(9600).settings().to_string(),
        "9600 7E2 RTS/CTS"
    );
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table of mistakes")]
fn mistakes_are_found_where_they_are() {
    let down = "direction = \"download\"\n";
    let up = "direction = \"upload\"\n";
    let step = |step: &str| format!("name = \"x\"\n[wake]\nsteps = [{step}]");
    let event = |event: &str| format!("name = \"x\"\n[[events]]\n{event}");
    let cases: Vec<(String, &str, &str)> = vec![
        (String::new(), "1:1", "missing field `name`"),
        ("name = ".into(), "1:8", ""),
        ("name = \"\"".into(), "1:8", "the profile has no name"),
        (
            "name = \"x\"\nsize = 1".into(),
            "2:1",
            "unknown field `size`",
        ),
        (
            "name = \"x\"\n[line]\nbaud = 0".into(),
            "3:8",
            "the baud rate 0",
        ),
        (
            "name = \"x\"\n[line]\nbaud = -1".into(),
            "3:8",
            "invalid value",
        ),
        (
            "name = \"x\"\n[line]\ndata_bits = 9".into(),
            "3:13",
            "5 to 8 data bits",
        ),
        (
            "name = \"x\"\n[line]\nstop_bits = 3".into(),
            "3:13",
            "1 to 2 stop bits",
        ),
        (
            "name = \"x\"\n[line]\nparity = \"mark\"".into(),
            "3:10",
            "unknown variant `mark`",
        ),
        (
            "name = \"x\"\n[line]\nreopen = \"0ms\"".into(),
            "3:10",
            "`reopen` must be",
        ),
        (
            "name = \"x\"\n[line]\nsettle = \"1 day\"".into(),
            "3:10",
            "`1 day` is no time",
        ),
        (step("{}"), "3:10", "the step does nothing"),
        (
            step("{ send = \"{area}\" }"),
            "3:19",
            "`{area}` has no meaning here; none are here",
        ),
        (
            step("{ send = \"a\", expect = \"\" }"),
            "3:33",
            "an empty text is always there",
        ),
        (step("{ send = \"a\", tries = 0 }"), "3:32", "never tried"),
        (step("{ send = \"{\" }"), "3:19", "a lone `{`"),
        (
            "name = \"x\"\n[wake]\nevery = \"1s\"".into(),
            "3:9",
            "no steps to repeat",
        ),
        (
            "name = \"x\"\n[[phones]]\nid = 0\nname = \"a\"".into(),
            "3:6",
            "numbers from 1 to 65535",
        ),
        (
            "name = \"x\"\n[[phones]]\nid = 1\nname = \"a\"\n[[phones]]\nid = 1\nname = \"b\""
                .into(),
            "6:6",
            "the phone 1 is there already",
        ),
        (
            "name = \"x\"\n[[phones]]\nid = 1\nname = \"a\"\nareas = [7]".into(),
            "5:10",
            "no data area 7",
        ),
        (with_area(down), "6:13", "add the table `download`"),
        (
            with_area(&format!(
                "{up}download = {{ transfer = \"xmodem\" }}\nupload = {{ transfer = \"xmodem\" }}"
            )),
            "7:12",
            "direction excludes `download`",
        ),
        (
            with_area(&format!("{down}download = {{ transfer = \"zmodem\" }}")),
            "7:25",
            "unknown variant `zmodem`",
        ),
        (
            with_area(&format!(
                "{down}download = {{ command = \"{{size:08y}}\", transfer = \"raw\" }}"
            )),
            "7:24",
            "`08y` is no format",
        ),
        (
            with_area(&format!(
                "{down}download = {{ command = \"{{name:04}}\", transfer = \"raw\" }}"
            )),
            "7:24",
            "`name` is text",
        ),
        (
            with_area(&format!("{up}upload = {{ transfer = \"raw\" }}")),
            "7:23",
            "where does a raw upload end",
        ),
        (
            with_area(&format!(
                "{up}upload = {{ transfer = \"raw\", length = 5, terminator = \"x\" }}"
            )),
            "7:39",
            "not both",
        ),
        (
            with_area(&format!(
                "{up}upload = {{ transfer = \"raw\", length = \"announced\", prompt = \"{{length}}\" }}"
            )),
            "7:39",
            "is taken from the prompt",
        ),
        (
            with_area(&format!(
                "{up}upload = {{ transfer = \"raw\", length = \"much\" }}"
            )),
            "7:39",
            "\"announced\" or a number",
        ),
        (
            with_area(&format!(
                "{down}download = {{ transfer = \"raw\", length = 5 }}"
            )),
            "7:41",
            "10 bytes do not fit",
        ),
        (
            with_area(&format!(
                "{down}download = {{ transfer = \"xmodem\", length = 5 }}"
            )),
            "7:44",
            "only `raw` transfers have a `length`",
        ),
        (
            with_area(&format!(
                "{down}download = {{ transfer = \"none\", command = \"x\" }}"
            )),
            "7:25",
            "downloads to an area of size 0",
        ),
        (
            format!(
                "{}[line]\ndata_bits = 7",
                with_area(&format!("{down}download = {{ transfer = \"ymodem\" }}"))
            ),
            "7:25",
            "need 8 data bits",
        ),
        (
            format!(
                "{}[line]\nflow_control = \"software\"",
                with_area(&format!("{down}download = {{ transfer = \"ymodem\" }}"))
            ),
            "7:25",
            "software flow control swallows",
        ),
        (
            with_area(&format!(
                "count = 5000\n{down}download = {{ transfer = \"raw\" }}"
            )),
            "3:6",
            "numbers from 0 to 4095",
        ),
        (
            format!(
                "{0}{1}",
                with_area(&format!("{down}download = {{ transfer = \"raw\" }}")),
                "[[areas]]\nid = 0\nname = \"b\"\nsize = 1\ndirection = \"download\"\ndownload = { transfer = \"raw\" }"
            ),
            "9:6",
            "the data area 0 is there already",
        ),
        (
            "name = \"x\"\n[display]\nrows = 0\ncolumns = 1".into(),
            "3:8",
            "1 to 1024 rows",
        ),
        (
            "name = \"x\"\n[[buttons]]\nmode = \"x\"".into(),
            "3:8",
            "there is no `x`; write one of",
        ),
        (
            "name = \"x\"\n[[buttons]]\nlamp = { on = \"1\" }".into(),
            "3:10",
            "there is no `on`; write one of",
        ),
        (
            "name = \"x\"\n[[buttons]]\nset = { send = \"x\" }".into(),
            "3:7",
            "there is no lamp to light",
        ),
        (
            event("line = \"{*}\"\nevent = \"ignored\""),
            "3:8",
            "every line would be this one",
        ),
        (
            event("line = \"{*}{text}x\"\nevent = \"ignored\""),
            "3:8",
            "side by side",
        ),
        (
            event("line = \"RING\"\nevent = \"ring\""),
            "4:9",
            "which ring mode is it?",
        ),
        (
            event("line = \"RING\"\nevent = \"ring\"\nmode = 1"),
            "4:9",
            "the phones have no ring modes",
        ),
        (
            event("line = \"K {button}\"\nevent = \"button-down\"\nbutton = 0"),
            "4:9",
            "no such button or lamp",
        ),
        (
            event("line = \"H\"\nevent = \"off-hook\"\ndevice = \"handset\""),
            "5:10",
            "the phones do not have it",
        ),
        (
            event("line = \"H\"\nevent = \"restarted\"\nphone = 2"),
            "5:9",
            "there is no phone 2",
        ),
    ];
    for (text, place, part) in cases {
        let error = Profile::from_toml(&text).expect_err(&text);
        let at = error.position().expect("a place");
        assert_eq!(
            format!("{}:{}", at.line, at.column),
            place,
            "{text}\n{error}"
        );
        assert!(error.to_string().contains(part), "{text}\n{error}");
    }
}

#[test]
fn the_file_is_named_in_the_error() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("acme.toml");
    std::fs::write(&path, "name = 1").unwrap();
    let error = Profile::from_file(&path).unwrap_err().to_string();
    let expected = format!("{}, line 1, column 8: ", path.display());
    assert!(error.starts_with(&expected), "{error}");
}

proptest! {
    /// Whatever is cut out of an example, doubled or put elsewhere: it is read, or refused with a place in the text.
    #[test]
    fn damaged_profiles_are_refused_or_read(
        example in 0..3_usize,
        start in any::<prop::sample::Index>(),
        end in any::<prop::sample::Index>(),
        put in any::<prop::sample::Index>(),
    ) {
        let text = EXAMPLES[example];
        let mut cuts: Vec<usize> = [start, end, put].map(|index| index.index(text.len())).to_vec();
        prop_assume!(cuts.iter().all(|cut| text.is_char_boundary(*cut)));
        cuts[..2].sort_unstable();
        let damaged = format!("{}{}{}", &text[..cuts[2]], &text[cuts[0]..cuts[1]], &text[cuts[2]..]);
        let cut = format!("{}{}", &text[..cuts[0]], &text[cuts[1]..]);
        for text in [damaged, cut] {
            if let Err(error) = Profile::from_toml(&text) {
                let at = error.position().expect("a place");
                prop_assert!(at.line <= text.lines().count() + 1);
            }
        }
    }

    #[test]
    fn any_text_is_refused_or_read(text in "\\PC*") {
        if let Err(error) = Profile::from_toml(&text) {
            prop_assert!(error.position().is_some());
        }
    }
}
