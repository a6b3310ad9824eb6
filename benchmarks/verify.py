"""How fast `quizcv verify` is, beside pytest in one process and a fresh interpreter a snippet.

    python benchmarks/verify.py [--sizes 100 1000 10000 100000] [--runs 3] [--variants 8]

Every pair is measured in turn in one run on one machine. Snippets are isolated on quizcv's side
and run unguarded in the pytest process on the other. Goals (DESIGN, budgets): at most 2 times
pytest for a NumPy snippet, at least 100 times faster than fresh interpreters for a torch snippet,
a second run of 1,000 cards at least 20 times faster, at most 10.5 times for ten times the cards.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

from generate import NUMPY_CHECK, TORCH_CHECK, write_bank, write_banks, write_pytest
from measure import alternate, children_peak_mb, once, ratio, report

QUIZCV = [sys.executable, "-m", "quizcv"]


def numpy_snippets(folder: Path, cards: int, variants: int, runs: int) -> dict[str, Any]:
    """Measure a NumPy bank of that size against the same snippets in pytest."""
    bank, cases = folder / f"banks{cards}", folder / f"test_{cards}.py"
    write_banks(bank, cards, NUMPY_CHECK)
    write_pytest(cases, cards, NUMPY_CHECK, variants)
    verify = [*QUIZCV, "verify", str(bank), "--variants", str(variants)]
    pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(cases)]
    timings = alternate(
        {
            "verify_jobs_1": [*verify, "--no-cache", "--jobs", "1"],
            "verify_jobs_2": [*verify, "--no-cache", "--jobs", "2"],
            "pytest": pytest,
        },
        runs,
    )
    snippets = cards * (variants + 1)
    return {
        "cards": cards,
        "snippets": snippets,
        "seconds": {name: timing.as_json() for name, timing in timings.items()},
        "ms_per_snippet": {
            name: round(1000 * timing.median / snippets, 3) for name, timing in timings.items()
        },
        "verify_over_pytest": {
            jobs: ratio(timings[f"verify_{jobs}"].median, timings["pytest"].median)
            for jobs in ("jobs_1", "jobs_2")
        },
        "peak_mib_of_any_process_so_far": children_peak_mb(),
    }


def torch_snippets(folder: Path, cards: int, variants: int, runs: int) -> dict[str, Any]:
    """Measure a torch bank against one fresh interpreter for each snippet."""
    bank, script = folder / "torch.yaml", folder / "snippet.py"
    write_bank(bank, cards, TORCH_CHECK)
    script.write_text(f"n, k, s, p = 32, 3, 1, 0\n{TORCH_CHECK}", encoding="utf-8")
    verify = [*QUIZCV, "verify", str(bank), "--no-cache", "--variants", str(variants)]
    timings = alternate({"verify": verify, "fresh": [sys.executable, str(script)]}, runs)
    per_snippet = timings["verify"].median / (cards * (variants + 1))
    return {
        "cards": cards,
        "snippets": cards * (variants + 1),
        "verify_ms_per_snippet": round(1000 * per_snippet, 3),
        "fresh_interpreter_ms": round(1000 * timings["fresh"].median, 1),
        "times_faster": ratio(timings["fresh"].median, per_snippet),
    }


def isolation_levels(folder: Path, cards: int, variants: int, runs: int) -> dict[str, Any]:
    """Measure the same bank inside bubblewrap and as plain processes, for a trusted bank."""
    bank, home = folder / "levels.yaml", folder / "trusting"
    write_bank(bank, cards, NUMPY_CHECK)
    once([*QUIZCV, "bank", "trust", str(bank)], {"QUIZCV_HOME": str(home)})
    verify = [*QUIZCV, "verify", str(bank), "--no-cache", "--variants", str(variants)]
    without = ["env", f"QUIZCV_HOME={home}", f"PATH={folder}", *verify]
    timings = alternate({"bubblewrap": verify, "process": without}, runs)
    return {
        "cards": cards,
        "seconds": {name: timing.as_json() for name, timing in timings.items()},
        "bubblewrap_over_process": ratio(timings["bubblewrap"].median, timings["process"].median),
    }


def pytest_plugin(folder: Path, cards: int, variants: int, runs: int) -> dict[str, Any]:
    """Measure the bank collected by pytest, in one process and over two with pytest-xdist."""
    bank = folder / "plugin.yaml"
    write_bank(bank, cards, NUMPY_CHECK)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null"]
    command += ["-p", "quizcv.pytest_plugin", f"--quizcv-variants={variants}", str(bank)]
    plain = ["env", "PYTEST_DISABLE_PLUGIN_AUTOLOAD=1", *command]
    timings = alternate({"one": plain, "xdist_2": [*plain, "-p", "xdist", "-n", "2"]}, runs)
    return {
        "cards": cards,
        "seconds": {name: timing.as_json() for name, timing in timings.items()},
        "one_over_xdist_2": ratio(timings["one"].median, timings["xdist_2"].median),
    }


def cached(folder: Path, cards: int, variants: int) -> dict[str, Any]:
    """Measure a second verification of an unchanged bank."""
    bank = folder / "cached.yaml"
    write_bank(bank, cards, NUMPY_CHECK)
    env = {"QUIZCV_HOME": str(folder / "home")}
    command = [*QUIZCV, "verify", str(bank), "--variants", str(variants)]
    first = once(command, env)
    again = min(once(command, env) for _ in range(3))
    return {
        "cards": cards,
        "first_seconds": round(first, 3),
        "again_seconds": round(again, 3),
        "times_faster": ratio(first, again),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--variants", type=int, default=8)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [
            numpy_snippets(folder, cards, options.variants, options.runs if cards < 5000 else 1)
            for cards in options.sizes
        ]
        medians = [row["seconds"]["verify_jobs_2"]["median"] for row in rows]
        growth = {
            f"{larger['cards']}_over_{smaller['cards']}": ratio(b, a)
            for smaller, larger, a, b in zip(rows, rows[1:], medians, medians[1:], strict=False)
        }
        report(
            {
                "numpy": rows,
                "growth": growth,
                "isolation": isolation_levels(folder, 300, options.variants, options.runs),
                "pytest_plugin": pytest_plugin(folder, 300, options.variants, options.runs),
                "torch": torch_snippets(folder, 100, options.variants, options.runs),
                "cached": cached(folder, 1000, options.variants),
            }
        )


if __name__ == "__main__":
    main()
