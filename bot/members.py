"""Entering, inviting and dismissing members, as the command line does it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from rich.console import Console
from rich.table import Table

from bot.invitations import LINK_LASTS, new_link
from bot.settings import Settings, read_settings
from flows.cases import CaseStatus
from flows.hours import in_vietnam
from flows.members import Member, Role
from flows.routing import is_present
from storage.store import Store
from storage.unit_of_work import UnitOfWork
from storage.unusable import UnusableError


class NoSuchMemberError(UnusableError):
    """Nobody has this id."""


@contextmanager
def opened() -> Iterator[tuple[Settings, Store]]:
    """The settings and the store they name."""
    settings = read_settings()
    store = Store.open(settings.database_address)
    try:
        yield settings, store
    finally:
        store.close()


def enter(
    member_id: str,
    name: str,
    role: Role,
    areas: tuple[str, ...],
    topics: tuple[str, ...],
    telegram: str,
    zalo: str,
    now: datetime,
) -> None:
    """Keep a member; accounts that are not named stay as they were."""

    def keep(uow: UnitOfWork) -> None:
        old = uow.members.get(member_id) or Member(member_id, name, role)
        member = replace(old, name=name, role=role, areas=areas, topics=topics, active=True)
        member = replace(member, telegram_id=telegram or old.telegram_id, zalo_id=zalo or old.zalo_id)
        uow.members.save(member, now)

    with opened() as (_, store):
        store.run_here(keep)


def invite(member_id: str, now: datetime) -> None:
    """Print the ways in for a member."""
    with opened() as (settings, store):
        member = store.run_here(lambda uow: named(uow, member_id))
        hours = int(LINK_LASTS.total_seconds() // 3600)
        console = Console(width=120, markup=False, highlight=False, soft_wrap=True)
        secret = store.run_here(lambda uow: new_link(uow, member_id, now))
        console.print(f"{member.name} ({member.role}). Mở một lần, trong {hours} giờ:")
        console.print(f"{settings.address}/console/sign-in/{secret}")
        if settings.telegram_token:
            payload = store.run_here(lambda uow: new_link(uow, member_id, now))
            console.print(f"Nối Telegram: nhắn riêng cho bot dòng này, một lần: /start nv_{payload}")


def show_members(now: datetime) -> None:
    """Print everybody."""
    with opened() as (_, store):
        members, loads = store.run_here(lambda uow: (uow.members.all(), uow.cases.loads()))
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
            uow.members.save(replace(member, active=False), now)
            for browser in uow.members.sign_ins(member_id, now):
                uow.members.revoke(browser.digest, now)
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
