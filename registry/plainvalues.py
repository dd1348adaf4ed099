"""How values lie in the cache that processes share: as text, numbers and bytes. Whoever can write there can put nothing
in that would be run when it is read, as a pickle would be."""

import json
from typing import Any

from redis.exceptions import InvalidResponse


class Plain:
    """A serializer for Django's Redis cache. A whole number stays one, so that Redis can count it up."""

    def dumps(self, value: Any) -> int | bytes:
        if type(value) is int:
            return value
        return b"b" + value if isinstance(value, bytes) else b"j" + json.dumps(value).encode()

    def loads(self, stored: bytes) -> Any:
        """Raises InvalidResponse for what was never put there by us: to whoever asks, as if nobody had answered."""
        if stored[:1] == b"b":
            return stored[1:]
        try:
            return json.loads(stored[1:]) if stored[:1] == b"j" else int(stored)
        except (ValueError, RecursionError):
            raise InvalidResponse("a value that is none of ours") from None
