"""The file of weights: complete, reasoned, and refused when it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from leads.weights import DEFAULT_FILE, WeightsRefused, load_weights
from messages import set_language


def altered(folder: Path, old: str, new: str) -> Path:
    text = DEFAULT_FILE.read_text(encoding="utf-8")
    assert old in text
    path = folder / "weights.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_shipped_weights_say_that_nobody_calibrated_them() -> None:
    assert load_weights().label == "专家赋值，未经本地校准"


def test_a_misspelt_dial_is_refused_by_name(tmp_path: Path) -> None:
    path = altered(tmp_path, "[rho]", "[rhoo]")

    with pytest.raises(WeightsRefused, match="rho"):
        load_weights(path)


def test_a_dial_without_a_reason_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    lines = DEFAULT_FILE.read_text(encoding="utf-8").splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("reason"))
    path.write_text("\n".join(lines[:first] + lines[first + 1 :]), encoding="utf-8")

    with pytest.raises(WeightsRefused, match=r"prior\.reason"):
        load_weights(path)


@pytest.mark.parametrize("prior", ["0.0", "1.0", "7", '"much"'])
def test_a_prior_that_is_no_probability_is_refused(prior: str, tmp_path: Path) -> None:
    with pytest.raises(WeightsRefused, match=r"prior\.value"):
        load_weights(altered(tmp_path, "value = 0.007", f"value = {prior}"))


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    path.write_bytes(b"\xff\xfe[")

    with pytest.raises(WeightsRefused, match=r"weights\.toml"):
        load_weights(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsRefused, match="nowhere"):
        load_weights(tmp_path / "nowhere.toml")


def test_the_hash_follows_the_dials(tmp_path: Path) -> None:
    changed = load_weights(altered(tmp_path, "value = 0.007", "value = 0.008"))

    assert changed.sha256 != load_weights().sha256
    assert load_weights().sha256 == load_weights(DEFAULT_FILE).sha256


def test_a_signal_can_be_given_its_own_weight(tmp_path: Path) -> None:
    path = altered(
        tmp_path,
        "[recurrence_cap]",
        '[signals.same_principal]\nvalue = 2.5\nreason = "本地核查结果"\n\n[recurrence_cap]',
    )

    assert load_weights(path).signals["same_principal"].value == 2.5


def test_every_shipped_dial_has_its_reason_in_english() -> None:
    weights = load_weights()
    dials = [getattr(weights, name) for name in type(weights).model_fields]
    reasons = [dial for dial in dials if hasattr(dial, "because")]

    set_language("en")

    assert len(reasons) == 11
    assert [d.because for d in reasons if not d.because.isascii()] == []
    assert weights.called == f"set by experts, not calibrated locally ({weights.version})"


def test_own_weights_without_english_keep_their_own_words(tmp_path: Path) -> None:
    english = next(
        line for line in DEFAULT_FILE.read_text("utf-8").splitlines() if "reason_in_english" in line
    )
    set_language("en")

    assert load_weights(altered(tmp_path, english, "")).prior.because.startswith("公开的")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value = 3.5", "value = -3.5", "“family_cap.value”不符合要求（应为 0 至 10 之间的数）"),
        ("value = 3.5", "value = nan", "“family_cap.value”不符合要求（应为 0 至 10 之间的数）"),
        ("value = 0.007", "value = 7.0", "“prior.value”不符合要求（应为大于 0 且小于 1 的数）"),
        ("[rho]", "[rhoo]", "“rho”不符合要求（缺少该参数）"),
        ("[rho]", "[rhoo]\n[rho]", "“rhoo”不符合要求（没有这个参数）"),
        ('version = "', 'version = 3 #"', "“version”不符合要求（应为不少于两个字符的文本）"),
        (
            "[rho]",
            "[family_factors.devize]\n[rho]",
            "“family_factors.devize”不符合要求（没有这个类别",
        ),
        ('"cover_bid_gap"', '"cover_bid_gapp"', "“cover_bid_gapp”不存在"),
        (
            "[rho]",
            '[signals.no_such]\nvalue = 1\nreason = "本地"\n\n[rho]',
            "“no_such”不存在",
        ),
    ],
)
def test_a_wrong_dial_is_explained_in_the_language_of_the_reader(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(WeightsRefused) as refused:
        load_weights(altered(tmp_path, old, new))

    assert said in str(refused.value)
