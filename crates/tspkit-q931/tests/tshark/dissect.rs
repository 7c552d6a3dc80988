//! What tshark makes of messages: all of them in one run, since it takes a while to start.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use serde_json::{Map, Value};

use crate::program::Program;

/// A field's name, and its values in the order in which tshark shows them.
///
/// Numbers are decimal, bits are `0` and `1`, bytes are `0a:ff`, text is as it is.
pub(crate) type Fields = BTreeMap<String, Vec<String>>;

/// One message as tshark sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dissected {
    /// What it calls the element under test: `Low-layer compatibility`. `None` when it shows none.
    pub(crate) title: Option<String>,
    /// Every field of the element.
    pub(crate) fields: Fields,
    /// The element More data is there.
    pub(crate) more_data: bool,
    /// It says that the packet is malformed.
    pub(crate) malformed: bool,
}

/// A SETUP with a bearer capability, as a call has it, before the element under test.
const SETUP: [u8; 9] = [0x08, 0x01, 0x2A, 0x05, 0x04, 0x03, 0x80, 0x90, 0xA3];

/// Puts each element into a SETUP of Q.931.
pub(crate) fn elements<B: AsRef<[u8]>>(elements: &[B]) -> Vec<Dissected> {
    let messages: Vec<_> = elements
        .iter()
        .map(|element| [&SETUP, element.as_ref()].concat())
        .collect();
    let layers = run(
        &messages,
        &["-P", "q931"],
        &[
            "-J",
            "q931",
            "-o",
            "q932.facility_encoding: Dissect facility as ETSI",
        ],
    );
    layers.iter().map(element).collect()
}

/// Puts each SIP message into a UDP datagram, and says what tshark reads in its `User-to-User` headers.
pub(crate) fn user_to_user<B: AsRef<[u8]>>(messages: &[B]) -> Vec<Vec<String>> {
    run(messages, &["-u", "5060,5060"], &["-J", "sip"])
        .iter()
        .map(|layers| {
            let mut fields = Fields::new();
            flatten(&layers["sip"], &mut fields);
            assert!(layers.get("_ws.malformed").is_none(), "{layers}");
            fields.remove("sip.uui").unwrap_or_default()
        })
        .collect()
}

/// The layers of each packet.
fn run<B: AsRef<[u8]>>(packets: &[B], wrap: &[&str], options: &[&str]) -> Vec<Value> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut text = String::new();
    for packet in packets {
        text.push_str("000000");
        for byte in packet.as_ref() {
            write!(text, " {byte:02x}").expect("text");
        }
        text.push('\n');
    }
    fs::write(folder.path().join("packets.txt"), text).expect("a file for the test");
    let words = [&["-q"], wrap, &["packets.txt", "packets.pcap"]].concat();
    tool("text2pcap", &words, folder.path());
    let words = [
        &["-n", "-r", "packets.pcap", "-T", "json"],
        &["--no-duplicate-keys"][..],
        options,
    ]
    .concat();
    let out = tool("tshark", &words, folder.path());
    let found: Value = serde_json::from_str(&out).expect("tshark writes JSON");
    let found: Vec<_> = found
        .as_array()
        .expect("a list of packets")
        .iter()
        .map(|packet| packet["_source"]["layers"].clone())
        .collect();
    assert_eq!(found.len(), packets.len(), "tshark saw fewer packets");
    found
}

fn tool(name: &str, arguments: &[&str], folder: &Path) -> String {
    Program::start(name, "tshark", arguments, folder, name).succeed()
}

fn element(layers: &Value) -> Dissected {
    let message = layers["q931"].as_object().expect("a message of Q.931");
    let mut trees = message
        .iter()
        .filter(|(name, tree)| tree.is_object() && *name != "Bearer capability");
    let element = trees.next();
    assert!(trees.next().is_none(), "more than one element: {layers}");
    let mut fields = Fields::new();
    if let Some((_, tree)) = element {
        flatten(tree, &mut fields);
    }
    Dissected {
        title: element.map(|(title, _)| title.clone()),
        more_data: message.contains_key("q931.more_data"),
        malformed: layers.get("_ws.malformed").is_some() || fields.contains_key("_ws.malformed"),
        fields,
    }
}

/// Gathers the fields of a tree, those of the trees below it too.
fn flatten(tree: &Value, fields: &mut Fields) {
    for (name, value) in tree.as_object().into_iter().flat_map(Map::iter) {
        let values = value
            .as_array()
            .map_or(std::slice::from_ref(value), |values| values.as_slice());
        for value in values {
            let text = value.as_str();
            // A structure has fields of its own, and is empty text when it has none.
            if text.is_some() || name.ends_with("_element") {
                let text = plain(name, text.unwrap_or_default());
                fields.entry(name.clone()).or_default().push(text);
            }
            if text.is_none() {
                flatten(value, fields);
            }
        }
    }
}

/// Hexadecimal numbers become decimal ones: tshark's choice of the base is no matter.
fn plain(name: &str, text: &str) -> String {
    let number = text
        .strip_prefix("0x")
        .filter(|_| name != "q931.user.string" && name != "sip.uui")
        .and_then(|digits| u64::from_str_radix(digits, 16).ok());
    number.map_or_else(|| text.to_owned(), |number| number.to_string())
}
