//! Installing, configuring and removing: without a window, and once.

#![allow(
    clippy::multiple_unsafe_ops_per_block,
    reason = "each is a call without pointers"
)]

use tspkit_provider::{
    About, Configuration, Exports, Functions, Handles, ServiceProvider,
    abi::{LineError, VendorCode},
};

static HANDLES: Handles = Handles::new();
static EXPORTS: Exports = Exports::new(&Plain, Functions::all(), &HANDLES);
static OTHER_HANDLES: Handles = Handles::new();
static OTHER: Exports = Exports::new(&Choosy, Functions::all(), &OTHER_HANDLES);

const NO_WINDOW: usize = 0;

/// A provider that says nothing about its installation.
struct Plain;

/// One that refuses everything, each with a code of its own.
struct Choosy;

impl ServiceProvider for Plain {
    fn about(&self) -> About {
        About::new("tests", "Installing", "Installed.tsp")
    }
}

fn own(number: u32) -> LineError {
    let code = (0xC000_0000 | number).cast_signed();
    LineError::Vendor(VendorCode::new(code).expect("it lies in the vendors' range"))
}

impl ServiceProvider for Choosy {
    fn about(&self) -> About {
        About::new("tests", "Choosy", "choosy.tsp")
    }

    fn install(&self, _configuration: &Configuration) -> Result<(), LineError> {
        Err(own(1))
    }

    fn configure(&self, _configuration: &Configuration, owner: usize) -> Result<(), LineError> {
        assert_eq!(owner, 0x77);
        Err(own(2))
    }

    fn remove(&self, _configuration: &Configuration) -> Result<(), LineError> {
        Err(own(3))
    }
}

fn install(exports: &'static Exports, permanent_id: u32) -> i32 {
    // SAFETY: no pointers.
    unsafe { exports.ui_provider_install(None, NO_WINDOW, permanent_id) }
}

#[test]
fn the_author_decides() {
    // SAFETY: no pointers.
    let results = unsafe {
        [
            OTHER.ui_provider_install(None, NO_WINDOW, 1),
            OTHER.ui_provider_config(None, 0x77, 1),
            OTHER.ui_provider_remove(None, NO_WINDOW, 1),
        ]
    };
    assert_eq!(results, [1, 2, 3].map(|number| own(number).code()));
}

#[test]
fn without_a_word_installing_and_removing_succeed_and_there_is_nothing_to_configure() {
    let unavailable = LineError::OperationUnavail.code();
    // SAFETY: no pointers.
    let results = unsafe {
        [
            EXPORTS.ui_provider_config(None, NO_WINDOW, 1),
            EXPORTS.ui_provider_remove(None, NO_WINDOW, 1),
            EXPORTS.provider_install(NO_WINDOW, 1),
            EXPORTS.provider_config(NO_WINDOW, 1),
            EXPORTS.provider_remove(NO_WINDOW, 1),
        ]
    };
    assert_eq!(results, [unavailable, 0, 0, 0, 0]);
}

/// Only Windows has a list of providers.
#[cfg(not(windows))]
#[test]
fn it_can_be_installed() {
    assert_eq!(install(&EXPORTS, 1), 0);
}

/// One test, since there is one list.
#[cfg(windows)]
#[test]
fn it_is_installed_once() {
    use windows_registry::LOCAL_MACHINE;

    const PROVIDERS: &str = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Telephony\Providers";
    let twice = LineError::NoMultipleInstance.code();
    let list = LOCAL_MACHINE.create(PROVIDERS).unwrap();
    let before = list.get_u32("NumProviders").unwrap_or(0);
    // Those that this Wine may have are none of ours.
    assert_eq!(install(&EXPORTS, 5), 0);

    let (name, id) = (
        format!("ProviderFilename{before}"),
        format!("ProviderID{before}"),
    );
    list.set_u32("NumProviders", before + 1).unwrap();
    list.set_string(&name, "INSTALLED.TSP").unwrap();
    list.set_u32(&id, 4).unwrap();
    let under_another_id = install(&EXPORTS, 5);
    // Installing may be told after the list was written.
    let under_its_own = install(&EXPORTS, 4);
    list.set_string(&name, "another.tsp").unwrap();
    let another = install(&EXPORTS, 5);

    list.set_u32("NumProviders", before).unwrap();
    list.remove_value(&name).unwrap();
    list.remove_value(&id).unwrap();
    assert_eq!((under_another_id, under_its_own, another), (twice, 0, 0));
}
