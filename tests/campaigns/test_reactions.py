"""Links of letters that are counted: one address a link, machines apart, nobody named by default."""

from __future__ import annotations

import datetime as dt
import email
import re

import pytest
from sqlalchemy import delete, func, insert, select

from tests.campaigns.sends import campaign, launch, make_letter, send, totals
from webapp import clock
from webapp.campaigns import drafting, launching
from webapp.campaigns.models import Campaign, Delivery
from webapp.campaigns.reactions import comparing, figuring, judging, rolling
from webapp.campaigns.reactions.judging import Hit, flaw_of, machine_in
from webapp.campaigns.reactions.models import Click, ClickCount, LetterLink, Reaction
from webapp.campaigns.reactions.receiving import WAITING
from webapp.extensions import db
from webapp.subscriptions.models import MailingList

PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
BROWSERS = [
    PERSON,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Edg/142.0.0.0",
]
BODY = (
    '<p><a href="https://paper.example/2026/05/orchard/">Orchard</a> and '
    '<a href="https://other.example/?a=1&amp;b=2">another</a>, and again '
    '<a href="https://other.example/?a=1&amp;b=2">the other</a>, and '
    '<a href="mailto:desk@paper.example">write to us</a>.</p>'
)
ADDRESS = re.compile(r"https://paper\.example(/letters/(?:to|seen)/[^\s\"<>]+)")


@pytest.fixture
def letters(server, in_context):
    """Sends a letter to two readers of a list that counts as told; the two as they arrived."""

    def arrive(number=2, body=BODY, **measures):
        campaign_id, _ = make_letter(number, body=body)
        mailing_list = campaign(campaign_id).mailing_list
        for name, measure in measures.items():
            setattr(mailing_list, name, measure)
        db.session.commit()
        launch(campaign_id)
        send(campaign_id)
        return campaign_id, [email.message_from_bytes(one.raw) for one in server.taken]

    return arrive


@pytest.fixture
def visit(in_context):
    """Follows links as a browser, or another program, does; what was gathered is written at once."""

    def follow(path, method="get", *, agent=PERSON, network="203.0.113.7", **headers):
        client = in_context.test_client()
        headers = {"User-Agent": agent} | headers
        answer = getattr(client, method)(
            path,
            headers=headers,
            base_url="https://paper.example",
            environ_base={"REMOTE_ADDR": network},
        )
        in_context.extensions[WAITING].write()
        return answer

    return follow


def parts(message):
    """The text and the HTML of a letter."""
    return [
        part.get_payload(decode=True).decode() for part in message.walk() if not part.is_multipart()
    ]


def addresses(message):
    """The counted links of its HTML, in order, each once."""
    return list(dict.fromkeys(ADDRESS.findall(parts(message)[1])))


def later(seconds=120):
    """Let that much time pass for what was gathered, and roll it up."""
    db.session.rollback()
    for click in db.session.scalars(select(Click)):
        click.at -= dt.timedelta(seconds=seconds)
    for table, column in ((Campaign, "launched_at"), (Delivery, "settled_at")):
        for row in db.session.scalars(select(table)):
            setattr(row, column, getattr(row, column) - dt.timedelta(seconds=2 * seconds))
    db.session.commit()
    while rolling.roll_up():
        db.session.commit()
    db.session.commit()


def counts():
    """People and machines, over all links."""
    query = select(func.sum(ClickCount.people), func.sum(ClickCount.machines))
    found = tuple(number or 0 for number in db.session.execute(query).one())
    db.session.rollback()
    return found


def test_everyone_gets_the_same_links_and_each_leads_where_it_led(letters, visit):
    _, (one, two) = letters()
    assert addresses(one) == addresses(two)
    goals = [visit(path).headers["Location"] for path in addresses(one)]
    assert goals == ["https://paper.example/2026/05/orchard/", "https://other.example/?a=1&b=2"]
    text, html = parts(one)
    assert "other.example" not in text + html
    assert set(ADDRESS.findall(text)) == set(addresses(one)), "the text counts by the same links"
    assert "mailto:desk@paper.example" in html
    assert "/letters/seen/" not in html, "openings are not looked at"
    assert re.search(r"https://paper\.example/newsletters/week/1/", html), "the archive as it is"


def test_a_link_of_ours_leads_nowhere_else(letters, visit):
    _, (one, _) = letters()
    path = addresses(one)[0]
    mark = path.split("/")[3]
    assert (
        visit(path + "?url=https://evil.example/")
        .headers["Location"]
        .startswith("https://paper.example/")
    )
    for wrong in (
        f"/letters/to/{mark[:-1]}0/",
        "/letters/to/1-00000000000000000000/",
        "/letters/to/x/",
    ):
        if wrong != path:
            assert visit(wrong).status_code in {400, 404, 410, 422}


