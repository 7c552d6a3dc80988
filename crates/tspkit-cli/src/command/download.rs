//! `tspkit download`.

use serde_json::json;
use tspkit::{Bytes, Direction};

use crate::{
    args::Download,
    failure::{Failure, Kind},
    input::Input,
    interrupt::Interrupts,
    outfile::OutFile,
    output::Output,
    target::{Target, area_name, close},
    transfer::{Transfer, speed},
};

pub(crate) fn download(
    args: &Download,
    output: &Output,
    interrupts: &Interrupts,
) -> Result<(), Failure> {
    let target = Target::open(&args.place, interrupts)?;
    let result = run(args, &target, output, interrupts);
    close(target.phone.office());
    result
}

fn run(
    args: &Download,
    target: &Target,
    output: &Output,
    interrupts: &Interrupts,
) -> Result<(), Failure> {
    let area = target.area(Direction::Download)?;
    let verify = args.verify || args.read_back.is_some();
    if verify {
        // Before anything is sent: what cannot be read back cannot be verified.
        target.area(Direction::Upload)?;
    }
    let kept = args
        .read_back
        .as_deref()
        .map(OutFile::prepare)
        .transpose()?;
    let input = Input::new(&args.file);
    let data = Bytes::from(input.read(target, &area)?);

    let transfer = Transfer {
        target,
        output,
        interrupts,
    };
    let request = target.phone.set_data(area.id, data.clone());
    let ((), took) = transfer.run("download", data.len() as u64, request)?;
    if verify {
        let request = target.phone.get_data(area.id);
        let (back, _) = transfer.run("read back", data.len() as u64, request)?;
        if let Some(kept) = kept {
            kept.write(&back)?;
        }
        compare(&data, &back)?;
    }

    let place = format!("{} of {}", area_name(&area), target.name());
    let mut summary = format!(
        "downloaded {} to {place}: {}",
        input.name(),
        speed(data.len(), took)
    );
    if verify {
        summary.push_str("; read back, identical");
    }
    let mut fields = target.fields("download", &area);
    fields["bytes"] = json!(data.len());
    fields["seconds"] = json!(took.as_secs_f64());
    fields["verified"] = json!(verify);
    output.done(&summary, fields)
}

/// Says where the first difference is.
fn compare(sent: &[u8], back: &[u8]) -> Result<(), Failure> {
    if sent == back {
        return Ok(());
    }
    let same = sent.iter().zip(back).take_while(|(a, b)| a == b).count();
    let message = format!(
        "what came back is not what was sent: {} bytes sent, {} came back, the first difference is at byte {same}",
        sent.len(),
        back.len()
    );
    Err(Failure::new(Kind::Differs, message)
        .hint("the area may not give back what it takes, or the transfer was damaged; --read-back FILE keeps it"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_named() {
        assert!(compare(b"abc", b"abc").is_ok());
        let first = |sent: &[u8], back: &[u8]| {
            let failure = compare(sent, back).unwrap_err();
            assert_eq!(failure.kind, Kind::Differs);
            failure.message.rsplit(' ').next().unwrap().to_owned()
        };
        assert_eq!(first(b"abc", b"abd"), "2");
        assert_eq!(first(b"abc", b"ab"), "2");
        assert_eq!(first(b"", b"x"), "0");
    }
}
