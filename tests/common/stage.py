"""The transaction in which the casts of the tests stand: made once, lent to one class at a time."""

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import NamedTuple
from unittest.mock import patch

from odoo.modules import module
from odoo.modules.registry import Registry
from odoo.sql_db import Savepoint
from odoo.tests.common import get_db_name


class Act(NamedTuple):
    """What a base class has put on the stage, for itself and all that inherit from it."""

    owner: type
    cast: dict
    savepoint: Savepoint


class Stage:
    """Keeps one cursor open from class to class; what a class has done is rolled back after it.

    It lasts while classes that share a cast follow each other, so that nothing of it is in the
    way of a class that works on connections of its own.
    """

    def __init__(self):
        self.cr = None
        self.acts = []
        # The names of the caches that somebody has emptied since the cast stands.
        self.wrong = set()

    @contextmanager
    def lend(self, borrower):
        """Let the class that is set up inside work on the cursor of the cast."""
        self.borrower, self.registry = borrower, Registry(get_db_name())
        if not self.cr:
            self.cr = self.registry.cursor()
            self.close = self.cr.close
        # The class closes its cursor and empties all caches when it is done. The cleanups run
        # backwards: this puts things right after those of the class, and that before them.
        self.cr.close = self.give_back
        borrower.addClassCleanup(vars(self.registry).pop, "clear_all_caches", None)
        with patch.object(Registry, "cursor", lambda _registry, readonly=False: self.cr):
            yield
        empty = self.emptying(dict(self.registry.cache_sequences), self.empty_for_class)
        borrower.addClassCleanup(setattr, self.registry, "clear_all_caches", empty)

    # The casts

    def keep(self, owner, cls, *names):
        """Remember what a base class has made; each class that inherits from it finds it so."""
        self.cr.flush()
        self.cr.clear()
        cast = {name: self._ids(getattr(cls, name)) for name in names}
        self.acts.append(Act(owner, cast, Savepoint(self.cr)))
        self.wrong |= self.registry.cache_invalidated
        self.registry.cache_invalidated.clear()

    def enter(self, owner, cls):
        """Give a class what a base class has made; return whether it is there."""
        for act in self.acts:
            if act.owner is owner:
                # The transaction is older than the class.
                self.cr._now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
                for name, ids in act.cast.items():
                    setattr(cls, name, self._records(cls.env, ids))
                return True
        return False

    def _ids(self, value):
        if isinstance(value, dict):
            return {key: self._ids(records) for key, records in value.items()}
        return value._name, value.ids

    def _records(self, env, value):
        if isinstance(value, dict):
            return {key: self._records(env, ids) for key, ids in value.items()}
        model, ids = value
        return env[model].browse(ids)

    def give_back(self):
        """Undo what a class has done, and leave unless the next class shares a cast."""
        cr, self.cr.close = self.cr, self.close
        cr.clear()
        for hooks in (cr.postcommit, cr.prerollback, cr.postrollback):
            hooks.clear()
        cr.transaction = cr._now = None
        follower = type(module.current_test)
        is_last = follower is self.borrower
        self.acts = [act for act in self.acts if not is_last and issubclass(follower, act.owner)]
        if self.acts:
            self.acts[-1].savepoint.rollback()
        else:
            self.leave()

    def leave(self):
        """Make way for whoever works on connections of their own."""
        if self.cr:
            self.cr.close()
            self.__init__()

    # What a cache holds is right until somebody says that it no longer is, and empties it. So
    # after a rollback those are emptied that were emptied before it: they hold what is gone.

    @contextmanager
    def caches_kept(self):
        """Let a test that is set up inside empty only the caches it has made wrong."""
        # What the class did to them is no matter of the test.
        self.wrong |= self.registry.cache_invalidated
        self.registry.cache_invalidated.clear()
        empty = self.emptying(dict(self.registry.cache_sequences), self.empty_for_test)
        with patch.object(self.registry, "clear_all_caches", empty):
            yield

    def emptying(self, before, empty):
        """Return what takes the place of emptying all caches."""

        def emptying():
            after = self.registry.cache_sequences
            wrong = {name for name, sequence in before.items() if after[name] != sequence}
            empty(wrong | self.registry.cache_invalidated)

        return emptying

    def empty_for_test(self, wrong):
        self.wrong |= wrong
        self._empty(wrong)

    def empty_for_class(self, wrong):
        if self.cr:
            self._empty(self.wrong | wrong)
        else:
            type(self.registry).clear_all_caches(self.registry)

    def _empty(self, wrong):
        if wrong:
            self.registry.clear_cache(*wrong)
        self.registry.cache_invalidated.clear()


stage = Stage()
