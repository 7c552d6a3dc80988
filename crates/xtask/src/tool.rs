//! Running outside programs: shown before they run, bounded in time, their tests counted.

use std::{
    ffi::OsStr,
    io::{BufRead as _, BufReader, Read, Write as _},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use crate::{counts::TestCounts, processes};

/// Something a process started in the background may hold our pipe open after the program itself has ended.
const LAST_OUTPUT: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(20);

/// The moment after which a program is ended; `None` for never.
pub(crate) type Limit = Option<Instant>;

/// Which of a program's outputs is read.
#[derive(Clone, Copy)]
pub(crate) enum Output {
    Standard,
    Error,
}

/// An outside program with its arguments.
pub(crate) struct Tool {
    command: Command,
    foreground: bool,
    shown: bool,
}

impl Tool {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program);
        // `cargo run` points this at its own toolchain; other toolchains must not see it.
        command.env_remove("LD_LIBRARY_PATH");
        Self {
            command,
            foreground: false,
            shown: true,
        }
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    pub(crate) fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn without_env(mut self, name: impl AsRef<OsStr>) -> Self {
        self.command.env_remove(name);
        self
    }

    pub(crate) fn dir(mut self, dir: impl AsRef<Path>) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// Lets the program use the terminal, which one that asks for a password needs.
    pub(crate) fn foreground(mut self) -> Self {
        self.foreground = true;
        self
    }

    /// Keeps what it prints out of sight; [`lines`](Self::lines) still hands it over.
    pub(crate) fn silent(mut self) -> Self {
        self.command.stdout(Stdio::null()).stderr(Stdio::null());
        self.shown = false;
        self
    }

    /// Runs it, its output going where ours goes; an exit code other than zero is an error.
    pub(crate) fn run(self, limit: Limit) -> Result<()> {
        let name = self.name();
        let status = self.status(limit)?;
        succeeded(&name, status)
    }

    /// Runs it like [`run`](Self::run) and gives back how it ended.
    pub(crate) fn status(mut self, limit: Limit) -> Result<ExitStatus> {
        let mut child = self.start()?;
        let _running = processes::Running::new(&child);
        self.wait(&mut child, limit)
    }

    /// Runs it, and hands over each line of one of its outputs, after showing it.
    pub(crate) fn lines(
        mut self,
        output: Output,
        limit: Limit,
        mut line: impl FnMut(&str),
    ) -> Result<ExitStatus> {
        match output {
            Output::Standard => self.command.stdout(Stdio::piped()),
            Output::Error => self.command.stderr(Stdio::piped()),
        };
        let mut child = self.start()?;
        let _running = processes::Running::new(&child);
        let show = self.shown;
        let lines = match output {
            Output::Standard => child.stdout.take().map(|output| read_lines(output, show)),
            Output::Error => child.stderr.take().map(|output| read_lines(output, show)),
        };
        let status = self.wait(&mut child, limit);
        let until = Instant::now() + LAST_OUTPUT;
        if let Some(lines) = lines {
            while let Ok(text) = lines.recv_timeout(until.saturating_duration_since(Instant::now()))
            {
                line(&text);
            }
        }
        status
    }

    /// Starts it to be talked to: its input and output are pipes, and it is to end when its input does.
    pub(crate) fn talk(mut self) -> Result<Child> {
        // A group of its own would stay behind when ours is interrupted.
        self.foreground = true;
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped());
        self.start()
    }

    /// Runs tests. Their counts come back beside the result, since those of a failing run count too.
    pub(crate) fn tests(self, limit: Limit) -> (TestCounts, Result<()>) {
        let name = self.name();
        let mut counts = TestCounts::default();
        let status = self.lines(Output::Standard, limit, |line| {
            if let Some(more) = TestCounts::of_line(line) {
                counts += more;
            }
        });
        (counts, status.and_then(|status| succeeded(&name, status)))
    }

    /// What it prints, shown nowhere; `None` when it cannot be started or fails.
    pub(crate) fn answer(mut self) -> Option<String> {
        let output = self
            .command
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .ok()?;
        output
            .status
            .success()
            .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Runs it unseen, and says whether it succeeded.
    pub(crate) fn succeeds(self) -> bool {
        self.answer().is_some()
    }

    fn start(&mut self) -> Result<Child> {
        println!("+ {}", self.show());
        if !self.foreground {
            self.command.stdin(Stdio::null());
            processes::lead_group(&mut self.command);
        }
        self.command.spawn().with_context(|| {
            let program = self.command.get_program().display();
            format!("cannot start `{program}`; `cargo xtask setup` installs what the check needs")
        })
    }

    fn wait(&self, child: &mut Child, limit: Limit) -> Result<ExitStatus> {
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(status);
            }
            if limit.is_some_and(|limit| Instant::now() >= limit) {
                if self.foreground {
                    child.kill()?;
                } else {
                    processes::end_group(child.id());
                }
                child.wait()?;
                bail!("ended at the hard limit of its stage: {}", self.name());
            }
            thread::sleep(POLL);
        }
    }

    /// As one would type it.
    fn show(&self) -> String {
        let set = self
            .command
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?)));
        let set = set.map(|(name, value)| format!("{}={}", name.display(), quoted(value)));
        set.chain([self.name()]).collect::<Vec<_>>().join(" ")
    }

    /// The same without its environment, short enough for an error.
    fn name(&self) -> String {
        let program = Path::new(self.command.get_program());
        let program = program.file_name().unwrap_or(program.as_os_str());
        let words = std::iter::once(program).chain(self.command.get_args());
        words.map(quoted).collect::<Vec<_>>().join(" ")
    }
}