def test_a_click_is_counted_once_a_visit_and_names_nobody(letters, visit):
    campaign_id, (one, _) = letters()
    for _ in range(3):
        answer = visit(addresses(one)[0])
    assert answer.status_code == 302
    assert answer.headers["Cache-Control"] == "no-store"
    later()
    assert counts() == (1, 0)
    assert db.session.scalars(select(Click)).all() == []
    assert db.session.scalars(select(Reaction)).all() == []
    found = figuring.figures_of(campaign(campaign_id), totals(campaign_id))
    assert (found.clicks, found.machines, sum(found.by_hour)) == (1, 0, 1)
    shown = [(link.url, link.people) for link in figuring.links_of(campaign(campaign_id))]
    assert shown == [
        ("https://paper.example/2026/05/orchard/", 1),
        ("https://other.example/?a=1&b=2", 0),
    ]


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("head", {}),
        ("get", {"agent": "Mozilla/5.0 (compatible; bingbot/2.0)"}),
        ("get", {"agent": ""}),
        ("get", {"agent": "curl/8.5.0"}),
        ("get", {"Sec-Purpose": "prefetch;prerender"}),
    ],
)
def test_machines_are_counted_apart(letters, visit, method, headers):
    _, (one, _) = letters()
    assert visit(addresses(one)[0], method, **headers).status_code == 302
    later()
    assert counts() == (0, 1)


def test_a_scanner_that_looks_first_and_fetches_then_is_a_machine_as_a_whole(letters, visit):
    _, (one, _) = letters()
    visit(addresses(one)[0], "head")
    visit(addresses(one)[1])
    later()
    assert counts() == (0, 2)


def test_whoever_follows_a_link_within_seconds_of_the_sending_is_a_machine(letters, visit):
    _, (one, _) = letters()
    visit(addresses(one)[0])
    db.session.rollback()
    for click in db.session.scalars(select(Click)):
        click.at -= dt.timedelta(seconds=120)
    for row in db.session.scalars(select(Campaign)):
        row.launched_at -= dt.timedelta(seconds=120)
    db.session.commit()
    rolling.roll_up()
    db.session.commit()
    assert counts() == (0, 1)


def test_whoever_follows_every_link_at_once_is_a_machine_and_others_of_the_network_are_not(
    letters, visit
):
    body = "".join(f'<p><a href="https://o.example/{n}">{n}</a></p>' for n in range(4))
    _, (one, _) = letters(body=body)
    for path in addresses(one):
        visit(path)
    for path in addresses(one)[:2]:
        visit(path, agent=PERSON + " Another")
    later()
    assert counts() == (2, 4)


def test_per_person_the_recipient_is_spliced_in_and_noted_once(letters, visit):
    campaign_id, (one, two) = letters(clicks="person", opens="person")
    mine, theirs = addresses(one), addresses(two)
    assert mine != theirs
    assert [path.split("/")[3] for path in mine] == [path.split("/")[3] for path in theirs]
    for _ in range(2):
        visit(mine[0])
    picture = visit(theirs[-1])
    assert picture.mimetype == "image/gif"
    assert picture.data.startswith(b"GIF89a")
    later()
    noted = db.session.execute(
        select(Reaction.kind, Delivery.email)
        .join(Delivery, Delivery.subscriber_id == Reaction.subscriber_id)
        .order_by(Reaction.kind)
    ).all()
    to = [message["To"] for message in (one, two)]
    assert noted == [("clicked", to[0]), ("opened", to[1])]
    found = figuring.figures_of(campaign(campaign_id), totals(campaign_id))
    assert (found.clicks, found.opens) == (1, 1)


def test_the_mark_of_a_reader_of_another_letter_names_nobody(letters, visit, server):
    _, (one, _) = letters(clicks="person")
    other = drafting.draft(db.session.get(MailingList, 1), "Another", BODY).id
    db.session.commit()
    launch(other)
    send(other)
    second = addresses(email.message_from_bytes(server.taken[-1].raw))[0]
    mixed = second.rsplit("/", 2)[0] + "/" + addresses(one)[0].split("/")[4] + "/"
    assert visit(mixed).status_code == 302
    later()
    assert counts() == (1, 0)
    assert db.session.scalars(select(Reaction)).all() == []


