"""When a card comes back: FSRS through the fsrs package, days that turn at 4 am, the review log."""

from quizcv.schedule.memory import CardState, Memory, Phase, Rating
from quizcv.schedule.review import Kind, Review, ReviewVerdict
from quizcv.schedule.scheduler import DEFAULT_RETENTION, Scheduler
from quizcv.schedule.settings import Settings
from quizcv.schedule.states import replayed, state_after

__all__ = [
    "DEFAULT_RETENTION",
    "CardState",
    "Kind",
    "Memory",
    "Phase",
    "Rating",
    "Review",
    "ReviewVerdict",
    "Scheduler",
    "Settings",
    "replayed",
    "state_after",
]
