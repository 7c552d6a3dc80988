//! `tspkit decode`.

mod common;

use std::{
    io::Write as _,
    process::{Child, Stdio},
};

use common::{Folder, Run, run, tspkit};
use serde_json::json;

fn decode(arguments: &str) -> Run {
    run(["decode"].into_iter().chain(arguments.split(' ')))
}

fn piped(arguments: &[&str], input: &[u8]) -> Run {
    let mut command = tspkit();
    command.arg("decode").args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child: Child = command.stderr(Stdio::piped()).spawn().expect("it runs");
    let mut pipe = child.stdin.take().expect("a pipe");
    pipe.write_all(input).expect("it reads");
    drop(pipe);
    child.wait_with_output().expect("it ends").into()
}

const HELLO: &str = r#"user-user information (Q.931 4.5.30), 6 bytes
octet 3   04              protocol discriminator: IA5 characters (4)
octet 4   68 65 6C 6C 6F  user information: "hello"
"#;

const FACSIMILE: &str = "\
high layer compatibility (Q.931 4.5.17), 2 bytes
octet 3   91  coding standard: ITU-T standardized coding (0)
              interpretation: first (primary or only) high layer characteristics to be used in the call (4)
              presentation method of protocol profile: high layer protocol profile (without specification of attributes) (1)
octet 4   84  high layer characteristics identification: facsimile group 2/3 (F.182) (4)
";

#[test]
fn buffers_are_explained() {
    for (arguments, text) in [
        ("uui 04 68 65 6C 6C 6F", HELLO),
        ("hlc 9184", FACSIMILE),
        (
            "llc 80 90 a3",
            "\
low layer compatibility (Q.931 4.5.19), 3 bytes
octet 3   80  coding standard: ITU-T standardized coding (0)
              information transfer capability: speech (0)
octet 4   90  transfer mode: circuit mode (0)
              information transfer rate: 64 kbit/s (16)
octet 5   A3  layer identifier: layer 1 (1)
              user information layer 1 protocol: G.711 A-law (3)
",
        ),
    ] {
        let run = decode(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (Some(0), text));
        assert_eq!(run.stderr, "");
    }
}

#[test]
fn bytes_come_in_many_ways() {
    for arguments in [
        "91 84",
        "9184",
        "91:84",
        "0x91 0x84",
        "0x91, 0x84",
        "0x9184",
    ] {
        assert_eq!(decode(&format!("hlc {arguments}")).stdout, FACSIMILE);
    }
    let one_word = run(["decode", "hlc", " 91\t84\n"]);
    assert_eq!(one_word.stdout, FACSIMILE);
    assert_eq!(piped(&["hlc", "-"], b"0x91,\n0x84\n").stdout, FACSIMILE);
    assert_eq!(
        piped(&["hlc", "--file", "-"], &[0x91, 0x84]).stdout,
        FACSIMILE
    );
    let folder = Folder::new();
    let file = folder.file("buffer", [0x91, 0x84]);
    assert_eq!(run(["decode", "hlc", "--file", &file]).stdout, FACSIMILE);
}

#[test]
fn wrong_bytes_have_their_place() {
    const HINT: &str = "hint: bytes are written as `91 81`, `9181`, `91:81` or `0x91, 0x81`\n";
    for (arguments, error) in [
        (
            "hlc 91 8G",
            "'G' is not a hexadecimal digit, at character 5 of `91 8G`",
        ),
        (
            "hlc 91 8",
            "'8' stands alone, and a byte has two digits, at character 4 of `91 8`",
        ),
        (
            "hlc 91 0x",
            "the bytes end after `0x`, at character 6 of `91 0x`",
        ),
    ] {
        let run = decode(arguments);
        let stderr = format!("error: {error}\n{HINT}");
        assert_eq!(
            (run.code, run.stdout.as_str(), run.stderr),
            (Some(2), "", stderr)
        );
    }
    let run = piped(&["hlc", "-"], b"91\n8?");
    let stderr =
        format!("error: '?' is not a hexadecimal digit, at character 5 of standard input\n{HINT}");
    assert_eq!((run.code, run.stderr), (Some(2), stderr));
    let run = piped(&["hlc", "-"], &[0x91, 0x84]);
    let stderr = "error: standard input is not text, from byte 1 on\nhint: --file - takes bytes as they are\n";
    assert_eq!((run.code, run.stderr.as_str()), (Some(2), stderr));

    let missing = decode("hlc --file no-such-file");
    assert_eq!(missing.code, Some(6));
    assert!(
        missing
            .stderr
            .starts_with("error: cannot read `no-such-file`: "),
        "{}",
        missing.stderr
    );
    for arguments in ["hlc", "hlc 91 --file x", "hcl 91"] {
        assert_eq!(decode(arguments).code, Some(2), "{arguments}");
    }
}

