//! `cargo xtask package deb`: the program with its unit, user and folders, as a Debian package.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use crate::shell;

/// What lies where, with its mode: below `packaging/` or the repository, and in the package.
const FILES: &[(&str, &str, &str)] = &[
    ("packaging/afaq.toml", "etc/afaq/afaq.toml", "644"),
    ("packaging/afaq.service", "usr/lib/systemd/system/afaq.service", "644"),
    ("packaging/afaq-backup.service", "usr/lib/systemd/system/afaq-backup.service", "644"),
    ("packaging/afaq-backup.timer", "usr/lib/systemd/system/afaq-backup.timer", "644"),
    ("packaging/backup", "usr/lib/afaq/backup", "755"),
    ("deploy/disk-guard", "usr/lib/afaq/disk-guard", "755"),
    ("deploy/drill-restore", "usr/lib/afaq/drill-restore", "755"),
    ("deploy/etc/patroni.yml", "usr/share/doc/afaq/region/patroni.yml", "644"),
    ("deploy/etc/etcd.yml", "usr/share/doc/afaq/region/etcd.yml", "644"),
    ("deploy/etc/pgbackrest.conf", "usr/share/doc/afaq/region/pgbackrest.conf", "644"),
    ("deploy/etc/haproxy.cfg", "usr/share/doc/afaq/region/haproxy.cfg", "644"),
    ("deploy/alerts/afaq.yml", "usr/share/doc/afaq/region/alerts.yml", "644"),
    ("docs/region.md", "usr/share/doc/afaq/region.md", "644"),
    ("docs/handbook.md", "usr/share/doc/afaq/handbook.md", "644"),
    ("CHANGELOG.md", "usr/share/doc/afaq/CHANGELOG.md", "644"),
    ("LICENSE", "usr/share/doc/afaq/copyright", "644"),
    ("packaging/postinst", "DEBIAN/postinst", "755"),
    ("packaging/prerm", "DEBIAN/prerm", "755"),
    ("packaging/postrm", "DEBIAN/postrm", "755"),
];

/// Makes the package. Without a given program, it is built first.
///
/// # Errors
/// A build that fails, or a machine without `dpkg-deb`.
pub fn deb(program: Option<&str>) -> anyhow::Result<()> {
    if !shell::has_program("dpkg-deb") {
        bail!("`dpkg-deb` is not here: it belongs to Debian's package `dpkg`");
    }
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| shell::root().join("target"), PathBuf::from);
    let program = match program {
        Some(program) => PathBuf::from(program),
        None => {
            shell::step(
                "the program",
                &mut shell::cargo(&["build", "--release", "--locked", "--package", "afaq"]),
            )?;
            target.join("release/afaq")
        }
    };
    let root = target.join("package/afaq");
    if root.exists() {
        std::fs::remove_dir_all(&root).context("the last package")?;
    }
    install(&program, &root.join("usr/bin/afaq"), "755")?;
    for (from, to, mode) in FILES {
        install(&shell::root().join(from), &root.join(to), mode)?;
    }
    let (version, architecture) = (version()?, architecture()?);
    let control = format!(
        "Package: afaq\nVersion: {version}\nArchitecture: {architecture}\nMaintainer: The Afaq team <afaq@example.com>\n\
         Installed-Size: {}\nDepends: {}\nSection: web\nPriority: optional\n\
         Description: public services of a government\n One program that runs service packs: pages for people, \
         a desk for officers,\n decisions with their reasons, documents that anyone can verify.\n",
        kilobytes(&root)?,
        depends(&program)?,
    );
    std::fs::write(root.join("DEBIAN/control"), control).context("the package's control file")?;
    std::fs::write(root.join("DEBIAN/conffiles"), "/etc/afaq/afaq.toml\n")
        .context("the package's settings")?;
    let file = target.join(format!("package/afaq_{version}_{architecture}.deb"));
    let mut build = Command::new("dpkg-deb");
    build.args(["--build", "--root-owner-group", "-Zxz"]).arg(&root).arg(&file);
    shell::step("package deb", &mut build)?;
    println!("   {}", file.display());
    Ok(())
}

fn install(from: &Path, to: &Path, mode: &str) -> anyhow::Result<()> {
    let mut command = Command::new("install");
    command.args(["-D", "-m", mode]).arg(from).arg(to);
    let status = command.status().context("can't start `install`")?;
    if !status.success() {
        bail!("`{}` can't be put into the package", from.display());
    }
    Ok(())
}

/// The program brings everything with it but the C library.
fn depends(program: &Path) -> anyhow::Result<&'static str> {
    let bytes = std::fs::read(program).with_context(|| format!("can't read `{}`", program.display()))?;
    let is_dynamic = bytes.windows(9).any(|window| window == b"libc.so.6");
    Ok(if is_dynamic { "libc6 (>= 2.34), passwd" } else { "passwd" })
}

fn version() -> anyhow::Result<String> {
    let text = std::fs::read_to_string(shell::root().join("Cargo.toml")).context("Cargo.toml")?;
    let line = text.lines().find_map(|line| line.strip_prefix("version = \"")).context("a version")?;
    Ok(line.trim_end_matches('"').to_string())
}

fn architecture() -> anyhow::Result<String> {
    let output = Command::new("dpkg").arg("--print-architecture").output().context("can't start `dpkg`")?;
    Ok(String::from_utf8(output.stdout)?.trim().to_string())
}

fn kilobytes(folder: &Path) -> anyhow::Result<u64> {
    let mut bytes = 0;
    let mut folders = vec![folder.to_path_buf()];
    while let Some(inside) = folders.pop() {
        for entry in std::fs::read_dir(&inside)? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { bytes += path.metadata()?.len() }
        }
    }
    Ok(bytes.div_ceil(1_024))
}
