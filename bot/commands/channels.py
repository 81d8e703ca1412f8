"""Commands about channels: camtay doctor, camtay zalo login, camtay zalo check."""

from typing import Annotated

import typer

from bot.commands.clock import now

app = typer.Typer()

zalo = typer.Typer(no_args_is_help=True, help="Cấp quyền và kiểm tra Zalo Official Account.")
app.add_typer(zalo, name="zalo")


@app.command()
def doctor() -> None:
    """Khám từng kênh và nói cần làm gì tiếp. Mã thoát 1 khi có chỗ hỏng."""
    from bot.channel_setup import examine

    raise typer.Exit(0 if examine(now) else 1)


@zalo.command()
def login(
    refresh_token: Annotated[
        str, typer.Option("--refresh-token", help="Refresh token lấy tay ở Tools → API Explorer.")
    ] = "",
) -> None:
    """Lấy quyền nói thay Official Account (OAuth v4, PKCE)."""
    from bot.channel_setup import sign_in_to_zalo

    raise typer.Exit(0 if sign_in_to_zalo(refresh_token, lambda text: str(typer.prompt(text)), now) else 1)


@zalo.command()
def check(
    citizen: Annotated[str, typer.Option("--user", help="Mã người dùng Zalo, để xem hạn mức với họ.")] = "",
) -> None:
    """Xem OA: loại, gói, hạn dùng, hạn mức."""
    from bot.channel_setup import check_zalo

    raise typer.Exit(0 if check_zalo(citizen, now) else 1)
