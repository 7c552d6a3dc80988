//! What tshark is to say, gathered field by field, and the comparison with what it says.

use crate::dissect::{Dissected, Fields};

/// The fields of one element.
#[derive(Debug, Clone, Default)]
pub(crate) struct Expected {
    fields: Fields,
}

impl Expected {
    /// An element whose identifier and length are these.
    pub(crate) fn element(bytes: &[u8]) -> Self {
        let mut expected = Self::default();
        expected.number("q931.information_element", bytes[0]);
        expected.number("q931.information_element_len", bytes[1]);
        expected
    }

    /// A further value of a field that is a number.
    pub(crate) fn number(&mut self, name: &str, number: impl Into<u64>) -> &mut Self {
        self.text(name, number.into().to_string())
    }

    /// A further value of a field that is a bit.
    pub(crate) fn bit(&mut self, name: &str, bit: bool) -> &mut Self {
        self.number(name, bit)
    }

    /// A further value of a field that is bytes.
    pub(crate) fn bytes(&mut self, name: &str, bytes: &[u8]) -> &mut Self {
        let octets: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        self.text(name, octets.join(":"))
    }

    /// A further value of a field that is text.
    pub(crate) fn text(&mut self, name: &str, text: impl Into<String>) -> &mut Self {
        let values = self.fields.entry(name.to_owned()).or_default();
        values.push(text.into());
        self
    }

    /// How many values there are.
    pub(crate) fn count(&self) -> usize {
        self.fields.values().map(Vec::len).sum()
    }

    /// Every field is there with these values and no other field is; says how many values that were.
    #[track_caller]
    pub(crate) fn compare(&self, title: &str, bytes: &[u8], found: &Dissected) -> usize {
        assert!(!found.malformed, "{bytes:02x?}: malformed, says tshark");
        assert_eq!(found.title.as_deref(), Some(title), "{bytes:02x?}");
        if self.fields == found.fields {
            return self.count();
        }
        let names = self.fields.keys().chain(found.fields.keys());
        let mut lines: Vec<_> = names
            .filter(|name| self.fields.get(*name) != found.fields.get(*name))
            .map(|name| {
                let values = |fields: &Fields| match fields.get(name) {
                    Some(values) => format!("{values:?}"),
                    None => "nothing".into(),
                };
                format!(
                    "  {name}: {} is ours, {} is tshark's",
                    values(&self.fields),
                    values(&found.fields)
                )
            })
            .collect();
        lines.dedup();
        panic!("{title} {bytes:02x?}\n{}", lines.join("\n"));
    }
}
