"""«paros *actuales*», "what jobs do we have *right now*": of what happens and lasts, those that are not over."""

from __future__ import annotations

from core.semantics.query import Named
from core.understanding.effects import present
from core.understanding.meaning.builder import Builder


def live_now(builder: Builder) -> None:
    """Where now was said of rows that live in a state, or last, and of no other state or time of theirs, they are the
    ones that do so now."""
    draft, meaning = builder.draft, builder.model.datasets[builder.home]
    if not builder.bag.now or draft.period is not None or draft.latest is not None or draft.problems:
        return
    if meaning.default_date is None or any(measure.metric for measure in draft.measures):
        return
    living = next((str(item.age_while) for item in meaning.fields.values() if item.age_while), None)
    running = str(meaning.interval.running) if meaning.interval is not None and meaning.interval.running else None
    state = living or running
    if state is None or present(builder.model, draft.filters) or builder.bag.ranked:
        return
    if any(isinstance(part, Named) and part.dataset == builder.home for part in draft.filters):
        return  # «cerradas ahora»: of a state of theirs that is no state of now nothing is known
    builder.charge("default")
    draft.filters.append(Named(dataset=builder.home, condition=state))
