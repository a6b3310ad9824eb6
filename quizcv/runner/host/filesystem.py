"""Which files a server inside bubblewrap sees: the interpreter and its libraries, read-only."""

from __future__ import annotations

import sys
import sysconfig
from functools import cache
from pathlib import Path

import quizcv
from quizcv.runner.host.search_path import module_folders

_SHARED = ("/usr", "/usr/local", "/")
"""Prefixes that hold more than Python: of these, only its own parts are shown."""
_SYSTEM = ("/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo")
_ROOT_LIBRARIES = ("/lib", "/lib32", "/lib64")
_LINKER = ("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives")


@cache
def readable_paths() -> list[str]:
    """Return the files and folders to show, those inside another one left out."""
    package = Path(quizcv.__file__).parent
    wanted = [*_SYSTEM, *_LINKER, str(package), *_interpreter(), *_site_packages(package)]
    wanted += [path for path in _ROOT_LIBRARIES if not Path(path).is_symlink()]
    existing = sorted({path for path in wanted if Path(path).exists()})
    return [path for path in existing if not _within_another(path, existing)]


def read_only_arguments() -> list[str]:
    """Return bubblewrap's arguments that show them."""
    arguments: list[str] = []
    for path in readable_paths():
        arguments += ["--ro-bind", path, path]
    for link in map(Path, _ROOT_LIBRARIES):
        if link.is_symlink():
            arguments += ["--symlink", str(link.readlink()), str(link)]
    return arguments


def _interpreter() -> list[str]:
    """Return the prefixes of Python, or only Python's part of one that it shares."""
    found = []
    for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}:
        if prefix not in _SHARED:
            found.append(prefix)
    # The program may be a chain of links, from a virtual environment to the real one.
    program = Path(sys.executable)
    while True:
        found.append(str(program))
        if not program.is_symlink():
            break
        program = program.parent / program.readlink()
    return [*found, str(program.resolve()), *_standard_library()]


def _standard_library() -> list[str]:
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    paths = sysconfig.get_paths()
    shared = sysconfig.get_config_var("LIBDIR")
    return [paths[name] for name in names] + ([shared] if shared else [])


def _site_packages(package: Path) -> list[str]:
    """Return the folders of installed packages; of a checkout only the package itself."""
    return [folder for folder in module_folders() if folder != str(package.parent)]


def _within_another(path: str, paths: list[str]) -> bool:
    return any(path != other and Path(path).is_relative_to(other) for other in paths)
