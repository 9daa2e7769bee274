"""The runtime's numbers, each with the reason for its default."""

from dataclasses import dataclass

from engine.store.projections.waiting import DEFAULT_TIME_TO_LIVE


@dataclass(frozen=True, slots=True)
class RuntimeSettings:
    """How the runtime caches, retries and waits. Times are milliseconds.

    `cached_bytes` bounds the memory of the hot cache: an ordinary case holds 6 to 12 KB. `snapshot_every` bounds how many commands a cold load executes again.
    `attempts` bounds how often a command starts over because another worker moved the instance first.
    A failed job waits `backoff` · 4ⁿ, at most `backoff_limit`. A job's `lease` must be renewed before it ends or
    another worker runs the job. A handler that runs longer than `handler_limit` is given up, which counts as a failure.
    `message_time_to_live` holds for published messages that name none.
    `poll` is how often idle workers look for what other processes left them.
    """

    cached_bytes: int = 128 * 1024 * 1024
    snapshot_every: int = 50
    attempts: int = 10
    backoff: int = 10_000
    backoff_limit: int = 3_600_000
    lease: int = 30_000
    handler_limit: int = 300_000
    message_time_to_live: int = DEFAULT_TIME_TO_LIVE
    poll: int = 500
    job_threads: int = 2

    def retry_delay(self, failures: int) -> int:
        """How long a job waits after its nth failure, counted from 1."""
        return min(self.backoff * int(4 ** min(failures - 1, 20)), self.backoff_limit)
