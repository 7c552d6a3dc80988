//! `LINECALLINFO` at every size, for three layouts, with everything in it.

use tspkit_driver_sim::Incoming;
use tspkit_provider::hal::{LineId, Party};

use crate::{
    office::{LINES, office},
    support::{code::line as code, within_reason},
    world::{IDLE, Line, VOICE, done, dword, field},
};

/// Every variable field that the provider fills: the size's offset, and what is to be there.
const FILLED: [(usize, &[u8]); 6] = [
    (112, b"0\x003\x000\x001\x002\x003\x004\0\0\0"),
    (248, b"\x04user to user"),
    (256, b"high"),
    (264, b"lo"),
    (288, b"specific"),
    (300, b"the data"),
];

/// Members that are TAPI's: the line, monitoring, owners and monitors; application's name, displayable address, called
/// party and comment.
const TAPI_S: [std::ops::Range<usize>; 4] = [12..16, 56..64, 92..100, 208..240];

#[test]
fn nothing_is_cut_and_nothing_written_beyond_at_any_size() {
    within_reason(|| {
        let office = office!();
        for (number, (version, fixed)) in
            (0..).zip([(0x0002_0000, 324), (0x0002_0002, 324), (0x0003_0001, 344)])
        {
            let line = Line::open_deaf(office.lines, LINES + number, version);
            assert_eq!(office.lines.detect(line.handle, VOICE), 0);
            let mut incoming = Incoming::new(Party::known("0301234", "Anna"));
            incoming.user_user = FILLED[1].1.into();
            incoming.high_layer = FILLED[2].1.into();
            incoming.low_layer = FILLED[3].1.into();
            incoming.dev_specific = FILLED[4].1.into();
            incoming.call_data = FILLED[5].1.into();
            let came = office.control().call_in(LineId(1 + number), incoming);
            assert!(came.is_some());
            let call = line.comes_in(0);
            let fill = |total: usize| {
                let mut bytes = vec![0xA5; 1024];
                let size = u32::try_from(total).expect("it is small");
                bytes[..4].copy_from_slice(&size.to_le_bytes());
                // SAFETY: the structure is longer than it says.
                let result = unsafe {
                    office
                        .exports
                        .line_get_call_info(call.handle, bytes.as_mut_ptr())
                };
                (result, bytes)
            };
            let (result, whole) = fill(1024);
            assert_eq!(result, 0);
            let needed = dword(&whole, 4);
            assert_eq!(dword(&whole, 8), needed, "everything is there");
            for (offset, data) in FILLED {
                assert_eq!(field(&whole, offset), data, "{version:#x} {offset}");
            }
            for range in TAPI_S {
                assert!(whole[range].iter().all(|byte| *byte == 0xA5));
            }
            for total in 0..fixed {
                let (result, bytes) = fill(total);
                assert_eq!(result, code::STRUCTURETOOSMALL, "{version:#x} {total}");
                assert!(bytes[4..].iter().all(|byte| *byte == 0xA5));
            }
            for total in fixed..=needed as usize + 9 {
                let (result, bytes) = fill(total);
                assert_eq!((result, dword(&bytes, 0) as usize), (0, total));
                assert_eq!(dword(&bytes, 4), needed, "{version:#x} {total}");
                let used = dword(&bytes, 8) as usize;
                assert!(used <= total && used >= fixed);
                assert!(bytes[used..].iter().all(|byte| *byte == 0xA5));
                for (offset, data) in FILLED {
                    let found = field(&bytes, offset);
                    assert!(found == data || found.is_empty(), "{total} {offset}");
                }
                if total >= needed as usize {
                    assert_eq!(used, needed as usize);
                }
            }
            // The trunk is wanted again.
            done(|request| office.lines.drop_call(request, call.handle, b""));
            line.reach(call, IDLE);
        }
        office.shut_down();
    });
}

/// Applications ask for it whenever anything happens.
#[test]
fn what_is_known_of_a_call_is_told_without_an_allocation() {
    within_reason(|| {
        let office = office!();
        let line = Line::open(office.lines, LINES);
        let mut incoming = Incoming::new(Party::known("0301234", "Anna"));
        incoming.user_user = FILLED[1].1.into();
        incoming.call_data = FILLED[5].1.into();
        office.control().call_in(LineId(1), incoming);
        let call = line.comes_in(0);
        let counted = allocation_counter::measure(|| {
            assert_eq!(office.lines.call_info(call.handle).0, 0);
            assert_eq!(office.lines.call_status(call.handle).0, 0);
        });
        assert_eq!(counted.count_total, 0);
        line.shows(call, 300, FILLED[5].1);
        office.shut_down();
    });
}
