"""Charts and bars show the numbers they are given."""

import pytest

from webapp.newsroom.charting import HEIGHT, bar_chart, line_chart, segments


def test_the_parts_of_a_bar_fill_it_in_their_order():
    parts = segments({"sent": 600, "failed": 0, "pending": 400})
    assert [name for name, _, _ in parts] == ["sent", "pending"]
    assert parts[0][1:] == (0, 60)
    assert parts[1][1:] == (60, 40)


def test_a_few_among_very_many_are_still_seen():
    (sent, _, _), (unknown, at, width) = segments({"sent": 1_000_000, "unknown": 1})
    assert (sent, unknown) == ("sent", "unknown")
    assert width > 0.4
    assert at + width == pytest.approx(100)


def test_nobody_makes_an_empty_bar():
    assert segments({"sent": 0, "pending": 0}) == []


@pytest.mark.parametrize(
    ("most", "lines"),
    [
        (0, ["0", "1"]),
        (1, ["0", "1"]),
        (3, ["0", "1", "2", "3"]),
        (7, ["0", "2", "4", "6", "8"]),
        (48_212, ["0", "20,000", "40,000", "60,000"]),
        (1_000_000, ["0", "250,000", "500,000", "750,000", "1,000,000"]),
    ],
)
def test_the_lines_of_a_chart_stand_at_round_numbers(most, lines):
    chart = line_chart([0, most], ["Oct", "Nov"])
    assert [line.words for line in chart.lines] == lines
    assert all(0 <= line.at <= HEIGHT for line in chart.lines)


def test_a_line_rises_with_its_numbers():
    chart = line_chart([10, 20, 15], ["a", "b", "c"])
    heights = [y for _, y in chart.points]
    assert heights[1] < heights[2] < heights[0]


def test_joins_go_up_from_the_zero_line_and_leaves_go_down():
    chart = bar_chart([40, 10], ["Oct", "Nov"], [2, 5])
    assert [line.words for line in chart.lines] == ["0", "+10", "+20", "+30", "+40"]
    assert all(bar.y + bar.height == pytest.approx(chart.zero) for bar in chart.ups)
    assert all(bar.y == pytest.approx(chart.zero) for bar in chart.downs)
    assert chart.ups[0].height == pytest.approx(4 * chart.ups[1].height)
    assert chart.downs[1].height == pytest.approx(0.5 * chart.ups[1].height)
    assert chart.downs[1].y + chart.downs[1].height <= HEIGHT
