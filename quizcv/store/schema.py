"""The tables, as the migrations that made them.

A migration that has been released is never changed; the next one comes after it. Each is a tuple
of single statements, because sqlite3's executescript would commit behind our back.
"""

from __future__ import annotations

from typing import TypeAlias

APPLICATION_ID = 0x51435631
"""'QCV1', in the file's header: tells a quizcv file from another SQLite file."""

Migration: TypeAlias = tuple[str, ...]

_FIRST: Migration = (
    """
    CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('study', 'quiz', 'mock')),
        started TEXT NOT NULL,
        ended TEXT,
        seed INTEGER,
        settings TEXT NOT NULL DEFAULT '{}',
        summary TEXT
    ) STRICT
    """,
    """
    CREATE TABLE reviews (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        session TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('study', 'quiz', 'mock')),
        card TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        params TEXT NOT NULL,
        seed INTEGER,
        typed TEXT NOT NULL,
        verdict TEXT NOT NULL CHECK (verdict IN ('correct', 'wrong', 'skipped')),
        rating INTEGER CHECK (rating BETWEEN 1 AND 4),
        elapsed_ms INTEGER NOT NULL CHECK (elapsed_ms >= 0),
        hints INTEGER NOT NULL DEFAULT 0,
        confidence INTEGER CHECK (confidence BETWEEN 0 AND 100),
        mistake TEXT
    ) STRICT
    """,
    "CREATE INDEX reviews_by_card ON reviews (card, id)",
    "CREATE INDEX reviews_by_session ON reviews (session, id)",
    "CREATE TABLE undone (review INTEGER PRIMARY KEY REFERENCES reviews, at TEXT NOT NULL) STRICT",
    """
    CREATE TRIGGER reviews_are_not_changed BEFORE UPDATE ON reviews
    BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END
    """,
    """
    CREATE TRIGGER reviews_are_not_deleted BEFORE DELETE ON reviews
    BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END
    """,
    """
    CREATE TABLE states (
        card TEXT PRIMARY KEY,
        fingerprint TEXT NOT NULL,
        phase TEXT NOT NULL,
        step INTEGER,
        stability REAL NOT NULL,
        difficulty REAL NOT NULL,
        due TEXT NOT NULL,
        last_review TEXT NOT NULL,
        reviews INTEGER NOT NULL,
        lapses INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE TABLE flags (card TEXT PRIMARY KEY, at TEXT NOT NULL, note TEXT NOT NULL) STRICT",
    "CREATE TABLE renames (old TEXT PRIMARY KEY, new TEXT NOT NULL) STRICT",
)

_MOCKS_AND_SETTINGS: Migration = (
    "ALTER TABLE reviews ADD COLUMN mistake_kind TEXT",
    "ALTER TABLE reviews ADD COLUMN share REAL CHECK (share BETWEEN 0 AND 1)",
    "ALTER TABLE reviews ADD COLUMN topics TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE reviews ADD COLUMN area TEXT NOT NULL DEFAULT ''",
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    """
    CREATE TABLE mocks (
        id INTEGER PRIMARY KEY,
        session TEXT NOT NULL UNIQUE,
        preset TEXT NOT NULL,
        started TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'closed')),
        body TEXT NOT NULL
    ) STRICT
    """,
)

MIGRATIONS: tuple[Migration, ...] = (_FIRST, _MOCKS_AND_SETTINGS)
VERSION = len(MIGRATIONS)