fn quoted(text: &OsStr) -> String {
    let text = text.to_string_lossy();
    if text.contains(' ') {
        format!("'{text}'")
    } else {
        text.into_owned()
    }
}

fn succeeded(name: &str, status: ExitStatus) -> Result<()> {
    if !status.success() {
        bail!("{status}: {name}");
    }
    Ok(())
}

/// Passes the output on in lines as it comes.
fn read_lines(output: impl Read + Send + 'static, show: bool) -> mpsc::Receiver<String> {
    let (lines, received) = mpsc::channel();
    thread::spawn(move || {
        let mut output = BufReader::new(output);
        let mut bytes = Vec::new();
        while output
            .read_until(b'\n', &mut bytes)
            .is_ok_and(|count| count > 0)
        {
            if show {
                // Our own output going away is no reason to stop reading the program's.
                let _ = std::io::stdout().write_all(&bytes);
            }
            if lines
                .send(String::from_utf8_lossy(&bytes).into_owned())
                .is_err()
            {
                break;
            }
            bytes.clear();
        }
    });
    received
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cargo() -> Tool {
        Tool::new(env!("CARGO"))
    }

    #[test]
    fn a_program_that_fails_is_an_error_naming_it() {
        let error = cargo()
            .arg("no-such-command")
            .silent()
            .run(None)
            .unwrap_err()
            .to_string();
        assert!(error.contains("cargo no-such-command"), "{error}");
        assert!(error.contains("101"), "{error}");
    }

    #[test]
    fn a_program_that_is_missing_is_an_error_naming_the_remedy() {
        let error = Tool::new("tspkit-no-such-program")
            .run(None)
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("`tspkit-no-such-program`") && error.contains("cargo xtask setup"),
            "{error}"
        );
        assert!(!Tool::new("tspkit-no-such-program").succeeds());
    }

    #[test]
    fn lines_are_handed_over() {
        let mut seen = Vec::new();
        let status = cargo()
            .arg("--version")
            .lines(Output::Standard, None, |line| {
                seen.push(line.trim_end().to_owned());
            })
            .unwrap();
        assert!(status.success());
        assert_eq!(seen.len(), 1);
        assert!(seen[0].starts_with("cargo 1."), "{seen:?}");
    }

    /// Runs a shell with a child of its own until that limit; the child's number, if the shell came that far.
    #[cfg(target_os = "linux")]
    fn limited(limit: Duration) -> Option<u32> {
        let mut grandchild = None;
        let error = Tool::new("sh")
            .args(["-c", "sleep 3600 & echo $!; wait"])
            .lines(Output::Standard, Some(Instant::now() + limit), |line| {
                grandchild = line.trim_end().parse().ok();
            })
            .unwrap_err()
            .to_string();
        assert!(error.contains("hard limit"), "{error}");
        grandchild
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn at_the_limit_the_whole_group_ends() {
        let limits = [200, 2_000, 20_000, 200_000].map(Duration::from_millis);
        let grandchild = limits.into_iter().find_map(limited).expect("sh says it");
        // It may be left to somebody who does not ask how it ended, and then stays on the books.
        let runs = || {
            std::fs::read_to_string(format!("/proc/{grandchild}/stat"))
                .is_ok_and(|stat| !stat.contains(") Z "))
        };
        let end = Instant::now() + Duration::from_secs(300);
        while runs() {
            assert!(Instant::now() < end, "the grandchild was left running");
            thread::sleep(POLL);
        }
    }
}
