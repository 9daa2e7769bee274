"""The runtime's numbers, each with the reason for its default."""

from dataclasses import dataclass

from engine.store.projections.waiting import DEFAULT_TIME_TO_LIVE


@dataclass(frozen=True, slots=True)
class RuntimeSettings:
    """How the runtime caches, retries and waits. Times are milliseconds.

    `cached_bytes` bounds the memory of the hot cache: an ordinary case holds 8 to 15 KB. `snapshot_every` bounds how many commands a cold load executes again.
    `attempts` bounds how often a command starts over because another worker moved the instance first.
    A failed job waits `backoff` · 4ⁿ, at most `backoff_limit`. A job's `lease` must be renewed before it ends or
    another worker runs the job. A handler that runs longer than `handler_limit` is given up, which counts as a failure.
    `message_time_to_live` holds for published messages that name none.
    `poll` is how often idle workers look for what other processes left them. A stop waits `stop_within` for what runs.

    Of the distributed mode: `horizon` is when what lies in the queue is looked at again, should its entry be lost. A
    worker says that it lives every `heartbeat`; without that for `stalled_after` its entries go back into the queue,
    for which every worker looks each `sweep`. A runner keeps at most `direct` jobs in a row that its own steps open.
    """

    cached_bytes: int = 128 * 1024 * 1024
    snapshot_every: int = 20
    attempts: int = 10
    backoff: int = 10_000
    backoff_limit: int = 3_600_000
    lease: int = 30_000
    handler_limit: int = 300_000
    message_time_to_live: int = DEFAULT_TIME_TO_LIVE
    poll: int = 500
    stop_within: int = 25_000
    job_threads: int = 2
    horizon: int = 300_000
    heartbeat: int = 5_000
    stalled_after: int = 20_000
    sweep: int = 10_000
    direct: int = 10

    def retry_delay(self, failures: int) -> int:
        """How long a job waits after its nth failure, counted from 1."""
        return min(self.backoff * int(4 ** min(failures - 1, 20)), self.backoff_limit)
