"""How long a server waits for a client, and how often it lets one come: bounds for the slow and for the busy."""

from __future__ import annotations

import io
import time
from collections import OrderedDict
from threading import Lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket

    from _typeshed import WriteableBuffer


class Bounds:
    """What one client may cost. Times in seconds, sizes in bytes."""

    def __init__(
        self,
        *,
        connections: int = 32,
        idle: float = 30.0,
        least_rate: int = 4096,
        requests_a_minute: int = 600,
        request_bytes: int = 1 << 40,
    ) -> None:
        self.connections = connections
        """Served at the same time; others are told to come back."""
        self.idle = idle
        """The longest silence, and the time in which a request line and its headers must be there."""
        self.least_rate = least_rate
        """Bytes a second that a request must bring on average once ``idle`` is over."""
        self.requests_a_minute = requests_a_minute
        """For each token, or address where none is given."""
        self.request_bytes = request_bytes
        """The longest request; pushes are bounded more tightly by the repository's own ``receive.max_bytes``."""


class PatientReader(io.RawIOBase):
    """Reads a socket that must keep up a least rate; TimeoutError where it does not."""

    def __init__(self, connection: socket.socket, bounds: Bounds) -> None:
        self._connection = connection
        self._bounds = bounds
        self.begin()

    def begin(self) -> None:
        """A new request: what was brought so far counts no more."""
        self._start, self._brought = time.monotonic(), 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """As a raw stream does. Raises TimeoutError, OSError."""
        bounds = self._bounds
        left = self._start + bounds.idle + self._brought / bounds.least_rate - time.monotonic()
        if left <= 0:
            raise TimeoutError("the request comes too slowly")
        self._connection.settimeout(min(left, bounds.idle))
        size = self._connection.recv_into(buffer)
        self._connection.settimeout(bounds.idle)
        self._brought += size
        return size


class Rate:
    """At most so many requests a minute for everybody, a minute's worth at once; knows the latest 4,096 clients."""

    _KNOWN = 4096

    def __init__(self, a_minute: int) -> None:
        self._a_minute = a_minute
        self._lock = Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, client: str, now: float) -> bool:
        """Whether one more request at ``now`` (seconds, monotonic) is within the rate; if so it is counted."""
        with self._lock:
            left, before = self._left.pop(client, (float(self._a_minute), now))
            left = min(self._a_minute, left + (now - before) * self._a_minute / 60)
            allowed = left >= 1
            self._left[client] = (left - allowed, now)
            while len(self._left) > self._KNOWN:
                self._left.popitem(last=False)
        return allowed