def test_off_means_that_links_are_as_they_were_written(letters):
    _, (one, _) = letters(clicks="off")
    assert addresses(one) == []
    assert "https://other.example/?a=1&amp;b=2" in parts(one)[1]
    assert db.session.scalars(select(LetterLink)).all() == []


def test_what_a_list_counts_is_fixed_at_the_launch(letters, server):
    campaign_id, _ = make_letter(2, body=BODY)
    launch(campaign_id)
    campaign(campaign_id).mailing_list.clicks = "off"
    db.session.commit()
    send(campaign_id)
    assert len(addresses(email.message_from_bytes(server.taken[0].raw))) == 2


def test_a_burst_of_clicks_is_written_in_few_transactions(letters, in_context, queries):
    letters()
    link = db.session.scalars(select(LetterLink).where(LetterLink.position == 1)).one()
    gathered = in_context.extensions[WAITING]
    row = {"link_id": link.id, "delivery_id": None, "at": clock.now(), "flaw": ""}
    db.session.rollback()
    with queries() as asked:
        for number in range(2000):
            gathered.add(visitor=f"v{number}", **row)
        gathered.write()
    assert len([one for one in asked if one.startswith("INSERT INTO clicks")]) <= 3
    gathered.write()
    later()
    assert counts() == (2000, 0)


def test_two_workers_count_a_click_once(letters, visit, in_context):
    _, (one, _) = letters()
    visit(addresses(one)[0])
    later()
    assert not rolling.roll_up()
    assert counts() == (1, 0)


def test_what_is_usual_is_the_middle_of_the_last_issues(letters):
    campaign_id, _ = letters()
    weekly = campaign(campaign_id).mailing_list
    for number in range(1, 4):
        launching.launch(drafting.draft(weekly, f"Issue {number}", BODY))
    db.session.commit()
    assert comparing.usual_of(campaign(2)) is None
    for number, clicks in ((1, 1), (2, 2), (3, 0)):
        one = db.session.get(Campaign, number)
        db.session.execute(
            insert(comparing.IssueFigures).values(
                campaign_id=one.id, finished_at=clock.now(), sent=10, refused=number
            )
        )
        link = db.session.scalars(
            select(LetterLink.id).where(LetterLink.campaign_id == number, LetterLink.position == 1)
        ).one()
        hour = one.launched_at.replace(minute=0, second=0, microsecond=0)
        db.session.execute(
            insert(ClickCount).values(link_id=link, hour=hour, people=clicks, machines=0)
        )
    db.session.commit()
    usual = comparing.usual_of(campaign(4))
    assert usual.issues == 3
    assert usual.shares["clicks"] == 10.0
    assert usual.shares["bounced"] == 20.0
    assert usual.by_hour[0] == 10.0


def test_sums_of_issues_are_kept_once_they_are_sent(letters):
    campaign_id, _ = letters()
    comparing.keep_figures()
    db.session.commit()
    kept = db.session.scalars(select(comparing.IssueFigures)).one()
    assert (kept.campaign_id, kept.sent, kept.refused) == (campaign_id, 2, 0)
    db.session.execute(delete(comparing.IssueFigures))
    comparing.keep_figures()
    comparing.keep_figures()
    assert len(db.session.scalars(select(comparing.IssueFigures)).all()) == 1


def test_leaving_by_the_link_of_a_letter_is_counted_for_it(letters, in_context):
    campaign_id, (one, _) = letters()
    path = re.search(r"https://paper\.example(/unsubscribe/[^\s>]+)", one["List-Unsubscribe"])[1]
    client = in_context.test_client()
    for _ in range(2):
        data = {"List-Unsubscribe": "One-Click"}
        assert client.post(path, data=data, base_url="https://paper.example").status_code == 200
    found = figuring.figures_of(campaign(campaign_id), totals(campaign_id))
    assert (found.leaves, found.complaints, found.delivered) == (1, 0, 2)


def test_a_browser_is_no_machine_by_its_name():
    for agent in BROWSERS:
        assert not flaw_of("GET", agent, "")


def test_every_link_within_haste_only_where_there_are_many():
    began = clock.now()
    at = began + dt.timedelta(hours=1)
    slowly = [Hit(n, n, at + dt.timedelta(seconds=20 * n), "") for n in (1, 2, 3)]
    fast = [Hit(n, n, at + dt.timedelta(seconds=n), "") for n in (1, 2, 3)]
    assert machine_in(fast, began, 3) == judging.EVERY
    assert not machine_in(slowly, began, 3)
    assert not machine_in(fast[:2], began, 2), "two links may be two good stories"
    assert not machine_in(fast[:2], began, 3)
