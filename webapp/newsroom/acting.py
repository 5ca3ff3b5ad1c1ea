"""Acting on many subscribers at once: who may do it, and what the audit log says of it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort
from flask_wtf import FlaskForm
from sqlalchemy import ColumnElement, Integer, Select, select, type_coerce
from sqlalchemy.orm import joinedload

from ..accounts.models import Account, Role
from ..campaigns.actions import jobs, telling, turning
from ..campaigns.actions.models import CHANGES, Action, ActionState, Kind
from ..campaigns.segments.conditions import Conditions, sentence
from ..extensions import db
from ..subscriptions.keeping import is_kept_by, keeps_all
from ..subscriptions.models import Subscriber
from ..web import Visit
from .auditing import note, record
from .filtering import Names
from .forms.actions import FORMS, EndManyForm

# What each kind is called where it is chosen, and what the audit log calls it.
OFFERED = {
    Kind.END: "End subscriptions",
    Kind.SUPPRESS: "Suppress",
    Kind.SET: "Set an attribute",
    Kind.REMOVE: "Remove an attribute",
}
ENDS = {
    ActionState.READY: "previewed change of many",
    ActionState.DONE: "finished change of many",
    ActionState.UNDONE: "finished undoing change of many",
}
BEGINS = {"apply": "began change of many", "pause": "paused change of many"}


def offered_to(account: Account) -> dict[str, str]:
    """The kinds an account may choose: who manages only some lists suppresses nobody."""
    may = keeps_all(account)
    return {kind: words for kind, words in OFFERED.items() if may or kind != Kind.SUPPRESS}


def form_for(account: Account, kind: str, conditions: Conditions, names: Names) -> FlaskForm:
    """The form of a kind; 403 for who may not, 404 where nothing narrows the search."""
    if kind not in offered_to(account):
        abort(403)
    if not conditions.written():
        abort(404)
    form = FORMS[kind](data={"list_id": conditions.list_id})
    if isinstance(form, EndManyForm):
        form.list_id.offer(names.lists.items())
    return form


def make(
    kind: str, form: FlaskForm, conditions: Conditions, account: Account, visit: Visit
) -> Action:
    """An action as a form says, whose people the worker finds first; nothing is changed yet."""
    one = Action(
        kind=kind,
        conditions=conditions.written(),
        among_id=conditions.list_id or None,
        account_id=account.id,
        who=account.email,
        network_address=visit.network_address,
        user_agent=visit.user_agent,
        **{name: value for name, value in form.data.items() if name != "csrf_token"},
    )
    db.session.add(one)
    db.session.flush()
    jobs.work_on.later(action_id=one.id)
    return one


def actions_of(account: Account) -> Select[Action]:
    """The actions an account may see, newest first: of the lists that it manages."""
    query = select(Action).where(Action.state != ActionState.DROPPED)
    return (
        query.where(_may(account))
        .options(joinedload(Action.mailing_list))
        .order_by(Action.id.desc())
    )


def action_of(account: Account, action_id: int) -> Action:
    """An action an account may see; 404 when there is none."""
    found: Action = db.first_or_404(actions_of(account).where(Action.id == action_id))
    return found


def may_undo(account: Account, one: Action) -> bool:
    """Whether an account may take an action back: of suppressions an owner, as of each alone."""
    return one.may_undo and (one.kind != Kind.SUPPRESS or account.role == Role.OWNER)


def turn(one: Action, act: str, account: Account, visit: Visit) -> None:
    """Apply or pause an action, by its worker. Raises ActionWentOn."""
    if one.kind not in offered_to(account):
        abort(403)
    (turning.apply if act == "apply" else turning.pause)(one)
    record(account, BEGINS[act], subject_of(one), visit, counted(one.expected))
    jobs.work_on.later(action_id=one.id)


def undo(one: Action, reason: str, account: Account, visit: Visit) -> None:
    """Take an action back, by its worker. Raises ActionWentOn, UndoTooLate."""
    if one.kind == Kind.SUPPRESS and account.role != Role.OWNER:
        abort(403)
    turning.undo(one, account.email, reason)
    record(account, "began undoing change of many", subject_of(one), visit, reason)
    jobs.work_on.later(action_id=one.id)


def drop(one: Action) -> None:
    """Forget an action that changed nothing. Raises ActionWentOn."""
    turning.drop(one)
    jobs.work_on.later(action_id=one.id)


def samples_of(one: Action) -> dict[str, list[str]]:
    """The addresses of the first people of each verdict."""
    ids = {number for some in one.samples.values() for number in some}
    query = select(Subscriber.id, Subscriber.email).where(Subscriber.id.in_(ids))
    emails = {number: email for number, email in db.session.execute(query)}  # noqa: C416 (mypy)
    return {
        verdict: [emails[n] for n in some if n in emails] for verdict, some in one.samples.items()
    }


def told(one: Action, names: Names) -> str:
    """Who was looked for, as a sentence."""
    return sentence(Conditions.read(one.conditions), names.lists, names.letters)


def subject_of(one: Action) -> str:
    """What an action does, as the audit log says it."""
    what = one.mailing_list.name if one.mailing_list else one.attribute
    value = f" = {one.value}" if one.value else ""
    return f"{one.id}: {OFFERED[Kind(one.kind)].lower()}{f', {what}{value}' if what else ''}"


def counted(counts: Mapping[str, int]) -> str:
    """How many people a part of an action was about, and what became of them."""
    if "back" in counts or "stayed" in counts:
        return f"{counts.get('back', 0):,} taken back, {counts.get('stayed', 0):,} stayed"
    return f"{counts.get(CHANGES, 0):,} of {sum(counts.values()):,} people"


@telling.tells
def note_end(one: Action) -> None:
    """What a worker found or did stands in the audit log, under who asked for it."""
    counts = {
        ActionState.READY: one.expected, ActionState.DONE: one.done, ActionState.UNDONE: one.undone
    }  # fmt: skip
    state = ActionState(one.state)
    is_first = state != ActionState.UNDONE
    who, number = (one.who, one.account_id) if is_first else (one.undone_by, None)
    network = one.network_address if is_first else ""
    detail = counted(counts[state])
    note(number, who, ENDS[state], subject_of(one), network=network, detail=detail)


def _may(account: Account) -> ColumnElement[bool]:
    """Of lists that the account manages; of no list for those who manage all."""
    among, of = (type_coerce(one, Integer) for one in (Action.among_id, Action.list_id))
    searched = is_kept_by(account, among)
    if keeps_all(account):
        searched = searched | Action.among_id.is_(None)
    return searched & (is_kept_by(account, of) | Action.list_id.is_(None))
