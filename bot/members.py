"""Entering, inviting and dismissing members, as the command line does it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.admission import WORD_START
from bot.invitations import LINK_HOURS, new_link
from bot.settings import Settings, read_settings
from flows.cases import CaseStatus
from flows.hours import in_vietnam
from flows.members import Member, Role
from flows.routing import PROVINCE, is_present
from storage.store import Store
from storage.unit_of_work import UnitOfWork
from storage.unusable import UnusableError


class NoSuchMemberError(UnusableError):
    """Nobody has this id."""


@contextmanager
def opened() -> Iterator[tuple[Settings, Store]]:
    """The settings and the store they name."""
    settings = read_settings()
    with closing(Store.open(settings.database_address)) as store:
        yield settings, store


@dataclass(frozen=True, slots=True)
class Changes:
    """What is said of a member; None and "" leave it as it was."""

    name: str
    role: Role | None = None
    areas: tuple[str, ...] | None = None
    topics: tuple[str, ...] | None = None
    telegram: str = ""
    zalo: str = ""

    def made_to(self, old: Member) -> Member:
        """The member afterwards, who is at work again."""
        return replace(
            old,
            name=self.name,
            role=old.role if self.role is None else self.role,
            areas=old.areas if self.areas is None else self.areas,
            topics=old.topics if self.topics is None else self.topics,
            telegram_id=self.telegram or old.telegram_id,
            zalo_id=self.zalo or old.zalo_id,
            active=True,
        )


def enter(member_id: str, changes: Changes, now: datetime) -> None:
    """Keep a new member, or change one; UnusableError for an area the commune does not have."""

    def keep(uow: UnitOfWork) -> None:
        old = uow.members.get(member_id) or Member(member_id, changes.name, Role.TEAM)
        uow.members.free_account("telegram_id", changes.telegram, member_id)
        uow.members.free_account("zalo_id", changes.zalo, member_id)
        uow.members.save(changes.made_to(old), now)

    with opened() as (settings, store):
        must_exist(changes.areas or (), settings.content_dir)
        store.run_here(keep)


def must_exist(areas: tuple[str, ...], content_dir: Path) -> None:
    """Raise UnusableError for an area organisation.yaml does not know: nobody would ever be asked there."""
    from storage.content.organisation import load_organisation  # noqa: PLC0415 (only this needs what reads content)

    organisation, _ = load_organisation(content_dir)
    known = {PROVINCE, organisation.place, *(hamlet.id for hamlet in organisation.hamlets)} - {""}
    if unknown := [area for area in areas if area not in known]:
        raise UnusableError(
            f"Không có địa bàn {', '.join(unknown)} trong organisation.yaml. Có: {', '.join(sorted(known))}."
        )


def invite(member_id: str, now: datetime) -> None:
    """Print the ways in for a member."""
    with opened() as (settings, store):
        member = store.read_here(lambda uow: named(uow, member_id))
        if not member.active:
            raise UnusableError(f'{member.name} đã nghỉ. Nhận lại bằng: camtay member add {member_id} "{member.name}"')
        console = Console(width=120, markup=False, highlight=False, soft_wrap=True)
        secret = store.run_here(lambda uow: new_link(uow, member_id, now))
        console.print(f"{member.name} ({member.role}). Mở một lần, trong {LINK_HOURS} giờ:")
        console.print(f"{settings.address}/console/sign-in/{secret}")
        if settings.telegram_token or settings.zalo_app_id or settings.zalo_bot_token:
            word = store.run_here(lambda uow: new_link(uow, member_id, now))
            console.print("Nối tài khoản Telegram hoặc Zalo: nhắn riêng cho bot của xã dòng này, một lần:")
            console.print(f"{WORD_START}{word}")


def show_members(now: datetime) -> None:
    """Print everybody."""
    with opened() as (_, store):
        members, loads = store.read_here(lambda uow: (uow.members.all(), uow.cases.loads()))
    table = Table("mã", "tên", "vai trò", "địa bàn", "lĩnh vực", "Telegram", "có mặt", "ca đang giữ")
    for one in members:
        name = one.name if one.active else f"{one.name} (đã nghỉ)"
        present = f"đến {in_vietnam(one.present_until):%H:%M}" if one.present_until and is_present(one, now) else ""
        areas, topics = ", ".join(one.areas) or "mọi nơi", ", ".join(one.topics) or "mọi việc"
        table.add_row(one.id, name, one.role, areas, topics, one.telegram_id, present, str(loads.get(one.id, 0)))
    Console(width=140).print(table if members else "Chưa có ai. Thêm bằng: camtay member add <mã> <tên>")


def dismiss(member_id: str, now: datetime) -> None:
    """Let a member go: nobody is signed in as them any more, and the desk's clock offers their cases to others."""
    with opened() as (_, store):

        def let_go(uow: UnitOfWork) -> tuple[str, int]:
            member = named(uow, member_id)
            uow.members.save(replace(member, active=False, present_until=None), now)
            uow.members.sign_out_everywhere(member_id, now)
            return member.name, len(uow.cases.listed((CaseStatus.CLAIMED,), assignee=member_id))

        name, count = store.run_here(let_go)
    held = f" {count} ca đang giữ được mời người khác trong giờ làm việc." if count else ""
    Console().print(f"{name} đã nghỉ.{held}")


def named(uow: UnitOfWork, member_id: str) -> Member:
    """The member with this id."""
    member = uow.members.get(member_id)
    if member is None:
        raise NoSuchMemberError(f"Không có ai mang mã {member_id}. Xem: camtay member list")
    return member
