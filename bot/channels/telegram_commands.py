"""The commands Telegram lists under "/", in both languages."""

import telegram
from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeChat

COMMANDS = (
    ("start", "Bắt đầu, xem Cầm Tay giúp được gì", "Start, see what Cầm Tay can do"),
    ("trogiup", "Cách hỏi và các lệnh", "How to ask, and the commands"),
    ("gapnguoi", "Gặp người của Tổ công nghệ số cộng đồng", "Talk to a person of the team"),
    ("ca", "Xem tình trạng ca hỗ trợ", "See the state of your case"),
    ("nhacviec", "Xem các lời nhắc đã đặt", "See your reminders"),
    ("noio", "Đặt xã, phường nơi ở", "Set your commune"),
    ("dulieu", "Xem dữ liệu đang lưu về bác", "See what is kept about you"),
    ("taive", "Tải dữ liệu về", "Download your data"),
    ("xoadulieu", "Xóa dữ liệu", "Delete your data"),
    ("language", "Đổi ngôn ngữ / Language", "Change the language / Ngôn ngữ"),
)
IN_GROUPS = ("start", "trogiup")
OF_TEAM = (
    ("ghichu", "Ghi chú nội bộ cho ca, người dân không thấy"),
    ("truc", "Báo đang trực, nhận ca được"),
    ("nghi", "Báo tạm nghỉ trực"),
)


async def register_commands(bot: telegram.Bot) -> None:
    """Tell Telegram the commands: Vietnamese for everybody, English for who uses Telegram in English."""
    for language, column in ((None, 1), ("en", 2)):
        commands = [BotCommand(row[0], row[column]) for row in COMMANDS]
        few = [command for command in commands if command.command in IN_GROUPS]
        await bot.set_my_commands(commands, language_code=language)
        await bot.set_my_commands(few, scope=BotCommandScopeAllGroupChats(), language_code=language)


async def register_team_commands(bot: telegram.Bot, group: int) -> None:
    """Tell Telegram the commands of the team's group."""
    await bot.set_my_commands([BotCommand(*row) for row in OF_TEAM], scope=BotCommandScopeChat(group))
