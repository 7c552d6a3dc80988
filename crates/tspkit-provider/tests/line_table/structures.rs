//! Structures of every size, in the layouts of three versions.

use crate::{
    ending, functions,
    office::{Author, LINES, Office, office},
    scene::config,
    support::tapi::wide,
    table::{self, Cell},
    world::{Call, Line, VOICE, dword, params},
};

/// What a structure is filled with beforehand.
const BLANK: u8 = 0xA5;
/// More than any structure here.
const ROOM: usize = 8 * 1024;

const VERSIONS: [u32; 3] = [0x0002_0000, 0x0002_0002, 0x0003_0001];

#[test]
fn structures_are_filled_at_every_size_as_the_table_says() {
    functions::walk("structures", 7 * 3 * 4, |walked| {
        let office = office!(Author::of(config));
        for (index, version) in VERSIONS.into_iter().enumerate() {
            let device = LINES + u32::try_from(index).expect("it is small");
            let line = Line::open_deaf(office.lines, device, version);
            assert_eq!(office.lines.detect(line.handle, VOICE), 0);
            let given = params(&[
                (88, b"high"),
                (96, b"low"),
                (104, b"specific"),
                (156, b"data"),
            ]);
            let call = line.make(Some("0800"), Some(&given));
            line.reach(call, table::state("connected"));
            let asked = Asked {
                office,
                version,
                device,
                line,
                call,
            };
            for [function, fixed, small, exact, full, more] in table::columns("structures") {
                let fixed = fixed.split(' ').nth(index).expect("three sizes");
                let fixed = fixed.parse().expect("it is a number");
                let cells = [small, exact, full, more].map(|word| Cell::of(word).word);
                for (name, problem) in asked.sizes(function, fixed, cells) {
                    walked.cell(&format!("{function} {version:#x} {name}"), problem);
                }
            }
        }
        office.shut_down();
    });
}

/// Where a structure comes from.
struct Asked {
    office: Office,
    version: u32,
    device: u32,
    line: Line,
    call: Call,
}

impl Asked {
    fn fill(&self, function: &str, total: usize) -> (i32, Vec<u8>) {
        let mut bytes = vec![BLANK; ROOM];
        let size = u32::try_from(total).expect("it is small");
        bytes[..4].copy_from_slice(&size.to_le_bytes());
        let (exports, out) = (self.office.exports, bytes.as_mut_ptr());
        let (line, call) = (self.line.handle, self.call.handle);
        let class = wide("tapi/line");
        let code = match function {
            // SAFETY: the structure is longer than it says; likewise below.
            "GetCallInfo" => unsafe { exports.line_get_call_info(call, out) },
            // SAFETY: as above.
            "GetCallStatus" => unsafe { exports.line_get_call_status(call, out) },
            // SAFETY: as above.
            "GetDevCaps" => unsafe { exports.line_get_dev_caps(self.device, self.version, 0, out) },
            // SAFETY: as above.
            "GetAddressCaps" => unsafe {
                exports.line_get_address_caps(self.device, 0, self.version, 0, out)
            },
            // SAFETY: as above.
            "GetLineDevStatus" => unsafe { exports.line_get_line_dev_status(line, out) },
            // SAFETY: as above.
            "GetAddressStatus" => unsafe { exports.line_get_address_status(line, 0, out) },
            // SAFETY: as above, and the class ends with a NUL.
            "GetID.line" => unsafe { exports.line_get_id(line, 0, 0, 1, out, class.as_ptr(), 0) },
            function => panic!("there is no function {function} here"),
        };
        (code, bytes)
    }

    fn sizes(
        &self,
        function: &str,
        fixed: usize,
        [small, exact, full, more]: [&str; 4],
    ) -> [(&'static str, Option<String>); 4] {
        let whole = self.fill(function, ROOM).1;
        let needed = dword(&whole, 4) as usize;
        let too_small = (0..fixed).find_map(|total| self.too_small(function, total, small));
        let at = |total, word| self.large_enough(function, (fixed, total, needed), word);
        // Every size on the way is like the first.
        let on_the_way = (fixed..needed).find_map(|total| at(total, exact));
        [
            ("-1", too_small),
            ("fixed", on_the_way),
            ("full", at(needed, full)),
            ("more", at(needed + 1024, more)),
        ]
    }

    fn too_small(&self, function: &str, total: usize, word: &str) -> Option<String> {
        let (code, bytes) = self.fill(function, total);
        let found = ending::name(code);
        if found != word {
            return Some(format!("{total} bytes: {found}"));
        }
        let touched = bytes[4..].iter().any(|byte| *byte != BLANK);
        touched.then(|| format!("{total} bytes, and something was written"))
    }

    fn large_enough(
        &self,
        function: &str,
        (fixed, total, needed): (usize, usize, usize),
        word: &str,
    ) -> Option<String> {
        let (code, bytes) = self.fill(function, total);
        let found = ending::name(code);
        let used = dword(&bytes, 8) as usize;
        let problem = if found != word {
            found
        } else if dword(&bytes, 0) as usize != total {
            "dwTotalSize was written"
        } else if dword(&bytes, 4) as usize != needed {
            "dwNeededSize differs"
        } else if used < fixed || used > total {
            "dwUsedSize is not between the fixed part and the whole"
        } else if bytes[used..].iter().any(|byte| *byte != BLANK) {
            "something was written past dwUsedSize"
        } else if total >= needed && used != needed {
            "not all is there"
        } else if total < needed && used == needed {
            "more is used than there is"
        } else {
            return None;
        };
        Some(format!("{total} bytes: {problem}"))
    }
}
