"""The page of a draft's options, and the question for its tags."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.article import Article
from bot.core.drafts import Draft, DraftState
from bot.core.options import CommentRule, Mode, PostOptions
from bot.core.richtext import RichText
from bot.rendering.layout import Layout, Page
from bot.rendering.message import Message, Verb
from bot.rendering.options_view import options_page, tags_prompt
from bot.rendering.outlook import Outlook
from tests.rendering.english import english, labels, press

PAGE = Page(RichText("x"))
OUTLOOK = Outlook(Layout((PAGE, PAGE), (PAGE,)), Layout((), (PAGE, PAGE)), 5, 25.0)


def page(options: PostOptions, *tags: str) -> Message:
    article = Article(RichText("The barrier held"), (), tags)
    return options_page(english(), Draft(5, 7, None, DraftState.OPEN, options), article, OUTLOOK)


def test_what_nobody_has_changed_is_as_usual() -> None:
    view = page(PostOptions(), "harbour")
    assert view.text.text.splitlines() == [
        "Options of “The barrier held”",
        "Delivery: in full, 3 messages to each reader",
        "Readers are notified as usual.",
        "The first link has a preview.",
        "Readers can forward and save it.",
        "Comments: as the blog has it.",
        "Tags, as the last line says: #harbour",
    ]
    assert labels(view) == [
        ["✓ Full · 3", "Paged · 1"],
        ["Silent", "✓ Link preview", "Protect"],
        ["✓ As the blog", "First ones wait"],
        ["All wait", "Open", "Closed"],
        ["Tags", "No tags"],
        ["◀"],
    ]
    assert press(view, "Paged · 1") == (Verb.OPTION, (5, 1, 1))
    assert press(view, "✓ Link preview") == (Verb.OPTION, (5, 3, 0))
    assert press(view, "Tags") == (Verb.TAGS, (5,))
    assert press(view, "◀") == (Verb.CARD, (5,))


def test_what_was_chosen_is_ticked_and_said() -> None:
    options = PostOptions((), Mode.PAGED, True, False, True, CommentRule.CLOSED)
    view = page(options)
    assert view.text.text.splitlines()[1:] == [
        "Delivery: paged, 1 message to each reader",
        "Readers are notified without a sound.",
        "Links have no preview.",
        "Readers cannot forward or save it.",
        "Comments: closed.",
        "Tags: none, by choice.",
    ]
    ticked = [label for row in labels(view) for label in row if label.startswith("✓")]
    assert ticked == ["✓ Paged · 1", "✓ Silent", "✓ Protect", "✓ Closed"]
    assert labels(view)[4] == ["Tags", "Tags as written"]


def test_tags_that_were_chosen_can_be_given_up() -> None:
    view = page(PostOptions(tags=("harbour",)), "harbour")
    assert view.text.text.endswith("Tags: #harbour")
    assert labels(view)[4] == ["Tags", "No tags", "Tags as written"]
    assert page(PostOptions()).text.text.endswith("Tags: none.")


@pytest.mark.parametrize("rule", CommentRule)
def test_every_rule_for_comments_has_a_sentence_and_a_button(rule: CommentRule) -> None:
    view = page(replace(PostOptions(), comments=rule))
    assert f"✓ {english().comments_rule_button(rule)}" in [label for row in labels(view) for label in row]
    assert english().options_comments(rule) in view.text.text


def test_the_question_for_tags_says_which_there_are() -> None:
    asked = tags_prompt(english(), ("harbour", "barrier"))
    assert asked.text.text.splitlines()[0] == "Tags now: #harbour #barrier"
    assert asked.asks == "harbour, barrier"
    assert tags_prompt(english(), ()).text.text.splitlines()[0] == "There are no tags now."


def test_options_without_a_headline_and_with_many_tags_fit_into_a_message() -> None:
    tags = tuple(f"{'x' * 60}{number}" for number in range(100))
    view = options_page(english(), Draft(5, 7, None, DraftState.OPEN), Article(None, (), tags), OUTLOOK)
    assert view.text.text.startswith("Options of “no headline yet”")
    assert len(view.text.text) < 4096
    assert len(tags_prompt(english(), tags).text.text) < 4096
