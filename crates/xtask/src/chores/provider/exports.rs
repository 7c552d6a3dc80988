//! What a provider exports, compared with the list of what it is to export.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context as _, Result, bail};
use object::{Object as _, read::File};

use crate::project::Project;

/// One name in each line; empty lines and those that begin with `#` are passed over.
const LIST: &str = "examples/office-tsp/exports.txt";

/// Fails when the library lacks a name of the list, or exports anything else.
pub(crate) fn check(project: &Project, library: &Path) -> Result<()> {
    let list = project.root().join(LIST);
    let text = fs::read_to_string(&list).with_context(|| format!("cannot read {LIST}"))?;
    let wanted = listed(&text)?;
    let bytes = fs::read(library).with_context(|| format!("cannot read {}", library.display()))?;
    let exported = exported(&bytes)
        .with_context(|| format!("cannot read the exports of {}", library.display()))?;
    compare(&wanted, &exported)
        .with_context(|| format!("{} exports something else than {LIST}", library.display()))?;
    println!(
        "{}: exports the {} functions of {LIST} and nothing else",
        library.display(),
        wanted.len()
    );
    Ok(())
}

fn listed(text: &str) -> Result<BTreeSet<String>> {
    let lines = text.lines().map(str::trim);
    let mut names = BTreeSet::new();
    for name in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if !names.insert(name.to_owned()) {
            bail!("{LIST} names {name} twice");
        }
    }
    if names.is_empty() {
        bail!("{LIST} names no function");
    }
    Ok(names)
}

/// What a loader finds in the library, an ELF or PE file; what has no name goes by its number.
fn exported(library: &[u8]) -> Result<BTreeSet<String>> {
    let text = |name: &[u8]| String::from_utf8_lossy(name).into_owned();
    let file = File::parse(library)?;
    if let File::Pe64(pe) = &file {
        let Some(table) = pe.export_table()? else {
            return Ok(BTreeSet::new());
        };
        let exports = table.exports()?.into_iter();
        return Ok(exports
            .map(|export| {
                let number = || format!("number {}", export.ordinal);
                export.name.map_or_else(number, text)
            })
            .collect());
    }
    let exports = file.exports()?.into_iter();
    Ok(exports.map(|export| text(export.name())).collect())
}

fn compare(wanted: &BTreeSet<String>, exported: &BTreeSet<String>) -> Result<()> {
    let missing: Vec<_> = wanted.difference(exported).collect();
    let surplus: Vec<_> = exported.difference(wanted).collect();
    if !missing.is_empty() || !surplus.is_empty() {
        bail!(
            "missing: {}; not in the list: {}",
            words(&missing),
            words(&surplus)
        );
    }
    Ok(())
}

fn words(names: &[&String]) -> String {
    let names: Vec<_> = names.iter().map(|name| name.as_str()).collect();
    if names.is_empty() {
        "none".into()
    } else {
        names.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_compared_both_ways() {
        let wanted = listed("# first\nTSPI_a\n\n TSPI_b \r\n").unwrap();
        let set = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        assert!(compare(&wanted, &set(&["TSPI_b", "TSPI_a"])).is_ok());
        let error = compare(&wanted, &set(&["TSPI_a", "rust_eh_personality"])).unwrap_err();
        assert_eq!(
            error.to_string(),
            "missing: TSPI_b; not in the list: rust_eh_personality"
        );
    }

    #[test]
    fn a_list_that_says_nothing_or_a_name_twice_is_refused() {
        assert!(listed("# nothing\n").is_err());
        assert!(listed("TSPI_a\nTSPI_a\n").is_err());
    }

    #[test]
    fn bytes_that_are_no_library_are_an_error() {
        assert!(exported(b"MZ and nothing more").is_err());
    }
}
