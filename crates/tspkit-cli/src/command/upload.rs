//! `tspkit upload`.

use serde_json::json;
use tspkit::Direction;

use crate::{
    args::Upload,
    failure::{Failure, Kind},
    interrupt::Interrupts,
    outfile::OutFile,
    output::Output,
    target::{Target, area_name, close},
    transfer::{Transfer, speed},
};

pub(crate) fn upload(
    args: &Upload,
    output: &Output,
    interrupts: &Interrupts,
) -> Result<(), Failure> {
    if output.json && args.output.is_none() {
        return Err(Failure::new(
            Kind::Usage,
            "standard output cannot take both the data and --json",
        )
        .hint("write the data to a file with -o FILE"));
    }
    let target = Target::open(&args.place, interrupts)?;
    let result = run(args, &target, output, interrupts);
    close(target.phone.office());
    result
}

fn run(
    args: &Upload,
    target: &Target,
    output: &Output,
    interrupts: &Interrupts,
) -> Result<(), Failure> {
    let area = target.area(Direction::Upload)?;
    let file = args.output.as_deref().map(OutFile::prepare).transpose()?;
    let transfer = Transfer {
        target,
        output,
        interrupts,
    };
    let request = target.phone.get_data(area.id);
    let (data, took) = transfer.run("upload", area.size.into(), request)?;

    let place = format!("{} of {}", area_name(&area), target.name());
    let how = speed(data.len(), took);
    let (Some(file), Some(path)) = (file, &args.output) else {
        if !args.force && Output::stdout_is_terminal() && !is_text(&data) {
            return Err(Failure::new(
                Kind::Usage,
                format!(
                    "the {} bytes are not text, and would garble the terminal",
                    data.len()
                ),
            )
            .hint(
                "write them to a file with -o FILE, or to the terminal all the same with --force",
            ));
        }
        output.write(&data)?;
        if !output.quiet {
            output.note(&format!("uploaded {place}: {how}"));
        }
        return Ok(());
    };
    file.write(&data)?;
    let mut fields = target.fields("upload", &area);
    fields["bytes"] = json!(data.len());
    fields["seconds"] = json!(took.as_secs_f64());
    fields["file"] = json!(path.display().to_string());
    output.done(
        &format!("uploaded {place} to `{}`: {how}", path.display()),
        fields,
    )
}

/// A terminal can show it.
fn is_text(data: &[u8]) -> bool {
    std::str::from_utf8(data).is_ok_and(|text| {
        text.chars()
            .all(|char| !char.is_control() || matches!(char, '\n' | '\r' | '\t'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_told_from_what_garbles_terminals() {
        assert!(is_text("language=en\r\n\tfür alle\n".as_bytes()));
        assert!(is_text(b""));
        assert!(!is_text(b"\x1b[2J"));
        assert!(!is_text(b"a\0b"));
        assert!(!is_text(b"\xff\xfe"));
    }
}
