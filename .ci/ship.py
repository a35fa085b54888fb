"""What ships in the plugin's zip, and the plugin store's checks on it; nothing of the product lives here.

`scan` repeats what the store runs on upload (bandit with every rule, detect-secrets with every detector)
and fails on any finding. `baseline` accepts the SHA-256 digests of the model bundles, and nothing else, in
`.secrets.baseline`. `package` writes the zip and holds it against the rules of `store.py`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import store  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
NAME = "eoduet"  # the zip's one top folder, and so the plugin's name in QGIS
FILES = ("__init__.py", "metadata.txt", "LICENSE", "README.md", "CHANGELOG.md", ".secrets.baseline")
FOLDERS = ("plugin", "ui", "engine", "models", "resources")
LEFT_OUT = (Path("engine/training"),)
BASELINE = ".secrets.baseline"


def shipped() -> list[Path]:
    """Paths of the files that ship, relative to the repository root, sorted: what git knows, not what programs left here."""
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    known = [Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()]
    return sorted(path for path in known if path.as_posix() in FILES or _in_folders(path))


def _in_folders(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    return path.parts[0] in FOLDERS and not hidden and not any(out in path.parents for out in LEFT_OUT)


def copy_shipped(target: Path) -> None:
    """Lay what ships under `target`/eoduet, as the store unpacks it."""
    for path in shipped():
        (target / NAME / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, target / NAME / path)


def tool(*command: str, cwd: Path) -> dict:
    """Run one of the scanners with this interpreter and return the JSON it prints."""
    run = subprocess.run([sys.executable, "-m", *command], cwd=cwd, capture_output=True, text=True)
    try:
        return json.loads(run.stdout)
    except json.JSONDecodeError:
        sys.exit(f"{command[0]} did not run:\n{run.stderr}")


def secrets(folder: Path) -> dict:
    """detect-secrets' report on `folder`, without metadata.txt and the baseline, as in the store."""
    leave = ("--exclude-files", r"metadata\.txt", "--exclude-files", r"\.secrets\.baseline")
    return tool("detect_secrets", "scan", "--all-files", *leave, ".", cwd=folder)


def fingerprints(report: dict) -> dict[tuple[str, str, str], int]:
    """{(file, type, hash): line} of the findings in a detect-secrets report."""
    return {
        (item["filename"], item["type"], item["hashed_secret"]): item["line_number"]
        for items in report["results"].values()
        for item in items
    }


def scan() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        copy_shipped(folder)
        report = tool("bandit", "-r", NAME, "-f", "json", "--quiet", cwd=folder)
        problems = [f"{e['filename']}: bandit could not read it: {e['reason']}" for e in report["errors"]]
        problems += [
            f"{r['filename']}:{r['line_number']}: {r['test_id']} {r['issue_text']}" for r in report["results"]
        ]
        known = json.loads((ROOT / BASELINE).read_text()) if (ROOT / BASELINE).exists() else {"results": {}}
        found = fingerprints(secrets(folder))
        for key in sorted(found.keys() - fingerprints(known).keys(), key=lambda key: (key[0], found[key])):
            problems.append(f"{key[0]}:{found[key]}: detect-secrets: {key[1]}")
    print("\n".join(problems) or f"store scan: {len(shipped())} files, no finding")
    if any("/models/" in problem and "detect-secrets" in problem for problem in problems):
        print("If these are the digests of a new model bundle, accept them with: make baseline")
    return 1 if problems else 0


def baseline() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        copy_shipped(Path(scratch))
        report = secrets(Path(scratch))
    kept = {name: items for name, items in report["results"].items() if name.startswith(f"{NAME}/models/")}
    report["results"] = {
        n: [i for i in items if i["type"] == "Hex High Entropy String"] for n, items in kept.items()
    }
    (ROOT / BASELINE).write_text(json.dumps(report, indent=2) + "\n")
    print(f"{BASELINE}: {sum(map(len, report['results'].values()))} digests accepted")
    return scan()


def package() -> int:
    lines = (ROOT / "metadata.txt").read_text(encoding="utf-8").splitlines()
    version = next(line.split("=", 1)[1] for line in lines if line.startswith("version="))
    target = ROOT / "build" / f"{NAME}-{version}.zip"
    target.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in shipped():
            # A fixed date and mode: the same tree gives the same zip, and no file is marked executable.
            entry = zipfile.ZipInfo(f"{NAME}/{path.as_posix()}", date_time=(2020, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, (ROOT / path).read_bytes())
    print(f"{target.relative_to(ROOT)}: {len(shipped())} files, {target.stat().st_size:,} bytes")
    refused = store.problems(target)
    print("\n".join(refused) or "the plugin store's rules are met")
    return 1 if refused else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["scan", "baseline", "package"])
    sys.exit({"scan": scan, "baseline": baseline, "package": package}[parser.parse_args().command]())
