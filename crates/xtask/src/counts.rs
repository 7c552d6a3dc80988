//! How many tests passed, read from what cargo's test harness prints.

use std::{fmt, ops::AddAssign};

/// The sums of the `test result:` lines seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TestCounts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) ignored: u64,
}

impl TestCounts {
    /// The counts of one line, if it is a harness's closing line.
    pub(crate) fn of_line(line: &str) -> Option<Self> {
        let (_, sums) = line
            .trim_start()
            .strip_prefix("test result: ")?
            .split_once(". ")?;
        let count = |word: &str| {
            sums.split("; ")
                .find_map(|sum| sum.strip_suffix(word)?.trim_end().parse::<u64>().ok())
        };
        Some(Self {
            passed: count("passed")?,
            failed: count("failed")?,
            ignored: count("ignored")?,
        })
    }

    pub(crate) fn total(self) -> u64 {
        self.passed + self.failed + self.ignored
    }
}

impl AddAssign for TestCounts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
    }
}

impl fmt::Display for TestCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.ignored > 0 {
            write!(f, ", {} ignored", self.ignored)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_summed() {
        let output = "running 3 tests\n\
            test a ... ok\n\
            test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 2 filtered out; finished in 0.00s\n\
            test result: FAILED. 10 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 1.2s\n";
        let mut sum = TestCounts::default();
        for counts in output.lines().filter_map(TestCounts::of_line) {
            sum += counts;
        }
        assert_eq!(
            sum,
            TestCounts {
                passed: 13,
                failed: 2,
                ignored: 1
            }
        );
        assert_eq!(sum.to_string(), "13 passed, 2 failed, 1 ignored");
    }

    #[test]
    fn other_lines_count_nothing() {
        for line in [
            "",
            "test result: ",
            "test result: ok",
            "test passed ... ok",
            "test result: ok. many passed",
        ] {
            assert_eq!(TestCounts::of_line(line), None, "{line}");
        }
    }

    #[test]
    fn a_carriage_return_from_wine_does_not_matter() {
        let line = "test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s\r";
        assert_eq!(
            TestCounts::of_line(line),
            Some(TestCounts {
                passed: 1,
                failed: 0,
                ignored: 0
            })
        );
    }
}
