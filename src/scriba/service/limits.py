"""How many requests a key may make: a bucket of tokens for each, in memory."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass, field

from scriba.core.errors import TooManyRequestsError
from scriba.core.storage import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLimit:
    """At most `requests` at once, and as many again over each `window_ms`; 0 requests is no limit.

    The generic cell rate algorithm: one number for a key, the time at which its bucket would be full again. `clock`
    must not go backwards.
    """

    requests: int
    window_ms: int
    clock: Clock
    _full_at: dict[int, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def admit(self, key_id: int) -> None:
        """Count a request; raises TooManyRequestsError when the key has to wait."""
        if not self.requests:
            return
        cost = self.window_ms / self.requests
        with self._lock:
            now = self.clock()
            full_at = max(self._full_at.get(key_id, 0.0), now) + cost
            wait = full_at - now - self.window_ms
            if wait <= 0:
                self._full_at[key_id] = full_at
                return
        raise TooManyRequestsError(retry_after=math.ceil(wait / 1000))