#[test]
fn whole_elements() {
    let whole = decode("hlc --element 7D 02 91 84");
    let (_, contents) = FACSIMILE.split_once('\n').unwrap();
    let text = format!(
        "\
high layer compatibility (Q.931 4.5.17), 4 bytes
octet 1   7D  information element identifier: high layer compatibility (125)
octet 2   02  length of contents: octets that follow (2)
{contents}"
    );
    assert_eq!((whole.code, whole.stdout), (Some(0), text));

    let other = decode("uui --element 7D 05 04 68 69");
    let text = r#"user-user information (Q.931 4.5.30), 5 bytes
octet 1   7D     information element identifier: high layer compatibility (125)
                 ! 125 has no meaning as the identifier of user-user information
octet 2   05     length of contents: octets that follow (5)
                 ! the length says 5 octets, and 3 are there
octet 3   04     protocol discriminator: IA5 characters (4)
octet 4   68 69  user information: "hi"
"#;
    assert_eq!((other.code, other.stdout.as_str()), (Some(0), text));

    let followed = decode("uui --element 7E 01 04 7D 00");
    let text = "\
user-user information (Q.931 4.5.30), 5 bytes
octet 1   7E     information element identifier: user-user (126)
octet 2   01     length of contents: octets that follow (1)
octet 3   04     protocol discriminator: IA5 characters (4)
octet 4   7D 00  ! octets without a place in the element: 2
";
    assert_eq!((followed.code, followed.stdout.as_str()), (Some(0), text));

    let empty = run(["decode", "llc", "--element", ""]);
    let text = "\
low layer compatibility (Q.931 4.5.19), 0 bytes
octet 1     ! the identifier is missing
octet 2
octet 3     ! the information transfer capability is missing
";
    assert_eq!((empty.code, empty.stdout.as_str()), (Some(0), text));
}

#[test]
fn check_tells_sound_buffers_from_others() {
    let sound = decode("hlc --check 91 84");
    assert_eq!((sound.code, sound.stdout.as_str()), (Some(0), FACSIMILE));
    let cut = decode("uui --check 7E");
    let text = "\
user-user information (Q.931 4.5.30), 1 bytes
octet 3   7E  protocol discriminator: other network layer or layer 3 protocol (126)
";
    assert_eq!((cut.code, cut.stdout.as_str()), (Some(0), text));
    let broken = decode("hlc --check 91 60");
    assert_eq!(broken.code, Some(9));
    let last = broken.stdout.lines().last();
    let problem =
        "              ! the extension bit says that another octet follows, and none does";
    assert_eq!(last, Some(problem));
    assert_eq!(broken.stderr, "error: 1 thing is wrong with the buffer\n");
    assert_eq!(decode("hlc 91 60").code, Some(0));
}

#[test]
fn as_json() {
    let run = decode("uui --json 04 68 FF");
    assert_eq!(run.code, Some(0));
    let octets = json!([
        {
            "octet": "3",
            "at": 0,
            "hex": "04",
            "fields": [{ "name": "protocol discriminator", "number": 4, "meaning": "IA5 characters" }],
            "problems": [],
        },
        {
            "octet": "4",
            "at": 1,
            "hex": "68",
            "fields": [{ "name": "user information", "number": null, "meaning": "\"h\"" }],
            "problems": [],
        },
        {
            "octet": "5",
            "at": 2,
            "hex": "FF",
            "fields": [],
            "problems": ["octets that are no IA5 characters: 1, the first 0xff"],
        },
    ]);
    let mut expected = json!({
        "ok": true,
        "command": "decode",
        "kind": "uui",
        "bytes": 3,
        "sound": false,
        "octets": octets,
    });
    assert_eq!(run.json(), expected);

    let checked = decode("uui --json --check 04 68 FF");
    assert_eq!(checked.code, Some(9));
    let report = checked.json();
    assert_eq!(report["error"]["kind"], "malformed");
    assert_eq!(report["exit_code"], 9);
    expected["ok"] = json!(false);
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(report[name], *value, "{name}");
    }
}

#[test]
fn headers() {
    const HEADER: &str = "0468656c6c6f;encoding=hex;purpose=isdn-uui";
    let text = r#"User-to-User header (RFC 7433), 42 bytes
octet 1   30 34 36 38 36 35 36 63  UUI data: "0468656c6c6f"
          36 63 36 66              octets: 6, as hex
                                   protocol discriminator: IA5 characters (4)
                                   user information: "hello"
octet 13  3B 65 6E 63 6F 64 69 6E  parameter: encoding is "hex"
          67 3D 68 65 78
octet 26  3B 70 75 72 70 6F 73 65  parameter: purpose is "isdn-uui"
          3D 69 73 64 6E 2D 75 75
          69
"#;
    let run = decode(&format!("user-to-user {HEADER}"));
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), text));
    let line = format!("User-To-User :  {HEADER}\r\n");
    assert_eq!(piped(&["user-to-user", "-"], line.as_bytes()).stdout, text);
    assert_eq!(
        piped(&["user-to-user", "--file", "-"], line.as_bytes()).stdout,
        text
    );
    let element = decode(&format!("user-to-user --element {HEADER}"));
    assert_eq!(element.code, Some(2));
    let broken = decode("user-to-user --check 046;encoding=hex");
    assert_eq!(broken.code, Some(9), "{}", broken.stdout);
}

#[test]
fn charging() {
    let contents = "91 A1 11 02 01 01 02 01 24 30 09 30 07 A1 05 30 03 02 01 04";
    let run = decode(&format!("charging --check {contents}"));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let rows = "\
octet 3   91        protocol profile: remote operations protocol (17)
octet 4   A1 11     invoke component: 17 octets
octet 6   02 01 01  invoke identifier: 1
octet 9   02 01 24  operation: 36
                    advice of charge: at the end of the call, in units
octet 12  30 09     charging information: 9 octets
octet 14  30 07     charge: 7 octets
octet 16  A1 05     list of recorded units: 5 octets
octet 18  30 03     recorded units: 3 octets
octet 20  02 01 04  number of units: 4
";
    let text = format!("charging information (Q.956.2), 20 bytes\n{rows}");
    assert_eq!(run.stdout, text);
    let element = decode(&format!("charging --check --element 1C 14 {contents}"));
    assert_eq!(element.code, Some(0));
    assert!(element.stdout.ends_with(rows), "{}", element.stdout);
}
