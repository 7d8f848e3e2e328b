"""A command that is mistyped or stopped is answered with one sentence, in the language chosen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import cli

ROOT = Path(__file__).parents[3]
# Somebody presses Ctrl-C while the libraries are still being read.
PRESSED = """
import os, signal, sys

signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it may be ignored

class Pressed:
    def find_spec(self, name, *_):
        if name == "commands.loading":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Pressed())
import cli
"""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("load", "缺少 paths。用法见 `tenderlens load --help`。"),
        ("lod", "没有 lod 这个命令。相近的有：'load', 'unload'。用法见 `tenderlens --help`。"),
        ("zzzzzz", "没有 zzzzzz 这个命令。用法见 `tenderlens --help`。"),
        ("load --zzz x", "没有 --zzz 这个选项。用法见 `tenderlens load --help`。"),
        (
            "ask --params x q",
            "没有 --params 这个选项。相近的有：--param。用法见 `tenderlens ask --help`。",
        ),
        ("load --sheet", "--sheet 后面缺少取值。"),
        ("load --json=3 x", "--json 不带取值。"),
        ("where a b", "多余的参数：b。用法见 `tenderlens where --help`。"),
        (
            "judge x --verdict guilt --reason y",
            "--verdict 可取 'pursue', 'explained', 'dismissed', 'needs_data'，不能是“guilt”。"
            "用法见 `tenderlens judge --help`。",
        ),
        ("ui --port abc", "--port 应为整数。用法见 `tenderlens ui --help`。"),
        ("path a b --hops 0", "--hops 最小为 1。用法见 `tenderlens path --help`。"),
        ("path a b --hops 99", "--hops 最大为 8。用法见 `tenderlens path --help`。"),
    ],
)
def test_a_mistyped_command_is_told_what_is_wrong(
    typed: str,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TENDERLENS_LANG", "zh_CN")
    monkeypatch.setattr(sys, "argv", ["tenderlens", *typed.split()])

    with pytest.raises(SystemExit) as ended:
        cli.main()

    assert ended.value.code == 2
    assert capsys.readouterr().err == f"{sentence}\n"


def test_a_group_without_a_command_shows_its_help_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["tenderlens", "same"])

    with pytest.raises(SystemExit) as ended:
        cli.main()

    said = capsys.readouterr()
    assert (ended.value.code, said.err) == (2, "")
    assert "judge" in said.out


def test_who_stops_the_program_while_it_starts_is_shown_no_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TENDERLENS_LANG", "zh_CN")

    done = subprocess.run(
        [sys.executable, "-c", PRESSED], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )

    assert (done.returncode, done.stdout, done.stderr) == (130, "", "已中止。\n")
