//! Arrays of small structures and of texts, whose offsets begin at the whole structure.

use tspkit_abi::TspiVersion;
use tspkit_abi::layout::{LINEADDRESSCAPS, LINEADDRESSSTATUS, LINEDEVCAPS};
use tspkit_abi::structure::{LineCompletionCaps, StructReader};

use crate::room::{dword, room};
use crate::{addresses, lines};

/// The text that a size and an offset in an array name.
fn text(bytes: &[u8], size: u32, offset: u32) -> String {
    let (size, offset) = (size as usize, offset as usize);
    let units: Vec<u16> = bytes[offset..offset + size]
        .chunks_exact(2)
        .map(|unit| u16::from_le_bytes([unit[0], unit[1]]))
        .collect();
    assert_eq!(units.last(), Some(&0), "the size counts the NUL");
    String::from_utf16(&units[..units.len() - 1]).unwrap()
}

#[test]
fn terminals_and_their_texts() {
    let mut bytes = room(2000);
    lines::caps().write(&mut bytes, TspiVersion::V3_1).unwrap();
    let reader = StructReader::<LINEDEVCAPS>::new(&bytes, TspiVersion::V3_1).unwrap();
    assert_eq!(
        reader.u32s(LINEDEVCAPS::TERMINAL_CAPS),
        Ok(vec![1, 4, 1, 2, 0x80, 4])
    );
    let mut expected: Vec<u8> = "The phone\0"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    expected.resize(40, 0);
    assert_eq!(reader.bytes(LINEDEVCAPS::TERMINAL_TEXT), Ok(&expected[..]));
}

#[test]
fn call_treatments_with_their_names() {
    let mut bytes = room(2000);
    addresses::caps()
        .write(&mut bytes, TspiVersion::V2_0)
        .unwrap();
    let reader = StructReader::<LINEADDRESSCAPS>::new(&bytes, TspiVersion::V2_0).unwrap();
    let entries = reader.u32s(LINEADDRESSCAPS::CALL_TREATMENT_LIST).unwrap();
    let names = 228 + 36;
    assert_eq!(entries, [4, 12, names, 1, 0, 0, 0x100, 8, names + 12]);
    assert_eq!(text(&bytes, entries[1], entries[2]), "Music");
    assert_eq!(text(&bytes, entries[7], entries[8]), "Sea");
}

/// The array without its names would be of no use: there is room for both or neither is written.
#[test]
fn call_treatments_without_room_for_their_names() {
    let (array, names) = (36, 20);
    for (spare, size) in [(array, 0), (array + names - 1, 0), (array + names, 36)] {
        let mut bytes = room(228 + spare);
        let mut caps = addresses::caps();
        (caps.completion, caps.address) = (LineCompletionCaps::default(), "");
        (caps.device_classes, caps.dev_specific) = (&[], b"");
        let written = caps.write(&mut bytes, TspiVersion::V2_2).unwrap();
        assert_eq!(written.needed, 228 + 36 + 20);
        let reader = StructReader::<LINEADDRESSCAPS>::new(&bytes, TspiVersion::V2_2).unwrap();
        let list = reader.bytes(LINEADDRESSCAPS::CALL_TREATMENT_LIST).unwrap();
        assert_eq!(list.len(), size);
    }
}

#[test]
fn completion_messages_of_one_size() {
    let mut bytes = room(2000);
    addresses::caps()
        .write(&mut bytes, TspiVersion::V3_1)
        .unwrap();
    let reader = StructReader::<LINEADDRESSCAPS>::new(&bytes, TspiVersion::V3_1).unwrap();
    let entry = reader
        .u32(LINEADDRESSCAPS::COMPLETION_MSG_TEXT_ENTRY_SIZE)
        .unwrap();
    let table = reader.bytes(LINEADDRESSCAPS::COMPLETION_MSG_TEXT).unwrap();
    let texts: Vec<String> = table
        .chunks_exact(entry as usize)
        .map(|text| {
            let units: Vec<u16> = text
                .chunks_exact(2)
                .map(|unit| u16::from_le_bytes([unit[0], unit[1]]))
                .collect();
            String::from_utf16(&units).unwrap()
        })
        .collect();
    let padded = |text: &str| format!("{text:\0<13}");
    assert_eq!(texts, [padded("Call me back"), padded("Later"), padded("")]);
}

/// Two members of a forwarding came with 3.1, not with 3.0.
#[test]
fn forwardings_before_and_since_3_1() {
    for version in TspiVersion::ALL {
        let mut bytes = room(500);
        addresses::status().write(&mut bytes, *version).unwrap();
        let reader = StructReader::<LINEADDRESSSTATUS>::new(&bytes, *version).unwrap();
        let members = reader.u32s(LINEADDRESSSTATUS::FORWARD).unwrap();
        let entry = if *version == TspiVersion::V3_1 { 8 } else { 6 };
        assert_eq!(members.len(), 2 * entry, "{version}");
        let [first, second] = [&members[..entry], &members[entry..]];
        assert_eq!((first[0], first[3]), (0x80, 49));
        assert_eq!(text(&bytes, first[1], first[2]), "0800");
        assert_eq!(text(&bytes, first[4], first[5]), "102");
        assert_eq!(second[..4], [1, 0, 0, 0]);
        assert_eq!(text(&bytes, second[4], second[5]), "1");
        if entry == 8 {
            assert_eq!((&first[6..], &second[6..]), (&[1, 4][..], &[0, 0][..]));
        }
        let array = 64 + 4;
        assert_eq!(
            dword(&bytes, LINEADDRESSSTATUS::FORWARD.offset_member()),
            array
        );
        let texts = array + u32::try_from(8 * entry).unwrap();
        assert_eq!(
            [first[2], first[5], second[5]],
            [texts, texts + 10, texts + 18]
        );
    }
}
