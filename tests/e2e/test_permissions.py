"""Every command and every page, for every role: what has no row in the tables fails.

The graph answers nobody here. Who gets as far as asking it was let in.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
import typer
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

import cli
from commands import start
from evidence.accounts import NotPermitted, Role, SessionOver, role_name
from evidence.audit import Action, AuditLog
from evidence.door import Door
from graph.errors import TenderLensError
from pages.components import sign_in
from pages.components.frame import PAGES
from tests.running_app import ROOT
from workspace import Workspace

PASSWORD = "three lanterns, one bridge"
NOBODY_LISTENS = "bolt://127.0.0.1:9"
NOBODY = "nobody"
WHO = (NOBODY, *Role)

# x: let in; .: refused; 2: only after a second person approved.
# nobody | clerk analyst reviewer approver reader | system security audit
COMMANDS = """
account add        . ..... .x.  NAME --role reader
account disable    . ..... .x.  spare
account list       . ..... .x.
account password   . xxxxx xxx
account role       . ..... .x.  spare reader
annex open         x xxxxx xxx  annex.bin --out out
annex write        . .2... ...  dossier.zip --reason 核查
approve            . ..xx. ...  R1
ask                . .x... ...  "RETURN 1"
assign             . .xx.. ...  lot-1
assigned           . .xxxx ...
audit head         . ..... ..x
audit list         . ..... ..x
audit report       . ..... ..x
audit verify       . ..... ..x
backup             . ..... x..  backup.zip
batches            . xxxxx ...
calendar           . .xxxx ...  --out c.ics
calibrate          . .xxxx ...  labels.csv
complaints         . .xxxx ...
conflicts          . .xxxx ...
decline            . ..xx. ...  R1 --reason 用途不明
demo               . xxxxx ...  --no-pages
doctor             x xxxxx xxx
dossier            . .2... ...  lot-1 --out out
graph start        . ..... x..
graph status       . ..... x..
graph stop         . ..... x..
graph url          . ..... ...
inspect draw       . .xx.. ...  --seed 1 --seed-source 公证 --ratio *=0.1
inspect list       . .xxxx ...
inspect verify     . .xxxx ...  record.json
judge              . .xx.. ...  lot-1 --verdict explained --reason 核对
keys list          . .x... x.x
keys rotate        . ..... x..
leads              . .xxxx ...
load               . x.... ...  missing.csv
measure            . xx... ...
measures           . xxxxx ...
path               . .xxx. ...  甲 乙
purge              . ...x. ...  --dismissed
purpose            . .xx.. ...  lot-1 核查
replay             . .x... ...  bundle.zip
request            . .x... ...  export lot-1 --reason 移送
requests           . .xxx. ...
restore            x xxxxx xxx  backup.zip --into elsewhere
retention          . ...x. ...
same judge         . .xx.. ...  company:1 company:2 different --reason 核对
same list          . .xxxx ...
same merged        . .xxxx ...
scores             . .2... ...  --subject lot --out scores.csv
search             . .xxx. ...  甲
signals check      x xxxxx xxx
signals docs       x xxxxx xxx  --out out
signals list       x xxxxx xxx
signals new        x xxxxx xxx  device no_such/id
signals precision  . .xxxx ...
signals run        . .xxxx ...
signals views      . .xxxx ...
tables docs        x xxxxx xxx  --out out
template           x xxxxx xxx
ui                 x xxxxx xxx
understand         . x.... ...  missing.csv
unload             . x.... ...  batch-1
unmask             . .2... ...  person:1 --reason 核查
verify             x xxxxx xxx  bundle.zip
where              . .xxxx ...  company:1
"""

# The same for pages; nobody sees the page to sign in at every address.
PAGE_TABLE = """
overview  . .xxxx ...
leads     . .xxxx ...
watch     . .xxxx ...
rings     . .xxxx ...
trends    . .xxxx ...
profile   . .xxx. ...
network   . .xxx. ...
path      . .xxx. ...
ask       . .x... ...
load      . x.... ...
inspection . .xxxx ...
audit     . ..... ..x
account   . xxxxx xxx
"""
ROW = re.compile(r"(.+?) +([x2.] [x2.]{5} [x2.]{3})(.*)")
SINGLE_USER = set(PAGES) - {"account"}


def table(text: str) -> dict[str, tuple[str, str]]:
    """Name → (nine signs, the arguments)."""
    found = {}
    for line in text.strip().splitlines():
        name, signs, arguments = re.fullmatch(ROW, line).groups()  # type: ignore[union-attr]
        found[name.strip()] = (signs.replace(" ", ""), arguments.strip())
    return found


def commands() -> Iterator[str]:
    """Every command of the terminal, as it is typed."""

    def below(command: object, names: tuple[str, ...]) -> Iterator[str]:
        known = getattr(command, "commands", None)
        if known is None:
            yield " ".join(names)
            return
        for name, each in sorted(known.items()):
            yield from below(each, (*names, name))

    return below(typer.main.get_command(cli.app), ())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one account of each role, and one to be changed."""
    made = tmp_path_factory.mktemp("permissions") / "w"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("evidence.accounts.MEMORY_KIB", 64)
        patched.setattr("evidence.accounts.PASSES", 1)
        workspace = Workspace(made, graph=NOBODY_LISTENS)
        workspace.add_account(Role.SECURITY, PASSWORD, Role.SECURITY)
        admin = workspace.login(Role.SECURITY, PASSWORD)
        for role in [r for r in Role if r is not Role.SECURITY]:
            admin.add_account(role, PASSWORD, role)
        admin.add_account("spare", PASSWORD, Role.READER)
    return made


