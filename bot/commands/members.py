"""Commands about the people of the desk: camtay member add | list | link | revoke."""

from typing import Annotated

import typer

from bot.commands.clock import now
from flows.ids import LONGEST_OF_MEMBER, is_id
from flows.members import Role

Id = Annotated[str, typer.Argument(help="Mã ngắn không dấu, ví dụ lan-thon-1.")]


app = typer.Typer(no_args_is_help=True, help="Người của Tổ, người biên tập, quản trị.")


@app.command()
def add(
    member_id: Id,
    name: Annotated[str, typer.Argument(help="Họ tên như người khác gọi.")],
    role: Annotated[Role | None, typer.Option(help="Vai trò; người mới là team.")] = None,
    area: Annotated[
        list[str] | None, typer.Option(help="Mã thôn hoặc xã, “province” là tỉnh; ghi nhiều lần. Không ghi: cả xã.")
    ] = None,
    topic: Annotated[list[str] | None, typer.Option(help="Mã lĩnh vực hoặc hướng dẫn phụ trách.")] = None,
    telegram: Annotated[str, typer.Option(help="Số định danh Telegram, nếu biết.")] = "",
    zalo: Annotated[str, typer.Option(help="Mã người dùng Zalo, nếu biết.")] = "",
) -> None:
    """Thêm hoặc sửa một người (không ghi gì thì giữ như cũ), in đường dẫn vào trang của Tổ, mở một lần."""
    from bot.members import Changes, enter, invite

    if not is_id(member_id, LONGEST_OF_MEMBER):
        raise typer.BadParameter("Mã chỉ gồm chữ thường không dấu, số và gạch nối, nhiều nhất 40 chữ.")
    areas, topics = tuple(area) if area else None, tuple(topic) if topic else None
    enter(member_id, Changes(name, role, areas, topics, telegram, zalo), now())
    invite(member_id, now())


@app.command("list")
def show() -> None:
    """Mọi người, vai trò, địa bàn, số ca đang giữ."""
    from bot.members import show_members

    show_members(now())


@app.command()
def link(member_id: Id) -> None:
    """Một đường dẫn mới cho người đã có."""
    from bot.members import invite

    invite(member_id, now())


@app.command()
def revoke(member_id: Id) -> None:
    """Cho nghỉ: thoát mọi trình duyệt, ca đang giữ được mời người khác."""
    from bot.members import dismiss

    dismiss(member_id, now())
