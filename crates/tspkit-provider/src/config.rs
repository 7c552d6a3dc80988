//! Where a provider is told what to do: environment variables, and on Windows the registry.

use std::{env, str::FromStr};

use crate::About;

/// A provider's configuration, by keys.
///
/// A value is looked up each time that it is asked for, in this order:
///
/// 1. the environment variable `<PRODUCT>_<KEY>`: the product's words and the key's, in capitals, joined by `_`. For the
///    product `Office TSP`, `LogFile` is `OFFICE_TSP_LOG_FILE`;
/// 2. on Windows the string or the `DWORD` of that name under `HKEY_LOCAL_MACHINE\SOFTWARE\<vendor>\<product>`, as
///    64-bit programs see it.
///
/// A variable that is set to nothing stands for no value, and hides the registry's.
///
/// | key | meaning | without it |
/// |---|---|---|
/// | `Hardware` | the URL of the hardware | the provider's own |
/// | `LogFile` | the file of the log, written by one process only; its folders are made | no log |
/// | `LogLevel` | off, error, warn, info, debug or trace; calls and callbacks are info | off |
/// | `LogSize` | bytes after which the log goes on in a new file | 10485760 |
/// | `LogFiles` | how many old files of the log are kept | 5 |
/// | `SyncLimit` | how long a synchronous function waits for the phone, such as `5s` | 5s |
/// | `CloseLimit` | how long closing waits for callbacks, such as `2s` | 2s |
/// | `RequestLimit` | how many requests may be open at a time | 1024 |
///
/// ```
/// use tspkit_provider::{About, config::Configuration};
///
/// const ABOUT: About = About::new("tspkit", "Office TSP", "office.tsp");
/// let configuration = Configuration::new(ABOUT);
/// assert_eq!(configuration.variable("LogFile"), "OFFICE_TSP_LOG_FILE");
/// assert_eq!(configuration.get("NoSuchKey"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Configuration {
    about: About,
}

impl Configuration {
    /// The configuration of that provider. Nothing is read yet.
    pub const fn new(about: About) -> Self {
        Self { about }
    }

    /// Whose configuration it is.
    pub const fn about(&self) -> About {
        self.about
    }

    /// The value of a key; `None` where there is none, or none that is Unicode.
    pub fn get(&self, key: &str) -> Option<String> {
        match env::var(self.variable(key)) {
            Ok(value) => Some(value),
            Err(env::VarError::NotPresent) => self.registered(key),
            Err(env::VarError::NotUnicode(_)) => None,
        }
        .filter(|value| !value.is_empty())
    }

    /// The value of a key as something else, such as a number.
    ///
    /// # Errors
    ///
    /// [`BadValue`] names the key, its value and what is wrong with it.
    pub fn parsed<T: FromStr<Err: ToString>>(&self, key: &str) -> Result<Option<T>, BadValue> {
        let Some(value) = self.get(key) else {
            return Ok(None);
        };
        match value.parse() {
            Ok(parsed) => Ok(Some(parsed)),
            Err(error) => Err(BadValue {
                key: key.into(),
                variable: self.variable(key),
                problem: error.to_string(),
                value,
            }),
        }
    }

    /// The name of the environment variable for a key.
    pub fn variable(&self, key: &str) -> String {
        let mut name = String::new();
        words(&mut name, self.about.product, false);
        words(&mut name, key, true);
        name
    }

    #[cfg(windows)]
    fn registered(&self, key: &str) -> Option<String> {
        let path = format!(r"SOFTWARE\{}\{}", self.about.vendor, self.about.product);
        let place = windows_registry::LOCAL_MACHINE.open(path).ok()?;
        place
            .get_string(key)
            .or_else(|_| place.get_u32(key).map(|number| number.to_string()))
            .ok()
    }

    #[cfg(not(windows))]
    #[expect(clippy::unused_self, reason = "on Windows it is used")]
    fn registered(&self, _key: &str) -> Option<String> {
        None
    }
}

/// Adds the words of a text in capitals, with `_` between them; capitals begin words in keys only.
fn words(name: &mut String, text: &str, at_capitals: bool) {
    let mut new_word = true;
    let mut after_small = false;
    for letter in text.chars() {
        if !letter.is_alphanumeric() {
            new_word = true;
            continue;
        }
        let split = at_capitals && after_small && letter.is_uppercase();
        if (new_word || split) && !name.is_empty() {
            name.push('_');
        }
        (new_word, after_small) = (false, !letter.is_uppercase());
        name.extend(letter.to_uppercase());
    }
}