# Commands


def test_every_command_has_a_row() -> None:
    assert sorted(table(COMMANDS)) == sorted(commands())


@pytest.fixture
def working(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the workspace in a folder to work in, where commands start no pages."""
    shutil.copytree(folder, tmp_path / "w")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(start, "_pages", lambda *_: 0)
    monkeypatch.setattr("evidence.accounts.MEMORY_KIB", 64)
    monkeypatch.setattr("evidence.accounts.PASSES", 1)
    for name in ("PASSWORD", "NEW_PASSWORD", "ANNEX_PASSPHRASE"):
        monkeypatch.setenv(f"TENDERLENS_{name}", PASSWORD)
    monkeypatch.setattr("queries.checks.check_catalogue", lambda _: ["not looked at"])
    monkeypatch.setattr("loaders.table_page.write_pages", lambda _: ())
    monkeypatch.setattr("queries.signal_page.write_pages", lambda _: ())
    about = SimpleNamespace(subject="lot-1", keys=())
    monkeypatch.setattr("evidence.annex.cited", lambda _: about)
    return tmp_path / "w"


@pytest.mark.parametrize("command", table(COMMANDS))
def test_a_command_lets_in_whom_its_row_says(
    command: str, working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs, arguments = table(COMMANDS)[command]
    typed = ["--workspace", str(working), "--graph", NOBODY_LISTENS, *command.split()]
    typed += [word.strip('"') for word in arguments.split(" ")] if arguments else []
    if command == "ask":
        typed[-2:] = ["RETURN 1"]
    outcomes = ""
    for who in WHO:
        if who == NOBODY:
            monkeypatch.delenv("TENDERLENS_USER", raising=False)
        else:
            monkeypatch.setenv("TENDERLENS_USER", who)
        done = CliRunner().invoke(cli.app, typed)
        assert done.exit_code != 2, done.output  # the row's arguments are those of the command
        outcomes += outcome(done.exception)

    assert outcomes == signs
    assert AuditLog(working).verify().ok


def outcome(raised: BaseException | None) -> str:
    """The sign for what came of a command."""
    if not isinstance(raised, NotPermitted) or isinstance(raised, SessionOver):
        return "x"
    return "2" if "另一人批准" in str(raised) else "."


# Pages


def test_every_page_has_a_row() -> None:
    files = {f"pages/{file.name}" for file in (ROOT / "pages").glob("*_page.py")}

    assert set(table(PAGE_TABLE)) == set(PAGES) == set(sign_in.RIGHTS)
    assert files == set(PAGES.values()) | {"pages/login_page.py"}


def of_role(folder: Path, role: Role, monkeypatch: pytest.MonkeyPatch) -> Door:
    monkeypatch.setattr("evidence.accounts.MEMORY_KIB", 64)
    monkeypatch.setattr("evidence.accounts.PASSES", 1)
    return Workspace(folder, graph=NOBODY_LISTENS).login(role, PASSWORD).door


@pytest.fixture(autouse=True)
def fresh_resources(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages keep their workspace and who sits where; tests that follow must not inherit it."""
    monkeypatch.setattr(sign_in, "BROWSER_SECONDS", 0.0)  # there is no browser to keep a token
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def app_of(
    folder: Path, monkeypatch: pytest.MonkeyPatch, door: Door | None = None, page: str = "app.py"
) -> AppTest:
    """The app in a browser in which an account has signed in."""
    monkeypatch.setenv("TENDERLENS_WORKSPACE", str(folder))
    monkeypatch.setenv("TENDERLENS_GRAPH", NOBODY_LISTENS)
    app = AppTest.from_file(str(ROOT / page), default_timeout=60)
    if door is not None:
        sign_in._seats()[sign_in._place("token")] = door
        app.session_state[sign_in.TOKEN] = "token"
    return app.run()


def reachable(app: AppTest) -> set[str]:
    """The pages that this navigation knows: any other address is unknown to it."""
    found = set()
    for name, file in PAGES.items():
        try:
            app._resolve_page_hash(str(ROOT / file))
        except ValueError:
            continue
        found.add(name)
    return found


@pytest.mark.parametrize("role", Role)
def test_the_navigation_of_a_role_holds_its_pages_and_no_others(
    role: Role, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(folder, monkeypatch, of_role(folder, role, monkeypatch))

    place = WHO.index(role)
    wanted = {name for name, (signs, _) in table(PAGE_TABLE).items() if signs[place] == "x"}
    assert not app.exception
    assert reachable(app) == wanted
    assert role_name(role.value) in "".join(m.value for m in app.sidebar.markdown)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_opens_by_itself_before_somebody_signed_in(
    page: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(folder, monkeypatch, page=PAGES[page])

    assert not app.exception
    assert "请先登录" in app.error[0].value
    assert not app.title


def test_before_signing_in_every_address_is_the_page_to_sign_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(folder, monkeypatch)

    assert [x.value for x in app.title] == ["登录系统"]
    assert reachable(app) == set()


def test_without_accounts_all_pages_are_there_and_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(tmp_path, monkeypatch)

    assert reachable(app) == SINGLE_USER
    assert "单机单用户" in "".join(c.value for c in app.sidebar.caption)


@pytest.mark.parametrize("address", ["", "0.0.0.0", "192.0.2.7"])  # noqa: S104
def test_without_accounts_the_pages_refuse_a_public_address(
    address: str, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = st.get_option

    def stated(name: str) -> object:
        return address if name == "server.address" else known(name)

    monkeypatch.setattr(st, "get_option", stated)

    assert "没有账号" in app_of(tmp_path, monkeypatch).error[0].value
    st.cache_resource.clear()
    assert not app_of(folder, monkeypatch).error


# Signing in


def test_signing_in_opens_the_workspace_and_signing_out_closes_it(
    working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(working, monkeypatch)
    sign(app, "reader", "no such password")
    assert "口令不正确" in app.error[0].value

    sign(app, "reader", PASSWORD)
    assert [x.value for x in app.title] == ["总览"]
    app.session_state["something-shown"] = "甲公司"
    app.button(key="sign-out").click().run()

    assert [x.value for x in app.title] == ["登录系统"]
    assert "something-shown" not in app.session_state
    logins = [r.entry for r in AuditLog(working).records() if r.entry.action is Action.LOGIN]
    assert [e.result for e in logins[-3:]] == ["", "done", "left"]
    assert st.get_option("client.disableDataExport")  # a table's own ways out ask nobody


@pytest.mark.parametrize(
    ("role", "first"),
    [(Role.SECURITY, "我的账号"), (Role.SYSTEM, "我的账号"), (Role.AUDIT, "审计日志")],
)
def test_signing_in_leads_to_a_page_that_the_role_may_see(
    role: Role, first: str, working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(working, monkeypatch)

    sign(app, role, PASSWORD)

    assert not app.error
    assert [x.value for x in app.title] == [first]


def sign(app: AppTest, name: str, password: str) -> None:
    app.text_input(key="sign-in-name").set_value(name)
    app.text_input(key="sign-in-password").set_value(password)
    next(b for b in app.button if b.label == "登录系统").click().run()


def test_five_failures_are_a_sentence_about_the_lock(
    working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(working, monkeypatch)
    for _ in range(6):
        sign(app, "reader", "no such password")

    assert "锁定" in app.error[0].value


def test_a_closed_account_is_out_at_the_next_click(
    working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(working, monkeypatch, of_role(working, Role.READER, monkeypatch))
    Workspace(working).login(Role.SECURITY, PASSWORD).change_account(Role.READER, disabled=True)
    app.run()

    assert [x.value for x in app.title] == ["登录系统"]
    assert "会话已结束" in app.warning[0].value


# An identity provider


@pytest.fixture
def vouched(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What a provider says about who uses the browser; it is no part of these tests."""
    told: dict[str, object] = {"iss": "https://id.example.test", "sub": "42"}
    monkeypatch.setattr(sign_in, "provider_configured", lambda: True)
    monkeypatch.setattr(sign_in, "claims", lambda: told)
    return told


def test_whom_a_provider_vouches_for_is_in_and_a_stranger_gets_a_sentence(
    working: Path, vouched: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = Workspace(working).login(Role.SECURITY, PASSWORD)
    admin.add_account("甲", "", Role.AUDIT, identity="Jia@example.test")
    now = int(admin.door.clock().timestamp())
    vouched |= {"email": "jia@example.test", "email_verified": False, "iat": now}
    app = app_of(working, monkeypatch)
    assert "没有与之对应的有效账号" in app.warning[0].value

    vouched["email_verified"] = True
    app = app_of(working, monkeypatch)

    assert reachable(app) == {"audit", "account"}


# What the pages of oversight do


def press(app: AppTest, label: str) -> AppTest:
    next(b for b in app.button if b.label == label).click().run()
    assert not app.exception
    return app


def test_the_auditor_searches_checks_the_chain_and_reads_what_stands_out(
    working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Door(working, "", Workspace(working).login(Role.READER, PASSWORD).door.session)
    for _ in range(5):
        reader.deny(Action.QUERY, ["person:1"])
    app = app_of(working, monkeypatch, of_role(working, Role.AUDIT, monkeypatch))
    app.switch_page(PAGES["audit"]).run()

    app.text_input(key="audit-text").set_value("PERSON:1")
    app.selectbox(key="audit-action").set_value(Action.DENIED)
    press(app, "搜索")
    assert list(app.dataframe[0].value["人员"]) == ["reader"] * 5
    press(app, "校验链条")
    assert "链条完整" in app.success[0].value
    app.text_input(key="audit-anchor").set_value(f"1:{'0' * 64}")
    press(app, "校验链条")
    assert "1" in app.error[0].value
    press(app, "检查日志")
    assert "多次被拒" in list(app.dataframe[-1].value["类型"])


def test_requests_are_asked_and_approved_and_a_password_is_changed_on_the_account_page(
    working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(working, monkeypatch, of_role(working, Role.ANALYST, monkeypatch))
    app.switch_page(PAGES["account"]).run()
    app.text_input(key="request-subject").set_value("tray")
    app.text_input(key="request-reason").set_value("移送")
    press(app, "提交申请")
    app = app_of(working, monkeypatch, of_role(working, Role.APPROVER, monkeypatch))
    app.switch_page(PAGES["account"]).run()
    press(app, "批准")
    assert list(app.dataframe[0].value["状态"]) == ["已批准，未使用"]

    for name, text in (("old", PASSWORD), ("new", PASSWORD[::-1]), ("again", PASSWORD[::-1])):
        app.text_input(key=f"password-{name}").set_value(text)
    press(app, "修改口令")

    assert not app.error
    assert Workspace(working).login(Role.APPROVER, PASSWORD[::-1]).user == Role.APPROVER


def test_a_request_is_declined_with_a_reason_on_the_account_page(
    working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst = of_role(working, Role.ANALYST, monkeypatch)
    asking = Workspace(working, graph=NOBODY_LISTENS, session=analyst.session)
    asking.request(Action.EXPORT, "tray", "移送")
    app = app_of(working, monkeypatch, of_role(working, Role.APPROVER, monkeypatch))
    app.switch_page(PAGES["account"]).run()
    press(app, "不予批准")
    assert "需写明理由" in app.error[0].value
    app.text_input(key="decline-reason-R1").set_value("未写明 *接收* 单位")
    press(app, "不予批准")
    assert not app.error
    assert "批准" not in [button.label for button in app.button]
    assert list(app.dataframe[0].value["状态"]) == ["未获批准"]
    assert list(app.dataframe[0].value["答复"]) == ["未写明 *接收* 单位"]
    assert not app.warning  # it is told whoever asked

    app = app_of(working, monkeypatch, analyst)
    app.switch_page(PAGES["account"]).run()

    assert "R1 未获批准（approver）：未写明 \\*接收\\* 单位" in app.warning[0].value
    asking.request(Action.EXPORT, "tray", "移送住建局")
    assert not app.run().warning


def test_where_one_asked_stands_why_it_was_declined(
    working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst = of_role(working, Role.ANALYST, monkeypatch)
    here = Workspace(working, graph=NOBODY_LISTENS, session=analyst.session)
    here.request(Action.EXPORT, "trend.png", "汇报", ())
    Workspace(working, graph=NOBODY_LISTENS).login(Role.APPROVER, PASSWORD).decline("R1", "重复")
    monkeypatch.setattr("pages.components.export.who_entered", lambda: here)

    def chart() -> None:
        from pages.components.export import picture_way

        picture_way("trend.png", key="chart")

    app = AppTest.from_function(chart).run()

    assert "R1 未获批准（approver）：重复" in app.caption[0].value


def test_an_approval_frees_the_picture_of_a_chart_once(
    working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = of_role(working, Role.ANALYST, monkeypatch)
    here = Workspace(working, graph=NOBODY_LISTENS, session=door.session)
    monkeypatch.setattr("pages.components.export.who_entered", lambda: here)

    save = "保存为图片（PNG）"

    def chart() -> None:
        import streamlit as st

        from pages.components.export import picture_way

        st.text(str(picture_way("trend.png", key="chart")))

    def approved_once() -> None:
        app.text_input(key="chart-reason").set_value("汇报")
        press(app, "申请另一人批准")
        waiting = here.requests()[0].asked
        assert (waiting.subject, waiting.reason) == ("trend.png", "汇报")
        assert "待另一人审批" in app.caption[0].value
        Workspace(working, graph=NOBODY_LISTENS).login(Role.APPROVER, PASSWORD).approve(
            waiting.request
        )

    def is_freed() -> bool:
        return app.text[0].value == "True"

    app = AppTest.from_function(chart).run()
    assert not is_freed()
    approved_once()
    press(app, save)
    assert is_freed()
    assert not any(c.value.startswith("R1") for c in app.caption)  # used up, and said so at once
    app.run()
    assert not is_freed()
    with pytest.raises(TenderLensError, match="另一人批准"):
        here.take_out("trend.png", lambda: b"")
    press(app, save)
    assert "另一人批准" in app.error[0].value
    assert not is_freed()
    approved_once()
    press(app, save)
    assert is_freed()


def test_a_system_administrator_sees_which_keys_signed(
    working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = of_role(working, Role.SYSTEM, monkeypatch)
    admin = Workspace(working).login(Role.SYSTEM, PASSWORD)
    assert "尚无签名密钥" in " ".join(c.value for c in app_of(working, monkeypatch, of).caption)
    first = admin.signer
    _, second = admin.rotate_signing_key()

    app = app_of(working, monkeypatch, of)

    assert list(app.dataframe[0].value["指纹"]) == [first.fingerprint]
    assert second.fingerprint in " ".join(c.value for c in app.caption)


def test_a_security_administrator_makes_and_closes_accounts_on_the_page(
    working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(working, monkeypatch, of_role(working, Role.SECURITY, monkeypatch))
    app.text_input(key="account-name").set_value("丁")
    app.selectbox(key="account-role").set_value(Role.READER)
    app.text_input(key="account-password").set_value(PASSWORD)
    app.text_input(key="account-own").set_value("person:1，company:2")
    press(app, "开设账号")
    app.selectbox(key="change-name").set_value("丁")
    app.button_group(key="change-closed").set_value(True)
    press(app, "确认变更")

    made = next(a for a in Workspace(working).door.accounts.all() if a.name == "丁")
    assert (made.role, made.own, made.disabled) == (Role.READER, ("person:1", "company:2"), True)
