"""Trust is the user's own, for exactly what was seen, and can be taken back."""

from __future__ import annotations

import json

import pytest

from quizcv.bank import files
from quizcv.errors import BankUnreadable, ExecutionRefused
from quizcv.store.trust import Trusted, TrustStore


@pytest.fixture
def bank(tmp_path):
    path = tmp_path / "bank.yaml"
    path.write_text("bank: mine\n")
    return path


@pytest.fixture
def store(tmp_path):
    return TrustStore(tmp_path / "state")


def digest_of(path):
    return files.digest_of(path.read_bytes())


def test_nothing_is_trusted_at_first(store, bank):
    assert store.listed() == []
    assert not store.is_trusted(bank, digest_of(bank))


def test_trust_is_remembered_and_taken_back(store, bank, tmp_path):
    entry = store.trust(bank)
    assert entry == Trusted(bank, digest_of(bank))
    again = TrustStore(tmp_path / "state")
    assert again.listed() == [entry]
    assert again.is_trusted(bank, digest_of(bank))
    assert again.untrust(bank)
    assert not again.untrust(bank)
    assert not store.is_trusted(bank, digest_of(bank))


def test_an_edit_revokes_until_it_is_trusted_anew(store, bank):
    store.trust(bank)
    bank.write_text("bank: changed\n")
    assert not store.is_trusted(bank, digest_of(bank))
    store.trust(bank)
    assert store.is_trusted(bank, digest_of(bank))
    assert len(store.listed()) == 1


def test_the_same_content_elsewhere_is_not_trusted(store, bank, tmp_path):
    store.trust(bank)
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(bank.read_bytes())
    assert not store.is_trusted(copy, digest_of(copy))


def test_a_link_counts_as_what_it_points_to(store, bank, tmp_path):
    link = tmp_path / "link.yaml"
    link.symlink_to(bank)
    store.trust(link)
    assert store.is_trusted(bank, digest_of(bank))


def test_a_bank_that_is_gone_can_be_untrusted(store, bank):
    store.trust(bank)
    bank.unlink()
    assert store.untrust(bank)


def test_trust_cannot_be_shipped_with_a_bank(store, bank, tmp_path):
    """Entries made under another secret, or changed by hand, count for nothing."""
    other = TrustStore(tmp_path / "theirs")
    other.trust(bank)
    store.trust(bank)
    mine, theirs = tmp_path / "state", tmp_path / "theirs"
    (mine / "trusted.json").write_text((theirs / "trusted.json").read_text())
    assert store.listed() == []

    store.trust(bank)
    text = (mine / "trusted.json").read_text()
    (mine / "trusted.json").write_text(text.replace(str(bank), str(bank) + ".other"))
    assert store.listed() == []


def test_the_secret_is_for_the_user_alone(store, bank, tmp_path):
    store.trust(bank)
    key = tmp_path / "state" / "trust.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "state").stat().st_mode & 0o077 == 0
    key.chmod(0o644)
    with pytest.raises(ExecutionRefused, match="open to other users"):
        store.listed()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"banks": [{"path": 1}]}', '{"banks": 7}', "\udcff"]
)
def test_a_damaged_list_is_refused_and_not_replaced(store, bank, tmp_path, text):
    store.trust(bank)
    file = tmp_path / "state" / "trusted.json"
    file.write_text(text, errors="surrogateescape")
    with pytest.raises(ExecutionRefused, match="cannot be read"):
        store.trust(bank)
    assert file.read_text(errors="surrogateescape") == text


def test_a_damaged_secret_is_refused(store, bank, tmp_path):
    store.trust(bank)
    (tmp_path / "state" / "trust.key").write_bytes(b"short")
    with pytest.raises(ExecutionRefused, match="damaged"):
        store.is_trusted(bank, digest_of(bank))


def test_an_interrupted_write_leaves_the_old_list(store, bank, tmp_path, monkeypatch):
    store.trust(bank)
    before = (tmp_path / "state" / "trusted.json").read_text()
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        store.untrust(bank)
    assert (tmp_path / "state" / "trusted.json").read_text() == before
    assert json.loads(before)["banks"]


def test_a_missing_bank_is_an_error(store, tmp_path):
    with pytest.raises(BankUnreadable, match=r"nothing\.yaml"):
        store.trust(tmp_path / "nothing.yaml")


def test_a_list_that_cannot_be_written_leaves_the_old_one_and_nothing_else(
    store, bank, tmp_path, monkeypatch
):
    store.trust(bank)
    kept = sorted((tmp_path / "state").iterdir())

    def full(fd):
        raise OSError("no space left")

    monkeypatch.setattr("quizcv.atomic.os.fsync", full)
    bank.write_text("bank: changed\n")
    with pytest.raises(OSError, match="no space"):
        store.trust(bank)
    assert sorted((tmp_path / "state").iterdir()) == kept
    assert len(store.listed()) == 1


def test_what_is_no_bank_is_not_read_to_its_end(store, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    big = tmp_path / "big.yaml"
    big.write_text("bank: larger than that\n")
    with pytest.raises(BankUnreadable, match="too-large"):
        store.trust(big)
    with pytest.raises(BankUnreadable, match="not a file"):
        store.trust(tmp_path)
