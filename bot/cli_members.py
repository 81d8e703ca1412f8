"""Commands about the people of the desk: camtay member add | list | link | revoke."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import typer

from flows.members import Role

Id = Annotated[str, typer.Argument(help="Mã ngắn không dấu, ví dụ lan-thon-1.")]
ID = re.compile(r"^[a-z0-9][a-z0-9-]{0,30}$")


def add_member_commands(app: typer.Typer, now: Callable[[], datetime]) -> None:
    """Give `app` the commands about members."""
    member = typer.Typer(no_args_is_help=True, help="Người của Tổ, người biên tập, quản trị.")
    app.add_typer(member, name="member")

    @member.command()
    def add(
        member_id: Id,
        name: Annotated[str, typer.Argument(help="Họ tên như người khác gọi.")],
        role: Annotated[Role, typer.Option(help="team, lead, editor hoặc admin.")] = Role.TEAM,
        area: Annotated[
            list[str] | None, typer.Option(help="Mã thôn hoặc xã; ghi nhiều lần; bỏ trống là mọi nơi.")
        ] = None,
        topic: Annotated[list[str] | None, typer.Option(help="Mã lĩnh vực hoặc hướng dẫn phụ trách.")] = None,
        telegram: Annotated[str, typer.Option(help="Số định danh Telegram, nếu biết.")] = "",
        zalo: Annotated[str, typer.Option(help="Mã người dùng Zalo, nếu biết.")] = "",
    ) -> None:
        """Thêm hoặc sửa một người, in đường dẫn vào trang của Tổ (mở một lần, trong 24 giờ)."""
        from bot.members import enter, invite  # noqa: PLC0415

        if not ID.match(member_id):
            raise typer.BadParameter("Mã chỉ gồm chữ thường không dấu, số và gạch nối.")
        enter(member_id, name, role, tuple(area or ()), tuple(topic or ()), telegram, zalo, now())
        invite(member_id, now())

    @member.command("list")
    def show() -> None:
        """Mọi người, vai trò, địa bàn, số ca đang giữ."""
        from bot.members import show_members  # noqa: PLC0415

        show_members(now())

    @member.command()
    def link(member_id: Id) -> None:
        """Một đường dẫn mới cho người đã có."""
        from bot.members import invite  # noqa: PLC0415

        invite(member_id, now())

    @member.command()
    def revoke(member_id: Id) -> None:
        """Cho nghỉ: thoát mọi trình duyệt, ca đang giữ được mời người khác."""
        from bot.members import dismiss  # noqa: PLC0415

        dismiss(member_id, now())
