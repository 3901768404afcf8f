"""What the command line says: whole sentences that name what they are about."""

from __future__ import annotations

from gettext import NullTranslations

from bot.rendering.console_texts import ConsoleTexts

TEXTS = ConsoleTexts(NullTranslations())


def test_each_sentence_names_what_it_is_about() -> None:
    assert TEXTS.running("long_view_bot") == "Broadsheet is running as @long_view_bot."
    assert TEXTS.claim("https://t.me/x?start=y").endswith("is: https://t.me/x?start=y")
    assert TEXTS.standing_by().startswith("Standing by: another process works.")
    assert "(connection refused)" in TEXTS.database_away("connection refused")
    assert "(Unauthorized)" in TEXTS.token_refused("Unauthorized")
    assert "(database is locked)" in TEXTS.storage_waits("database is locked")
    assert TEXTS.storage_goes_on() == "The database can be written to again."
    assert TEXTS.copied("b.db.bak") == "The database as it was is kept in b.db.bak."
    assert TEXTS.too_fast(50.0, 30.0).startswith("BROADSHEET_SEND_RATE is 50, but Telegram takes about 30 messages")
    assert "up to 30 messages" in TEXTS.nothing_to_pay(30.0)
    assert TEXTS.migrated("0001") == "The database is at revision 0001."
    assert TEXTS.sandbox_cannot_listen(80, "Permission denied") == (
        "The sandbox cannot listen on port 80: Permission denied."
    )
    assert TEXTS.no_comment(7) == "There is no comment 7."
    assert TEXTS.no_post(7) == "There is no post 7."
    assert TEXTS.no_reader(7) == "Nobody with the number 7 has pressed Start."
    assert TEXTS.log_headings() == ("When", "Comment", "Post", "Who", "What")


def test_what_the_sandbox_says_can_be_put_into_the_environment() -> None:
    said = TEXTS.sandbox_listens("http://127.0.0.1:8081", "1:token").splitlines()
    assert said == [
        "A local Telegram listens on http://127.0.0.1:8081",
        "BROADSHEET_API_URL=http://127.0.0.1:8081 BROADSHEET_BOT_TOKEN=1:token",
    ]
