//! The stages of the check, in the order in which they run.

use std::time::Duration;

use anyhow::Result;

use crate::{
    chores::{
        delivery, fuzz, guide, lint, packages, provider, sanitizers, scripts, testing, toolchains,
        windows,
    },
    run::{Outcome, Run},
    setup,
};

/// One stage. Over its budget it warns; at its hard limit it is ended and has failed.
pub(crate) struct Stage {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    budget_s: u64,
    pub(crate) work: fn(&mut Run<'_>) -> Result<Outcome>,
}

/// The whole check's budget: the sum of the stages' is more, since not all reach theirs.
pub(crate) const CHECK_BUDGET: Duration = Duration::from_secs(45 * 60);
pub(crate) const CHECK_LIMIT: Duration = Duration::from_secs(90 * 60);
const LIMIT_IN_BUDGETS: u32 = 4;

impl Stage {
    const fn new(
        name: &'static str,
        budget_s: u64,
        about: &'static str,
        work: fn(&mut Run<'_>) -> Result<Outcome>,
    ) -> Self {
        Self {
            name,
            about,
            budget_s,
            work,
        }
    }

    pub(crate) fn budget(&self) -> Duration {
        Duration::from_secs(self.budget_s)
    }

    pub(crate) fn limit(&self) -> Duration {
        self.budget() * LIMIT_IN_BUDGETS
    }
}

/// The stage without which none of the others is worth starting.
pub(crate) const SETUP: Stage = Stage::new(
    "setup",
    300,
    "Debian packages, Rust components and targets are installed",
    setup::prepare,
);

/// All other stages; none depends on another's success.
pub(crate) const STAGES: &[Stage] = &[
    Stage::new("fmt", 20, "formatting", lint::format),
    Stage::new("clippy", 180, "clippy, warnings denied", lint::clippy),
    Stage::new("test", 540, "unit, integration and doc tests", testing::all),
    Stage::new("doc", 120, "documentation, warnings denied", lint::document),
    Stage::new(
        "stress",
        180,
        "tests named *stress and *ledger, optimised",
        testing::stress,
    ),
    Stage::new(
        "loom",
        300,
        "every interleaving of the delivery protocol and of the table of handles",
        delivery::loom,
    ),
    Stage::new(
        "tsan",
        240,
        "data races, by ThreadSanitizer",
        sanitizers::threads,
    ),
    Stage::new(
        "asan",
        240,
        "memory errors and leaks, by AddressSanitizer",
        sanitizers::addresses,
    ),
    Stage::new(
        "fuzz",
        480,
        "every fuzz target, bounded, and the proof that a planted bug is found",
        fuzz::stage,
    ),
    Stage::new(
        "provider",
        300,
        "a service provider's exports, driven from C, under valgrind and AddressSanitizer",
        provider::stage,
    ),
    Stage::new(
        "windows",
        600,
        "all tests and the service provider built for Windows, under Wine",
        windows::test,
    ),
    Stage::new(
        "msvc",
        120,
        "type checks for Windows with MSVC",
        toolchains::msvc,
    ),
    Stage::new(
        "msrv",
        120,
        "type checks with the oldest Rust supported; the no_std crates built without std",
        toolchains::oldest_rust,
    ),
    Stage::new(
        "package",
        240,
        "packages build from what would be published",
        packages::package,
    ),
    Stage::new(
        "stranger",
        120,
        "a project outside the workspace uses the SDK",
        packages::stranger,
    ),
    Stage::new(
        "guide",
        180,
        "the guide to a first provider does what it says",
        guide::follow,
    ),
    Stage::new(
        "scripts",
        90,
        "the scripts for Windows, as far as that goes without one",
        scripts::examine,
    ),
];