/// Where else a value may stand, for messages.
pub(crate) const OR_REGISTRY: &str = if cfg!(windows) {
    ", or the registry's value"
} else {
    ""
};

/// A value of the configuration that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the configuration's {key} is `{value}`: {problem}; correct {variable}{or}", or = OR_REGISTRY)]
pub struct BadValue {
    /// The key.
    pub key: String,
    /// The environment variable that has its value, unless the registry has.
    pub variable: String,
    /// The value.
    pub value: String,
    /// What is wrong with it.
    pub problem: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::set_variable;

    fn of(product: &'static str) -> Configuration {
        Configuration::new(About::new("tspkit tests", product, "test.tsp"))
    }

    #[test]
    fn variables_are_named_after_product_and_key() {
        let names = [
            ("Office TSP", "LogFile", "OFFICE_TSP_LOG_FILE"),
            ("Office TSP", "Hardware", "OFFICE_TSP_HARDWARE"),
            ("OfficeTSP", "SyncLimit", "OFFICETSP_SYNC_LIMIT"),
            ("acme-phones 3.1", "LogLevel", "ACME_PHONES_3_1_LOG_LEVEL"),
            (" Büro  (neu) ", "HTTPPort", "BÜRO_NEU_HTTPPORT"),
            ("", "LogSize", "LOG_SIZE"),
        ];
        for (product, key, name) in names {
            assert_eq!(of(product).variable(key), name);
        }
    }

    #[test]
    fn a_variable_is_found_and_one_that_is_empty_is_none() {
        let configuration = of("Config found");
        assert_eq!(configuration.get("Hardware"), None);
        set_variable("CONFIG_FOUND_HARDWARE", "sim:");
        assert_eq!(configuration.get("Hardware").as_deref(), Some("sim:"));
        set_variable("CONFIG_FOUND_HARDWARE", "");
        assert_eq!(configuration.get("Hardware"), None);
    }

    #[test]
    fn a_value_of_another_kind_is_parsed_or_named() {
        let configuration = of("Config parsed");
        assert_eq!(configuration.parsed::<u32>("RequestLimit"), Ok(None));
        set_variable("CONFIG_PARSED_REQUEST_LIMIT", "7");
        assert_eq!(configuration.parsed::<u32>("RequestLimit"), Ok(Some(7)));
        set_variable("CONFIG_PARSED_REQUEST_LIMIT", "-7");
        let error = configuration.parsed::<u32>("RequestLimit").unwrap_err();
        assert_eq!(
            (error.key.as_str(), error.value.as_str()),
            ("RequestLimit", "-7")
        );
        let message = format!(
            "the configuration's RequestLimit is `-7`: invalid digit found in string; \
             correct CONFIG_PARSED_REQUEST_LIMIT{OR_REGISTRY}"
        );
        assert_eq!(error.to_string(), message);
    }

    /// Under Wine everybody may write there; on Windows the test needs an elevated prompt.
    #[cfg(windows)]
    #[test]
    fn the_registry_is_asked_after_the_variables() {
        use windows_registry::LOCAL_MACHINE;

        const PATH: &str = r"SOFTWARE\tspkit tests\Config registry";
        let key = LOCAL_MACHINE.create(PATH).expect("an elevated prompt");
        key.set_string("Hardware", "sim:").unwrap();
        key.set_u32("RequestLimit", 9).unwrap();
        key.set_string("LogFile", "registered").unwrap();
        set_variable("CONFIG_REGISTRY_LOG_FILE", "variable");

        let configuration = of("Config registry");
        assert_eq!(configuration.get("Hardware").as_deref(), Some("sim:"));
        assert_eq!(configuration.parsed::<u32>("RequestLimit"), Ok(Some(9)));
        assert_eq!(configuration.get("LogFile").as_deref(), Some("variable"));
        set_variable("CONFIG_REGISTRY_LOG_FILE", "");
        assert_eq!(configuration.get("LogFile"), None);
        assert_eq!(configuration.get("LogLevel"), None);
        LOCAL_MACHINE.remove_tree(r"SOFTWARE\tspkit tests").unwrap();
    }
}
