"""People of the team, editors and admins, and how they are signed in."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, insert, select, update

from flows.members import Member, Role, SignIn
from storage.kept.as_json import WORDS
from storage.kept.statements import Upsert, table_of
from storage.tables import MemberRow, SignInLinkRow, SignInRow

_member, _link, _sign_in = table_of(MemberRow), table_of(SignInLinkRow), table_of(SignInRow)
_FIELDS = ("name", "role", "areas", "topics", "telegram_id", "zalo_id", "active", "present_until")
_save = Upsert(_member, ["id"], _FIELDS)
_take_link = (
    update(_link)
    .where(_link.c.digest == bindparam("of_digest"), _link.c.used_at.is_(None), _link.c.expires_at > bindparam("now"))
    .values(used_at=bindparam("now"))
    .returning(_link.c.member_id)
)


def digest_of(secret: str) -> str:
    """What is kept of a secret: enough to know it again, too little to use it."""
    return sha256(secret.encode()).hexdigest()


class Members:
    """The members by id; secrets are kept as digests only."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, member: Member, now: datetime) -> None:
        """Keep `member` in place of what was kept under that id."""
        values: dict[str, Any] = {name: getattr(member, name) for name in _FIELDS}
        values |= {"id": member.id, "role": member.role.value, "created_at": now}
        values |= {"areas": WORDS.dump(member.areas), "topics": WORDS.dump(member.topics)}
        _save.run(self._connection, values)

    def get(self, member_id: str) -> Member | None:
        """The member with this id, or None."""
        row = self._connection.execute(select(_member).where(_member.c.id == member_id)).first()
        return _read_member(row) if row else None

    def by_telegram(self, telegram_id: str) -> Member | None:
        """The active member with this Telegram account, or None."""
        found = select(_member).where(_member.c.telegram_id == telegram_id, _member.c.active)
        row = self._connection.execute(found).first() if telegram_id else None
        return _read_member(row) if row else None

    def all(self) -> list[Member]:
        """Every member, by name."""
        return [_read_member(row) for row in self._connection.execute(select(_member).order_by(_member.c.name))]

    def add_link(self, member_id: str, secret: str, now: datetime, expires_at: datetime) -> None:
        """Keep a one-time link of a member."""
        values = {"digest": digest_of(secret), "member_id": member_id, "created_at": now, "expires_at": expires_at}
        self._connection.execute(insert(_link).inline(), values)

    def take_link(self, secret: str, now: datetime) -> Member | None:
        """The member a link belongs to, the first time it is used; then and when it is too old, None."""
        row = self._connection.execute(_take_link, {"of_digest": digest_of(secret), "now": now}).first()
        return self.get(row[0]) if row else None

    def sign_in(self, member_id: str, secret: str, browser: str, now: datetime, expires_at: datetime) -> None:
        """Remember that a browser is signed in."""
        values = {
            "digest": digest_of(secret),
            "member_id": member_id,
            "browser": browser[:120],
            "created_at": now,
            "seen_at": now,
            "expires_at": expires_at,
        }
        self._connection.execute(insert(_sign_in).inline(), values)

    def signed_in(self, secret: str, now: datetime) -> Member | None:
        """The active member whose browser shows this secret, or None."""
        valid = and_(
            _sign_in.c.digest == digest_of(secret), _sign_in.c.revoked_at.is_(None), _sign_in.c.expires_at > now
        )
        joined = select(_member).join(_sign_in, _sign_in.c.member_id == _member.c.id).where(valid, _member.c.active)
        row = self._connection.execute(joined).first()
        return _read_member(row) if row else None

    def sign_ins(self, member_id: str, now: datetime) -> list[SignIn]:
        """The browsers a member is signed in with, the newest first."""
        valid = and_(_sign_in.c.member_id == member_id, _sign_in.c.revoked_at.is_(None), _sign_in.c.expires_at > now)
        rows = self._connection.execute(select(_sign_in).where(valid).order_by(_sign_in.c.created_at.desc()))
        return [SignIn(row.digest, row.member_id, row.browser, row.created_at, row.seen_at) for row in rows]

    def touch(self, secret: str, now: datetime) -> None:
        """Remember that a signed-in browser was seen."""
        self._connection.execute(update(_sign_in).where(_sign_in.c.digest == digest_of(secret)).values(seen_at=now))

    def revoke(self, digest: str, now: datetime) -> None:
        """Sign a browser out."""
        self._connection.execute(update(_sign_in).where(_sign_in.c.digest == digest).values(revoked_at=now))

    def sign_out_everywhere(self, member_id: str, now: datetime) -> None:
        """Sign every browser of a member out; links not used yet let nobody in."""
        self._connection.execute(delete(_link).where(_link.c.member_id == member_id, _link.c.used_at.is_(None)))
        here = and_(_sign_in.c.member_id == member_id, _sign_in.c.revoked_at.is_(None))
        self._connection.execute(update(_sign_in).where(here).values(revoked_at=now))

    def free_account(self, field: str, account: str, keeper: str) -> None:
        """Let nobody but `keeper` have a chat account; `field` is telegram_id or zalo_id."""
        column = _member.c[field]
        others = and_(column == account, column != "", _member.c.id != keeper)
        self._connection.execute(update(_member).where(others).values({field: ""}))

    def delete_expired(self, moment: datetime) -> None:
        """Forget links and browsers that no longer let anybody in."""
        self._connection.execute(delete(_link).where(_link.c.expires_at < moment))
        self._connection.execute(delete(_sign_in).where(_sign_in.c.expires_at < moment))


def _read_member(row: Row[Any]) -> Member:
    return Member(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        areas=WORDS.load(row.areas),
        topics=WORDS.load(row.topics),
        telegram_id=row.telegram_id,
        zalo_id=row.zalo_id,
        active=row.active,
        present_until=row.present_until,
    )
