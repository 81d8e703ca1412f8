"""When a unit of work is run again instead of failing."""

from sqlalchemy.exc import IntegrityError, OperationalError

from storage.kept.cases import StaleError

# Somebody was quicker, a deadlock was broken, or the connection was lost: once more on what is there now.
REPEATABLE = (StaleError, IntegrityError, OperationalError)
ATTEMPTS = 24  # each time at least one of those who collide gets through; several processes have eight hands each
